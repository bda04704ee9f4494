// daemons/ban/date_detector.h - finds the date in a log line and says which moment it means.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/ban/date_fields.h"
#include "daemons/ban/date_template.h"
#include "daemons/ban/pattern.h"
#include "daemons/ban/wall_time.h"
#include "lib/result.h"

namespace hive {

/// The date of a line: what of its text is the date, and when it was.
struct LineDate {
    std::size_t begin = 0;  // byte in the line
    std::size_t length = 0;  // 0: the pattern allows a line to have none
    DateReading reading;
};

/// Tries forms in the order in which they proved useful, like fail2ban: the last form first,
/// at its last place; forms found more often, nearer to the start of the line, move ahead.
class DateDetector {
public:
    /// @param patterns lines of `datepattern`; none: the default forms
    /// @param zone "" for local time, or as parse_zone takes it
    /// @param this_year the year of the clock, for %ExY
    static Result<DateDetector> create(
        const std::vector<std::string>& patterns, std::string_view zone, int this_year);

    /// No I/O; local time is that of the process (TZ).
    std::optional<LineDate> find(const Subject& line, WallTime now);

    /// Names and hits of the forms that were found so far.
    [[nodiscard]] std::vector<std::pair<std::string, std::size_t>> hits() const;

private:
    /// A match of one template, by its place in the list.
    struct Found {
        std::size_t index = 0;
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    /// A date as it will be found again: lines of one second begin alike.
    struct Repeat {
        std::string start;  // of the line, as far as it decides which date is found
        std::chrono::sys_seconds now;
        LineDate date;
    };
    /// What came of trying the last form first.
    struct Attempt {
        std::optional<Found> winner;
        std::optional<Found> reserve;  // good when no other form finds a date
        std::optional<std::size_t> tried;  // the form, when trying it again is of no use
    };
    DateDetector() = default;
    [[nodiscard]] static bool is_repeat(const Repeat& repeat, const Subject& line, WallTime now);
    void learn_repeat(const Subject& line, WallTime now);
    [[nodiscard]] std::size_t deciding_length(const Found& found, const Subject& line);
    LineDate read(const Found& found, const Subject& line, WallTime now);
    [[nodiscard]] bool has_last_boundaries(std::string_view line) const;
    std::optional<Found> match_at(std::size_t index, const Subject& line, std::size_t from = 0);
    Attempt match_last(const Subject& line);
    std::optional<Found> search(const Subject& line, const Attempt& last);
    void remember(const Found& found, std::string_view line, WallTime now);
    std::size_t move_ahead(std::size_t index);

    std::vector<DateTemplate> templates_;
    std::optional<std::chrono::minutes> zone_;
    LocalTime local_;
    std::optional<std::size_t> last_;
    std::size_t last_begin_ = 1;
    std::size_t last_end_ = SIZE_MAX / 2;
    // What stood around and within the ends of the last date; "" beyond the line.
    std::string before_, first_, final_, after_;
    std::size_t first_unused_ = 0;
    std::string last_date_;
    std::optional<Repeat> repeat_;  // holds while the last form and place do
};

}  // namespace hive
