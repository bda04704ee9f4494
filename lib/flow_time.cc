// lib/flow_time.cc - the time of a flow record.
#include <cmath>

#include "lib/flow.h"
#include "lib/number.h"

namespace hive {
namespace {

/// Takes a text apart from its front; once something is missing, nothing matches any more.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_ {text} { }

    /// @param most digits, at least one
    int digits(std::size_t most)
    {
        int value = 0;
        std::size_t count = 0;
        for (; count < most && count < rest_.size() && is_digit(rest_[count]); ++count)
            value = value * 10 + (rest_[count] - '0');
        if (count == 0)
            has_failed_ = true;
        rest_.remove_prefix(count);
        return value;
    }
    bool take(char wanted)
    {
        if (!rest_.starts_with(wanted))
            return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool take(std::string_view wanted)
    {
        if (!rest_.starts_with(wanted))
            return false;
        rest_.remove_prefix(wanted.size());
        return true;
    }
    void expect(char wanted) { has_failed_ |= !take(wanted); }
    [[nodiscard]] bool is_done() const { return !has_failed_ && rest_.empty(); }
    /// Microseconds of a fraction of a second; digits beyond the sixth do not count.
    std::chrono::microseconds fraction()
    {
        int unit = 100'000;
        std::chrono::microseconds sum {0};
        for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1), unit /= 10)
            sum += std::chrono::microseconds {unit * (rest_.front() - '0')};
        return sum;
    }

private:
    static bool is_digit(char c) { return c >= '0' && c <= '9'; }
    std::string_view rest_;
    bool has_failed_ = false;
};

std::optional<FlowTime> parse_epoch(std::string_view text)
{
    constexpr double latest = 1e11;  // some 3000 years
    const auto seconds = number_of<double>(text);
    if (!seconds || !(std::abs(*seconds) < latest))
        return std::nullopt;
    return FlowTime {std::chrono::microseconds {std::llround(*seconds * 1e6)}};
}

/// The time of day, from the hour on. @return nothing for 25 o'clock
std::optional<std::chrono::microseconds> parse_clock(Cursor& cursor)
{
    int hour = cursor.digits(2);
    cursor.expect(':');
    const int minute = cursor.digits(2);
    int second = 0;
    std::chrono::microseconds fraction {0};
    if (cursor.take(':'))
        second = cursor.digits(2);
    if (cursor.take('.'))
        fraction = cursor.fraction();
    if (cursor.take(" AM"))
        hour %= 12;
    else if (cursor.take(" PM"))
        hour = hour % 12 + 12;
    cursor.take('Z');
    if (!cursor.is_done() || hour > 23 || minute > 59 || second > 60)
        return std::nullopt;
    return std::chrono::hours {hour} + std::chrono::minutes {minute} + std::chrono::seconds {second}
    + fraction;
}

}  // namespace

std::optional<FlowTime> parse_flow_time(std::string_view text)
{
    using std::chrono::year_month_day;
    if (const auto epoch = parse_epoch(text))
        return epoch;
    Cursor cursor {text};
    const int first = cursor.digits(4);
    const bool is_day_first = cursor.take('/');
    if (!is_day_first)
        cursor.expect('-');
    const int month = cursor.digits(2);
    cursor.expect(is_day_first ? '/' : '-');
    const int last = cursor.digits(4);
    if (!cursor.take('T'))
        cursor.expect(' ');
    const auto clock = parse_clock(cursor);
    const year_month_day date {std::chrono::year {is_day_first ? last : first},
        std::chrono::month {static_cast<unsigned>(month)},
        std::chrono::day {static_cast<unsigned>(is_day_first ? first : last)}};
    constexpr std::chrono::year earliest {1900};
    constexpr std::chrono::year latest {5000};  // what is written as seconds can be read again
    if (!clock || !date.ok() || date.year() < earliest || date.year() > latest)
        return std::nullopt;
    return FlowTime {std::chrono::sys_days {date}} + *clock;
}

}  // namespace hive
