// daemons/chart/answers.h - the forms that answers share.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "daemons/chart/frame.h"
#include "daemons/chart/store.h"
#include "lib/http_server.h"
#include "lib/json.h"
#include "lib/result.h"

namespace hive {

/// Not to be stored by browsers.
[[nodiscard]] HttpResponse json_answer(int status, const Json& value);
/// {"error": text}
[[nodiscard]] HttpResponse error_answer(int status, std::string_view text);
/// A frame (daemons/chart/frame.h).
[[nodiscard]] HttpResponse frame_answer(const Json& meta, std::span<const FrameColumn> columns);
/// 503 with a time to come back.
[[nodiscard]] HttpResponse try_later(std::string_view text);
/// 503 when hive-sync has not made the store.
[[nodiscard]] HttpResponse no_store();
/// 503 when the deadline came before the end of the range.
[[nodiscard]] HttpResponse too_slow();
/// Logs why, answers 503.
[[nodiscard]] HttpResponse store_failed(const Error& error);
[[nodiscard]] HttpResponse no_such_apiary(std::int64_t id);
[[nodiscard]] HttpResponse no_such_series();

[[nodiscard]] inline Json number_or_null(const auto& value)
{
    return value ? Json(*value) : Json(nullptr);
}

[[nodiscard]] inline HttpResponse answer_of(Result<HttpResponse> response)
{
    return response ? *std::move(response) : store_failed(response.error());
}

/// Lends a connection to `work(readings)`; closes it when it met an error.
template <class Work>
Result<HttpResponse> answer_from(Store& store, HttpResponse without_store, const Work& work)
{
    auto loan = TRY(store.borrow());
    if (!loan)
        return without_store;
    Result<HttpResponse> response = work(**loan);
    if (!response)
        loan->discard();
    return response;
}

/// Runs `work(readings, apiary)` for an apiary that is there.
template <class Work>
HttpResponse answer_for_apiary(Store& store, std::int64_t id, const Work& work)
{
    return answer_of(
        answer_from(store, no_store(), [&](Readings& readings) -> Result<HttpResponse> {
            const auto apiary = TRY(readings.apiary(id));
            return apiary ? work(readings, *apiary) : no_such_apiary(id);
        }));
}

}  // namespace hive
