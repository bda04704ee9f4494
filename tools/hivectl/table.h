// tools/hivectl/table.h - text in columns, times and sizes for people. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hive {

enum class Align { left, right };

/// A cell: what it says, and how it is dressed for a terminal.
struct Cell {
    std::string text;
    std::string_view style {};  // an SGR sequence (ECMA-48), "" for none
};

/// Columns as wide as their widest cell, two blanks apart; the last one ends where it ends.
class Table {
public:
    struct Column {
        std::string title;
        Align align = Align::left;
    };
    explicit Table(std::vector<Column> columns) : columns_ {std::move(columns)} { }

    /// @param cells as many as there are columns
    void add(std::vector<Cell> cells) { rows_.push_back(std::move(cells)); }
    /// @param is_styled false leaves the dress out
    [[nodiscard]] std::string text(bool is_styled) const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<Cell>> rows_;
};

/// Places of a UTF-8 text on a terminal, one for each code point.
[[nodiscard]] std::size_t width(std::string_view text);

/// Control bytes, which could move a terminal's cursor, shown as '?'.
[[nodiscard]] std::string printable(std::string_view text);

/// The largest unit that fits: "3 s", "12 min", "6 h", "41 d"; "0.4 s" below ten seconds.
[[nodiscard]] std::string span_text(double seconds);
/// "31.2 MB". @param kilobytes of 1024 bytes
[[nodiscard]] std::string memory_text(double kilobytes);
/// "2026-05-29 15:45:01" in local time; "" for 0.
[[nodiscard]] std::string time_text(double epoch_seconds);
/// 12 345 678 with blanks between the thousands.
[[nodiscard]] std::string count_text(long long count);

}  // namespace hive
