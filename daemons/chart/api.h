// daemons/chart/api.h - the answers made from the store; they block, so workers make them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "daemons/chart/query.h"
#include "daemons/chart/store.h"
#include "lib/http_server.h"

namespace hive {

/// {"error": text}
[[nodiscard]] HttpResponse error_answer(int status, std::string_view text);

/// What /api/apiaries tells besides the apiaries.
struct Greeting {
    std::string user;  // "" when nobody is signed in
    std::string token;  // for POST requests of that user
    double bin_hz;  // 0 = unknown
    std::int64_t now;  // epoch seconds
};

/// The apiaries and the greeting; an empty list and "store": "missing" as long as hive-sync
/// has not made the database.
[[nodiscard]] HttpResponse apiaries_answer(Store& store, const Greeting& greeting);

/// A frame (daemons/chart/frame.h) with the columns t (f64, epoch seconds), internal, external,
/// delta (f32, degrees Celsius, NaN = none); 404 when there is no such apiary.
/// @param deadline a range that takes longer to read is answered 503
[[nodiscard]] HttpResponse lines_answer(
    Store& store, const RangeQuery& query, Readings::Deadline deadline);

/// A frame with the columns value (f32, 64 a pixel column) and count (u32).
[[nodiscard]] HttpResponse spectrogram_answer(
    Store& store, const SpectrogramQuery& query, Readings::Deadline deadline);

}  // namespace hive
