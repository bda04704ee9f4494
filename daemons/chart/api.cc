#include "daemons/chart/api.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "daemons/chart/decimate.h"
#include "daemons/chart/frame.h"
#include "daemons/chart/spectrogram.h"
#include "lib/json.h"
#include "lib/log.h"
#include "lib/readings_schema.h"

namespace hive {
namespace {

constexpr std::size_t max_faults = 1000;
constexpr std::string_view no_store_yet = "hive-sync has not made the store yet";

HttpResponse json_answer(int status, const Json& value)
{
    return HttpResponse::json(status, to_text(value)).with("Cache-Control", "no-store");
}

HttpResponse frame_answer(const Json& meta, std::span<const FrameColumn> columns)
{
    return {
        .headers = {{"Content-Type", "application/x-hive-frame"}, {"Cache-Control", "no-store"}},
        .body = encode_frame(meta, columns)};
}

HttpResponse try_later(std::string_view text)
{
    return error_answer(503, text).with("Retry-After", "5");
}

HttpResponse store_failed(const Error& error)
{
    log::error("failed to read store {}", log::field("error", error.message()));
    return try_later("the store cannot be read");
}

HttpResponse too_slow()
{
    return error_answer(
        503, "the range holds too many samples to read in time; choose a shorter one");
}

Json number_or_null(const auto& value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json apiary_json(const Apiary& apiary)
{
    return {{"id", apiary.id}, {"name", apiary.name}, {"time_zone", apiary.time_zone},
        {"first", number_or_null(apiary.first)}, {"last", number_or_null(apiary.last)},
        {"count", apiary.count}};
}

Json range_json(const RangeQuery& query)
{
    return {{"apiary", query.apiary}, {"from", query.from}, {"to", query.to}};
}

/// Lends a connection to `work`; closes it when it met an error.
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

HttpResponse answer_of(Result<HttpResponse> response)
{
    return response ? *std::move(response) : store_failed(response.error());
}

/// Runs `work(readings)` for an apiary that is there.
template <class Work>
HttpResponse chart_of(Store& store, std::int64_t apiary, const Work& work)
{
    const auto draw = [&](Readings& readings) -> Result<HttpResponse> {
        if (!TRY(readings.has_apiary(apiary)))
            return error_answer(404, fmt::format("apiary: there is none with id {}", apiary));
        return work(readings);
    };
    return answer_of(answer_from(store, try_later(no_store_yet), draw));
}

Json faults_json(const std::vector<Fault>& faults)
{
    Json list = Json::array();
    for (const auto& fault : faults)
        list.push_back(
            {{"t", fault.time}, {"part", fault.part}, {"value", number_or_null(fault.value)}});
    return list;
}

HttpResponse lines_frame(Json meta, const LineChart& chart)
{
    std::vector<double> times;
    std::array<std::vector<float>, line_series> series;
    for (const auto& point : chart.points) {
        times.push_back(static_cast<double>(point.time));
        for (std::size_t i = 0; i < line_series; ++i)
            series[i].push_back(point.values[i]);
    }
    meta["samples"] = chart.samples;
    meta["reduced"] = chart.reduced;
    meta["step"] = chart.step;
    const FrameColumn columns[]
        = {{"t", times}, {"internal", series[0]}, {"external", series[1]}, {"delta", series[2]}};
    return frame_answer(meta, columns);
}

Result<HttpResponse> read_lines(
    Readings& readings, const RangeQuery& query, Readings::Deadline deadline)
{
    LineReducer reducer {{query.from, query.to, static_cast<std::size_t>(query.width)}};
    const auto reach = TRY(
        readings.each_temperature(query, deadline, [&](auto time, auto internal, auto external) {
            reducer.add(line_point(time, internal, external));
        }));
    if (reach == Readings::Reach::cut_off)
        return too_slow();
    Json meta = range_json(query);
    auto faults = TRY(readings.faults(query, max_faults + 1));
    meta["more_faults"] = faults.size() > max_faults;
    faults.resize(std::min(faults.size(), max_faults));
    meta["faults"] = faults_json(faults);
    return lines_frame(std::move(meta), std::move(reducer).finish());
}

Result<HttpResponse> read_spectrogram(
    Readings& readings, const SpectrogramQuery& query, Readings::Deadline deadline)
{
    const auto& range = query.range;
    SpectrogramBuilder builder {
        {range.from, range.to, static_cast<std::size_t>(range.width)}, query.aggregate};
    std::int64_t unreadable = 0;
    const auto reach = TRY(readings.each_spectrum(range, deadline, [&](auto time, auto encoded) {
        if (const auto bins = decode_bins(encoded); bins && bins->size() == fft_bins)
            builder.add(time, SpectrogramBuilder::Bins {*bins});
        else
            ++unreadable;
    }));
    if (reach == Readings::Reach::cut_off)
        return too_slow();
    if (unreadable > 0)
        log::warning("skipped unreadable spectra apiary={} count={}", range.apiary, unreadable);
    const auto chart = std::move(builder).finish();
    Json meta = range_json(range);
    meta["width"] = range.width;
    meta["samples"] = chart.samples;
    meta["step"] = chart.step;
    meta["mode"] = query.aggregate == Aggregate::max ? "max" : "mean";
    meta["low"] = chart.low;  // NaN becomes null
    meta["high"] = chart.high;
    const std::array columns {
        FrameColumn {"value", chart.values}, FrameColumn {"count", chart.counts}};
    return frame_answer(meta, columns);
}

}  // namespace

HttpResponse error_answer(int status, std::string_view text)
{
    return json_answer(status, {{"error", text}});
}

HttpResponse apiaries_answer(Store& store, const Greeting& greeting)
{
    Json answer {{"apiaries", Json::array()}};
    answer["bin_hz"] = greeting.bin_hz > 0 ? Json(greeting.bin_hz) : Json(nullptr);
    answer["user"] = greeting.user;
    answer["token"] = greeting.token;
    answer["now"] = greeting.now;
    Json without_store = answer;
    without_store["store"] = "missing";
    without_store["text"] = no_store_yet;
    const auto list = [&answer](Readings& readings) -> Result<HttpResponse> {
        for (const auto& apiary : TRY(readings.apiaries()))
            answer["apiaries"].push_back(apiary_json(apiary));
        answer["store"] = "ready";
        return json_answer(200, answer);
    };
    return answer_of(answer_from(store, json_answer(200, without_store), list));
}

HttpResponse lines_answer(Store& store, const RangeQuery& query, Readings::Deadline deadline)
{
    return chart_of(store, query.apiary,
        [&](Readings& readings) { return read_lines(readings, query, deadline); });
}

HttpResponse spectrogram_answer(
    Store& store, const SpectrogramQuery& query, Readings::Deadline deadline)
{
    return chart_of(store, query.range.apiary,
        [&](Readings& readings) { return read_spectrogram(readings, query, deadline); });
}

}  // namespace hive
