#include "daemons/chart/answers.h"

#include "lib/log.h"

namespace hive {

HttpResponse json_answer(int status, const Json& value)
{
    return HttpResponse::json(status, to_text(value)).with("Cache-Control", "no-store");
}

HttpResponse error_answer(int status, std::string_view text)
{
    return json_answer(status, {{"error", text}});
}

HttpResponse frame_answer(const Json& meta, std::span<const FrameColumn> columns)
{
    return {.headers = {{"Content-Type", "application/x-hive-frame"}},
        .body = encode_frame(meta, columns)};
}

HttpResponse try_later(std::string_view text)
{
    return error_answer(503, text).with("Retry-After", "5");
}

HttpResponse no_store()
{
    return try_later("hive-sync has not made the store yet");
}

HttpResponse too_slow()
{
    return error_answer(
        503, "the range holds too many samples to read in time; choose a shorter one");
}

HttpResponse store_failed(const Error& error)
{
    log::error("failed to read store {}", log::field("error", error.message()));
    return try_later("the store cannot be read");
}

HttpResponse no_such_apiary(std::int64_t id)
{
    return error_answer(404, fmt::format("apiary: there is none with id {}", id));
}

HttpResponse no_such_series()
{
    return error_answer(404, "series: there is none of that name");
}

}  // namespace hive
