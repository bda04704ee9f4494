// daemons/ban/jail_values.cc - small parsers of jail.conf's values.
#include "daemons/ban/jail_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "lib/number.h"

namespace hive {
namespace {

constexpr double day = 86'400;
constexpr double year = 365.25 * day;
constexpr double longest = 1e12;  // more seconds than anybody means

struct Unit {
    std::string_view names;  // between blanks
    double seconds;
};
constexpr std::array<Unit, 7> units {{
    {" s ss sec second seconds secs ", 1},
    {" m mm mi min minute minutes mins ", 60},
    {" h hh ho hou hour hours ", 3600},
    {" d dd da day days ", day},
    {" w ww we wee week weeks ", 7 * day},
    {" mo mon month months ", year / 12},
    {" y yy ye yea year years ", year},
}};

std::string lower(std::string_view text)
{
    std::string result {text};
    std::ranges::transform(result, result.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

std::optional<double> unit_of(std::string_view name)
{
    for (const auto& unit : units)
        if (unit.names.contains(" " + std::string {name} + " "))
            return unit.seconds;
    return std::nullopt;
}

/// Reads a sum of products from the left.
class SpanReader {
public:
    explicit SpanReader(const std::string& text) : rest_ {text} { }

    Result<double> run() &&
    {
        double sum = 0;
        for (skip_blanks(); !rest_.empty(); skip_blanks()) {
            const bool is_minus = rest_.front() == '-';
            if (is_minus || rest_.front() == '+')
                rest_.remove_prefix(1);
            const double term = TRY(product());
            sum += is_minus ? -term : term;
        }
        return sum;
    }

private:
    void skip_blanks()
    {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\n"), rest_.size()));
    }

    Result<double> product()
    {
        double value = TRY(factor());
        for (skip_blanks(); rest_.starts_with('*') || rest_.starts_with('/'); skip_blanks()) {
            const bool is_times = rest_.front() == '*';
            rest_.remove_prefix(1);
            const double by = TRY(factor());
            value = is_times ? value * by : value / by;
        }
        return value;
    }
    Result<double> factor()
    {
        skip_blanks();
        const auto value = take_number<double>(rest_, std::chars_format::fixed);
        if (!value)
            return fail("a number expected at '{}'", rest_.substr(0, 20));
        skip_blanks();
        const auto letters = static_cast<std::size_t>(std::ranges::find_if_not(rest_, [](char c) {
            return c >= 'a' && c <= 'z';
        }) - rest_.begin());
        if (letters == 0)
            return *value;
        const auto unit = unit_of(rest_.substr(0, letters));
        if (!unit)
            return fail("'{}' is no unit of time", rest_.substr(0, letters));
        rest_.remove_prefix(letters);
        return *value * *unit;
    }

    std::string_view rest_;
};

constexpr std::string_view separators = " ,\n\t\r";

/// Whether a place in a list of actions is within the options of one.
class ActionOptions {
public:
    void pass(char c)
    {
        if (quote_ != '\0')
            quote_ = c == quote_ ? '\0' : quote_;
        else if (is_in_brackets_ && (c == '"' || c == '\''))
            quote_ = c;
        else if (c == '[' || c == ']')
            is_in_brackets_ = c == '[';
    }
    [[nodiscard]] bool are_open() const { return quote_ != '\0' || is_in_brackets_; }

private:
    char quote_ = '\0';
    bool is_in_brackets_ = false;
};

}  // namespace

Result<std::chrono::seconds> parse_span(std::string_view text)
{
    const auto plain = lower(text);
    if (plain.find_first_not_of(" \t\n") == std::string::npos)
        return fail("an empty time");
    auto seconds = SpanReader {plain}.run();
    if (!seconds)
        return std::unexpected {std::move(seconds).error().within(text)};
    if (!(std::abs(*seconds) < longest))
        return fail("'{}' is no time", text);
    return std::chrono::seconds {static_cast<std::int64_t>(std::floor(*seconds))};
}

Result<double> parse_factor(std::string_view text)
{
    const auto plain = lower(text);
    const auto value = TRY(SpanReader {plain}.run());
    if (!(std::abs(value) < longest) || plain.find_first_of("0123456789") == std::string::npos)
        return fail("'{}' is no number", text);
    return value;
}

bool parse_switch(std::string_view text)
{
    const auto plain = lower(text);
    return plain == "1" || plain == "on" || plain == "true" || plain == "yes";
}

std::vector<std::string> split_words(std::string_view text)
{
    std::vector<std::string> words;
    for (auto begin = text.find_first_not_of(separators); begin != std::string_view::npos;
        begin = text.find_first_not_of(separators)) {
        text.remove_prefix(begin);
        const auto end = std::min(text.find_first_of(separators), text.size());
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return words;
}

std::vector<std::string> split_actions(std::string_view text)
{
    std::vector<std::string> actions;
    std::string action;
    ActionOptions options;
    for (const char c : text) {
        options.pass(c);
        if (!options.are_open() && (c == '\n' || c == ' ' || c == '\t')) {
            if (!action.empty())
                actions.push_back(std::exchange(action, {}));
            continue;
        }
        action += c;
    }
    if (!action.empty())
        actions.push_back(std::move(action));
    return actions;
}

}  // namespace hive
