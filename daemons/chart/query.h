// daemons/chart/query.h - the query parameters of each address, checked (pure, fuzzed).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/chart/parameters.h"
#include "lib/result.h"

namespace hive {

/// What part of which apiary is asked for, and on how many pixels.
struct RangeQuery {
    std::int64_t apiary;  // its id, >= 1
    double from;  // first time, epoch seconds, 0 .. latest_time
    double to;  // first time after the range, > from
    int width = 1;  // pixel columns, 1-8192; 1 where the address has none
};

/// What stands for the samples of one pixel column.
enum class Aggregate { mean, max };

struct SpectrogramQuery {
    RangeQuery range;
    Aggregate aggregate = Aggregate::mean;
};

/// Lines of a chart, or columns of a CSV file.
struct SeriesQuery {
    RangeQuery range;
    std::vector<std::string> series;  // 1 to max_series names, none twice
};

/// One series of several apiaries on one time axis.
struct CompareQuery {
    struct Line {
        std::int64_t apiary;
        std::int64_t shift;  // seconds: this line shows what was `shift` later than the axis
    };
    std::vector<Line> lines;  // 1 to max_compared
    double from, to;
    int width;
    std::string series;
};

struct NotesQuery {
    std::int64_t apiary;
    double from = 0;
    double to = latest_time;
};

/// Which alerts: those whose condition holds, those that are over, or all.
enum class AlertState { open, recovered, all };

struct AlertsQuery {
    std::int64_t apiary = 0;  // 0 = every one
    double from = 0;
    double to = latest_time;
    AlertState state = AlertState::all;
    std::int64_t limit = 100;  // 1-1000
};

constexpr int max_width = 8192;
constexpr std::size_t max_series = 8;
constexpr std::size_t max_compared = 16;
constexpr std::int64_t longest_shift = 100LL * 366 * 86'400;  // seconds
constexpr std::size_t longest_series_name = 64;  // bytes

/// Parameters each parser takes; the OpenAPI document lists the same.
inline constexpr std::array<std::string_view, 5> lines_parameters {
    "apiary", "from", "to", "width", "series"};
inline constexpr std::array<std::string_view, 5> spectrogram_parameters {
    "apiary", "from", "to", "width", "mode"};
inline constexpr std::array<std::string_view, 3> samples_parameters {"apiary", "from", "to"};
inline constexpr std::array<std::string_view, 4> csv_parameters {"apiary", "from", "to", "series"};
inline constexpr std::array<std::string_view, 6> compare_parameters {
    "apiary", "from", "to", "width", "series", "shift"};
inline constexpr std::array<std::string_view, 1> series_parameters {"apiary"};
inline constexpr std::array<std::string_view, 3> notes_parameters {"apiary", "from", "to"};
inline constexpr std::array<std::string_view, 3> decisions_parameters {"before", "client", "limit"};
inline constexpr std::array<std::string_view, 5> alerts_parameters {
    "apiary", "from", "to", "state", "limit"};

// Each refuses a parameter that is unknown, twice there, missing or out of its range, with an
// error that begins with its name: "width: 9000 is outside 1-8192".

/// `series` is internal,external,delta when it is absent.
[[nodiscard]] Result<SeriesQuery> parse_lines_query(Parameters parameters);
/// `mode`, mean or max; mean when it is absent.
[[nodiscard]] Result<SpectrogramQuery> parse_spectrogram_query(Parameters parameters);
[[nodiscard]] Result<RangeQuery> parse_samples_query(Parameters parameters);
/// `series` is internal,external when it is absent.
[[nodiscard]] Result<SeriesQuery> parse_csv_query(Parameters parameters);
/// `series` is internal when it is absent; as many shifts as apiaries, or none.
[[nodiscard]] Result<CompareQuery> parse_compare_query(Parameters parameters);
[[nodiscard]] Result<std::int64_t> parse_apiary_query(Parameters parameters);
/// All times when `from` or `to` is absent.
[[nodiscard]] Result<NotesQuery> parse_notes_query(Parameters parameters);
/// Those that were open at some time between `from` and `to`; of every apiary and of all times
/// when these are absent.
[[nodiscard]] Result<AlertsQuery> parse_alerts_query(Parameters parameters);

/// Decisions of hive-guard, newest first.
struct DecisionsQuery {
    std::int64_t before = INT64_MAX;  // an id: only older ones
    std::string client;  // an address, "" for all
    std::int64_t limit = 50;  // 1 to most_decisions
};
inline constexpr std::int64_t most_decisions = 100;
[[nodiscard]] Result<DecisionsQuery> parse_decisions_query(Parameters parameters);

}  // namespace hive
