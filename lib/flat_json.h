// lib/flat_json.h - walks a JSON object without nesting, several times as fast as building it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/result.h"

namespace hive {

/// The members of one object on one line, in their order. Pure; fuzzed through its readers.
class FlatJson {
public:
    struct Member {
        std::string_view name;
        std::string_view value;  // of a string what it says, else as written: 1.5, true, null
        bool is_text = false;
    };
    /// @param line must outlive this, as what next() returns must
    explicit FlatJson(std::string_view line) : line_ {line} { }

    /// @return nothing after the last member; an error for what is no object, or is nested.
    ///         The views hold until the next call
    Result<std::optional<Member>> next();

private:
    void skip_blanks();
    /// Of the next byte that is wanted; the end of the line without one.
    [[nodiscard]] std::size_t place_of(bool (*is_wanted)(char)) const;
    bool take(char wanted);
    Result<std::string_view> text(std::string& unescaped);
    Result<> escape(std::string& unescaped);
    Result<unsigned> hex_unit();

    std::string_view line_;
    std::size_t at_ = 0;
    enum class Place { start, member, end } place_ = Place::start;
    std::string name_;  // unescaped, only when it had to be
    std::string value_;
};

}  // namespace hive
