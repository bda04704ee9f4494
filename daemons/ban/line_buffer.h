// daemons/ban/line_buffer.h - the last lines of a log, looked at together (maxlines).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/ban/pattern.h"

namespace hive {

/// A line and where its date is, as views.
struct LineParts {
    std::string_view before;
    std::string_view date;
    std::string_view after;
};

/// A line with its date taken out.
struct DatedLine {
    DatedLine() = default;
    explicit DatedLine(const LineParts& parts)
        : before {parts.before}, date {parts.date}, after {parts.after}
    {
    }
    std::string before;
    std::string date;
    std::string after;

    /// As it stood in the log.
    [[nodiscard]] std::string whole() const { return before + date + after; }
    /// What expressions are shown.
    [[nodiscard]] std::string undated() const { return before + after; }
};
using DatedLines = std::vector<DatedLine>;

/// What expressions are shown of a line, and of lines: each without its date, with a line end.
void write_shown(const LineParts& line, std::string& shown);
[[nodiscard]] std::string joined(const DatedLines& lines);

/// Lines that took part in a match, and the others. Lines that <SKIPLINES> caught are others.
struct MatchedLines {
    DatedLines matched;
    DatedLines others;
};

/// @param pattern after a search that matched in `text`
/// @param lines those `text` was joined of
[[nodiscard]] MatchedLines split_matched(
    const Pattern& pattern, std::string_view text, const DatedLines& lines);

[[nodiscard]] std::vector<std::string> whole_lines(const DatedLines& lines);

}  // namespace hive
