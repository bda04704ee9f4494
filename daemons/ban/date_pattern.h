// daemons/ban/date_pattern.h - a datepattern of fail2ban becomes a regular expression.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/result.h"

namespace hive {

class DateBounds;

/// What stands before a pattern that is to be found at the start of a line only.
constexpr std::string_view line_begin = "{^LN-BEG}";

/// How a date may stand in a line, and how its text is read.
struct DatePattern {
    enum class Reading {
        fields,  // groups named as strptime's fields
        epoch,  // seconds since 1970 in group `epoch_group`
        long_epoch,  // the same, or milli- or microseconds by the number of digits
        tai64n,
    };
    std::string name;  // for people, and to tell patterns apart: "{^LN-BEG}Epoch"
    std::string source;  // the pattern it was made of; "" for the built-in epoch and TAI64N
    std::string regex;  // Python's; group 1 is the date's text
    Reading reading = Reading::fields;
    std::size_t epoch_group = 1;
    bool starts_line = false;  // it can only match at the start of a line
    bool ends_line = false;
    double weight = 1;  // anchored forms of the default set are preferred, 100
};

/// Understood: strptime's fields with fail2ban's (%ExY, %Exz, …), {^LN-BEG}, {UNB}, '**',
/// EPOCH, LEPOCH, {EPOCH}, {LEPOCH}, TAI64N. Source: fail2ban 1.0, jail.conf(5) datepattern.
/// @param this_year %ExY takes the years 2000 to three after it
[[nodiscard]] Result<DatePattern> parse_date_pattern(
    std::string_view pattern, int this_year, DateBounds& bounds);

/// What the lines of a `datepattern` name, in order, each once: a line may also be {DEFAULT},
/// {^LN-BEG} (the default forms at a line's start), {NONE}, or hold {DATE} (any default form).
/// @param lines none for the default forms
[[nodiscard]] Result<std::vector<DatePattern>> parse_date_patterns(
    const std::vector<std::string>& lines, int this_year);

}  // namespace hive
