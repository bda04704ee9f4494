#include "daemons/ban/line_time.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace hive {
namespace {

constexpr std::size_t search_limit = 512;
constexpr int last_year = 2199;  // a WallTime ends in 2262
constexpr std::array<std::string_view, 12> months {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> weekdays {
    "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Reads a text from the left; a part that is not there leaves the place where it is.
class Cursor {
public:
    explicit Cursor(std::string_view text) : text_ {text} { }

    [[nodiscard]] std::size_t place() const { return place_; }
    [[nodiscard]] bool is_at_end() const { return place_ == text_.size(); }
    /// '\0' at the end.
    [[nodiscard]] char next() const { return place_ < text_.size() ? text_[place_] : '\0'; }
    bool skip(char c)
    {
        const bool is_there = !is_at_end() && next() == c;
        place_ += is_there ? 1 : 0;
        return is_there;
    }
    /// Exactly `digits` digits within [low, high].
    bool number(int& value, int digits, int low, int high)
    {
        int read = 0;
        for (int i = 0; i < digits; ++i) {
            const auto at = place_ + static_cast<std::size_t>(i);
            if (at >= text_.size() || !is_digit(text_[at]))
                return false;
            read = read * 10 + (text_[at] - '0');
        }
        if (read < low || read > high)
            return false;
        value = read;
        place_ += static_cast<std::size_t>(digits);
        return true;
    }
    /// One of the words; its 1-based index goes to `value`.
    template <std::size_t Count>
    bool word(int& value, const std::array<std::string_view, Count>& words)
    {
        const auto found = std::ranges::find(words, text_.substr(place_, 3));
        if (found == words.end())
            return false;
        value = static_cast<int>(found - words.begin()) + 1;
        place_ += 3;
        return true;
    }
    /// ".123456" or ",123": which part of a second does not matter here.
    void skip_fraction()
    {
        if (place_ + 1 >= text_.size() || (next() != '.' && next() != ',')
            || !is_digit(text_[place_ + 1]))
            return;
        place_ += 1;
        while (is_digit(next()))
            place_ += 1;
    }
    void back_to(std::size_t place) { place_ = place; }

private:
    std::string_view text_;
    std::size_t place_ = 0;
};

bool read_clock(Cursor& cursor, LineDate& date)
{
    // 60: a leap second.
    const bool is_clock = cursor.number(date.hour, 2, 0, 23) && cursor.skip(':')
        && cursor.number(date.minute, 2, 0, 59) && cursor.skip(':')
        && cursor.number(date.second, 2, 0, 60);
    if (is_clock)
        cursor.skip_fraction();
    return is_clock;
}

/// "Z", "+10:00", "+1000".
void read_offset(Cursor& cursor, LineDate& date)
{
    const auto start = cursor.place();
    if (cursor.skip('Z')) {
        date.offset = std::chrono::minutes {0};
        return;
    }
    const bool is_west = cursor.next() == '-';
    int hours = 0;
    int minutes = 0;
    if ((cursor.skip('+') || cursor.skip('-')) && cursor.number(hours, 2, 0, 14)) {
        cursor.skip(':');
        if (cursor.number(minutes, 2, 0, 59)) {
            date.offset = std::chrono::minutes {(hours * 60 + minutes) * (is_west ? -1 : 1)};
            return;
        }
    }
    cursor.back_to(start);
}

/// "2026-05-29 15:45:01", "2026-05-29T15:45:01+10:00", "2026/05/29 15:45:01"
bool read_year_first(Cursor& cursor, LineDate& date)
{
    if (!cursor.number(date.year, 4, 1970, last_year))
        return false;
    const char between = cursor.next();
    if ((between != '-' && between != '/') || !cursor.skip(between)
        || !cursor.number(date.month, 2, 1, 12) || !cursor.skip(between)
        || !cursor.number(date.day, 2, 1, 31) || !(cursor.skip(' ') || cursor.skip('T'))
        || !read_clock(cursor, date))
        return false;
    if (between == '-')
        read_offset(cursor, date);
    return true;
}

/// "29/May/2026:15:45:01 +1000"
bool read_day_first(Cursor& cursor, LineDate& date)
{
    if (!cursor.number(date.day, 2, 1, 31) || !cursor.skip('/') || !cursor.word(date.month, months)
        || !cursor.skip('/') || !cursor.number(date.year, 4, 1970, last_year) || !cursor.skip(':')
        || !read_clock(cursor, date))
        return false;
    const auto end = cursor.place();
    if (cursor.skip(' '))
        read_offset(cursor, date);
    if (!date.offset)
        cursor.back_to(end);
    return true;
}

/// "29", "9", " 9"
bool read_day(Cursor& cursor, LineDate& date)
{
    if (cursor.skip(' '))
        return cursor.number(date.day, 1, 1, 9);
    return cursor.number(date.day, 2, 1, 31) || cursor.number(date.day, 1, 1, 9);
}

/// "May 29 15:45:01", "May  9 15:45:01", "Fri May 29 15:45:01.123456 2026"
bool read_month_first(Cursor& cursor, LineDate& date)
{
    int weekday = 0;
    if (cursor.word(weekday, weekdays) && !cursor.skip(' '))
        return false;
    if (!cursor.word(date.month, months) || !cursor.skip(' '))
        return false;
    if (!read_day(cursor, date) || !cursor.skip(' ') || !read_clock(cursor, date))
        return false;
    const auto end = cursor.place();
    // "Jun 21 16:47:48 2001-db.example sshd": that is a host, not a year.
    const bool has_year = cursor.skip(' ') && cursor.number(date.year, 4, 1970, last_year)
        && (cursor.is_at_end() || std::string_view {" ],"}.contains(cursor.next()));
    if (!has_year) {
        cursor.back_to(end);
        date.year = 0;
    }
    return true;
}

std::optional<LineDate> read_date(std::string_view text)
{
    for (const auto read : {read_year_first, read_day_first, read_month_first}) {
        Cursor cursor {text};
        LineDate date;
        if (read(cursor, date)) {
            date.length = cursor.place();
            return date;
        }
    }
    return std::nullopt;
}

WallTime in_year(const LineDate& date, int year)
{
    std::tm parts {};
    parts.tm_year = year - 1900;
    parts.tm_mon = date.month - 1;
    parts.tm_mday = date.day;
    parts.tm_hour = date.hour;
    parts.tm_min = date.minute;
    parts.tm_sec = date.second;
    parts.tm_isdst = -1;  // let the zone's rules say
    if (!date.offset)
        return std::chrono::system_clock::from_time_t(std::mktime(&parts));
    return std::chrono::system_clock::from_time_t(::timegm(&parts)) - *date.offset;
}

}  // namespace

std::optional<LineDate> find_line_date(std::string_view line)
{
    const auto end = std::min(line.size(), search_limit);
    for (std::size_t i = 0; i < end; ++i) {
        const bool is_start = is_digit(line[i])
            ? i == 0 || !is_digit(line[i - 1])
            : line[i] >= 'A' && line[i] <= 'W' && (i == 0 || !is_letter(line[i - 1]));
        if (!is_start)
            continue;
        if (auto date = read_date(line.substr(i))) {
            date->begin = i;
            return date;
        }
    }
    return std::nullopt;
}

WallTime to_time(const LineDate& date, WallTime now)
{
    if (date.year != 0)
        return in_year(date, date.year);
    const auto seconds = std::chrono::system_clock::to_time_t(now);
    std::tm today {};
    ::localtime_r(&seconds, &today);
    const auto this_year = in_year(date, today.tm_year + 1900);
    // A line of 31 December read on 1 January.
    const bool is_last_year = this_year > now + std::chrono::days {1};
    return is_last_year ? in_year(date, today.tm_year + 1899) : this_year;
}

}  // namespace hive
