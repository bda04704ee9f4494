// daemons/chart/spectrum_answers.cc - spectrograms, and every spectrum of a range.
#include <algorithm>
#include <array>
#include <utility>
#include <variant>
#include <vector>

#include "daemons/chart/answers.h"
#include "daemons/chart/api.h"
#include "daemons/chart/sample_block.h"
#include "daemons/chart/spectrogram.h"
#include "lib/log.h"
#include "lib/readings_schema.h"

namespace hive {
namespace {

/// Up to this many samples a spectrogram is made from each of them, and exact.
constexpr std::int64_t most_exact_samples = 100'000;
/// A pixel column is made from rolls only when it covers as many of them.
constexpr std::int64_t rolls_a_column = 2;

struct Picture {
    Spectrogram spectrogram;
    std::int64_t span = 0;  // of the rolls it was made from, seconds; 0 = from samples
    std::int64_t unreadable = 0;
};

PixelScale scale_of(const RangeQuery& range)
{
    return {range.from, range.to, static_cast<std::size_t>(range.width)};
}

/// @return 0 when samples are to be read
Result<std::int64_t> span_for(Readings& readings, const RangeQuery& range)
{
    const double column = (range.to - range.from) / range.width;
    std::int64_t span = 0;
    for (const auto each : roll_spans)
        if (column >= static_cast<double>(rolls_a_column * each))
            span = each;
    if (span == 0 || TRY(readings.rolled_samples(range)) <= most_exact_samples)
        return 0;
    return TRY(readings.has_stale_rolls(range.apiary)) ? 0 : span;
}

/// @return nothing when the deadline came first
Result<std::optional<Picture>> picture_of_rolls(Readings& readings, const SpectrogramQuery& query,
    std::size_t bins, std::int64_t span, Readings::Deadline deadline)
{
    SpectrogramBuilder builder {scale_of(query.range), query.aggregate, bins};
    Picture picture {.span = span};
    const auto take = [&](std::int64_t start, std::int64_t count, auto encoded) {
        const auto roll = decode_roll_bins(encoded);
        if (!roll || roll->mean.size() != bins) {
            ++picture.unreadable;
            return;
        }
        const auto& amplitudes = query.aggregate == Aggregate::max ? roll->max : roll->mean;
        builder.add(start, amplitudes, static_cast<std::uint32_t>(count));
    };
    if (TRY(readings.each_roll(query.range, span, deadline, take)) == Readings::Reach::cut_off)
        return std::nullopt;
    picture.spectrogram = std::move(builder).finish();
    return picture;
}

Result<std::optional<Picture>> picture_of_samples(Readings& readings, const SpectrogramQuery& query,
    std::size_t bins, Readings::Deadline deadline)
{
    SpectrogramBuilder builder {scale_of(query.range), query.aggregate, bins};
    Picture picture;
    const auto take = [&](std::int64_t time, auto encoded, double /*internal*/) {
        const auto amplitudes = decode_bins(encoded);
        if (amplitudes && amplitudes->size() == bins)
            builder.add(time, *amplitudes);
        else
            ++picture.unreadable;
        return true;
    };
    if (TRY(readings.each_spectrum(query.range, deadline, take)) == Readings::Reach::cut_off)
        return std::nullopt;
    picture.spectrogram = std::move(builder).finish();
    return picture;
}

Json gaps_json(const Spectrogram& spectrogram)
{
    Json list = Json::array();
    for (const auto& [first, end] : gaps(spectrogram))
        list.push_back({first, end});
    return list;
}

HttpResponse picture_frame(const SpectrogramQuery& query, const Picture& picture)
{
    const auto& range = query.range;
    const auto& spectrogram = picture.spectrogram;
    const Json meta {{"apiary", range.apiary}, {"from", range.from}, {"to", range.to},
        {"width", range.width}, {"bins", spectrogram.bins}, {"samples", spectrogram.samples},
        {"step", spectrogram.step}, {"mode", query.aggregate == Aggregate::max ? "max" : "mean"},
        {"rolls", picture.span}, {"gaps", gaps_json(spectrogram)},
        // NaN becomes null.
        {"low", spectrogram.low}, {"high", spectrogram.high}};
    const std::array columns {
        FrameColumn {"value", spectrogram.values}, FrameColumn {"count", spectrogram.counts}};
    return frame_answer(meta, columns);
}

HttpResponse block_frame(const RangeQuery& range, const SampleBlock& block, double bin_hz)
{
    const Json meta {{"apiary", range.apiary}, {"from", range.from}, {"to", range.to},
        {"samples", block.times().size()}, {"bins", block.bins()},
        {"bin_hz", bin_hz > 0 ? Json(bin_hz) : Json(nullptr)}, {"left_out", block.left_out()}};
    const auto amplitudes = std::visit(
        [](const auto& values) { return FrameColumn {"bins", values}; }, block.amplitudes());
    const std::array columns {
        FrameColumn {"t", block.times()}, amplitudes, FrameColumn {"internal", block.internal()}};
    return frame_answer(meta, columns);
}

}  // namespace

HttpResponse spectrogram_answer(
    Store& store, const SpectrogramQuery& query, Readings::Deadline deadline)
{
    const auto draw = [&](Readings& readings, const Apiary& apiary) -> Result<HttpResponse> {
        const auto bins = static_cast<std::size_t>(apiary.bins);
        const auto span = TRY(span_for(readings, query.range));
        const auto picture = span > 0 ? TRY(picture_of_rolls(readings, query, bins, span, deadline))
                                      : TRY(picture_of_samples(readings, query, bins, deadline));
        if (!picture)
            return too_slow();
        if (picture->unreadable > 0)
            log::warning(
                "skipped unreadable spectra apiary={} count={}", apiary.id, picture->unreadable);
        return picture_frame(query, *picture);
    };
    return answer_for_apiary(store, query.range.apiary, draw);
}

HttpResponse samples_answer(
    Store& store, const RangeQuery& query, double bin_hz, Readings::Deadline deadline)
{
    const auto draw = [&](Readings& readings, const Apiary& apiary) -> Result<HttpResponse> {
        SampleBlock block {static_cast<std::size_t>(apiary.bins)};
        bool is_full = false;
        const auto reach = TRY(readings.each_spectrum(
            query, deadline, [&](std::int64_t time, auto encoded, double internal) {
                is_full = !block.add(time, encoded, internal);
                return !is_full;
            }));
        if (is_full)
            return error_answer(413,
                fmt::format("the range holds more than {} samples, or {} bytes of amplitudes; "
                            "choose a shorter one",
                    SampleBlock::max_samples, SampleBlock::max_bytes));
        return reach == Readings::Reach::whole ? block_frame(query, block, bin_hz) : too_slow();
    };
    return answer_for_apiary(store, query.apiary, draw);
}

}  // namespace hive
