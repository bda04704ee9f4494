// daemons/chart/api.h - the answers made from the store; they block, so workers make them.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "daemons/chart/query.h"
#include "daemons/chart/store.h"
#include "lib/http_server.h"

namespace hive {

/// What /api/apiaries tells besides the apiaries.
struct Greeting {
    std::string user;  // "" when nobody is signed in
    std::string token;  // for POST requests of that user
    bool is_editor = false;  // may change notes and rules
    double bin_hz;  // 0 = unknown
    std::int64_t now;  // epoch seconds
};

/// Alerts that are open, by apiary.
using OpenAlerts = std::map<std::int64_t, std::int64_t>;

// 404 when there is no such apiary or series; 503 as long as hive-sync has not made the
// database, and for a range that takes longer to read than until `deadline`.

/// The apiaries and the greeting; an empty list and "store": "missing" as long as hive-sync
/// has not made the database.
[[nodiscard]] HttpResponse apiaries_answer(Store& store, const Greeting& greeting);
/// What of an apiary can be drawn as a line.
[[nodiscard]] HttpResponse series_answer(Store& store, std::int64_t apiary);
/// Each apiary with its newest values, its last day in 48 means, and its open alerts.
[[nodiscard]] HttpResponse overview_answer(
    Store& store, const OpenAlerts& alerts, std::int64_t now);

/// A frame with the columns t (f64, epoch seconds) and one for each series (f32, NaN = none).
[[nodiscard]] HttpResponse lines_answer(
    Store& store, const SeriesQuery& query, Readings::Deadline deadline);
/// A frame with the columns t.N (f64, on the common axis) and value.N (f32), N = 0 for the first
/// apiary.
[[nodiscard]] HttpResponse compare_answer(
    Store& store, const CompareQuery& query, Readings::Deadline deadline);

/// A frame with the columns value (f32, `bins` a pixel column) and count (u32).
[[nodiscard]] HttpResponse spectrogram_answer(
    Store& store, const SpectrogramQuery& query, Readings::Deadline deadline);
/// A frame with the columns t (f64), bins (i8 or f32, `bins` a sample) and internal (f32);
/// 413 for more than SampleBlock holds.
[[nodiscard]] HttpResponse samples_answer(
    Store& store, const RangeQuery& query, double bin_hz, Readings::Deadline deadline);

/// The head of a CSV file (csv.h), whose parts CsvDownload makes; or why there is none.
[[nodiscard]] HttpResponse csv_answer(Store& store, const SeriesQuery& query);

}  // namespace hive
