// daemons/chart/line_answers.cc - lines of one apiary, and of several on one axis.
#include <algorithm>
#include <utility>
#include <vector>

#include "daemons/chart/answers.h"
#include "daemons/chart/api.h"
#include "daemons/chart/csv.h"
#include "daemons/chart/decimate.h"

namespace hive {
namespace {

constexpr std::size_t max_faults = 1000;

Json faults_json(const std::vector<Fault>& faults)
{
    Json list = Json::array();
    for (const auto& fault : faults)
        list.push_back(
            {{"t", fault.time}, {"part", fault.part}, {"value", number_or_null(fault.value)}});
    return list;
}

PixelScale scale_of(const RangeQuery& range)
{
    return {range.from, range.to, static_cast<std::size_t>(range.width)};
}

/// @return nothing when the deadline came first
Result<std::optional<LineChart>> read_chart(Readings& readings, const RangeQuery& range,
    const std::vector<SeriesColumn>& columns, Readings::Deadline deadline)
{
    LineReducer reducer {scale_of(range), columns.size()};
    const auto reach = TRY(readings.each_sample(range, columns, deadline,
        [&reducer](auto time, auto values) { reducer.add(time, values); }));
    if (reach == Readings::Reach::cut_off)
        return std::nullopt;
    return std::move(reducer).finish();
}

/// @param shift taken from each time
std::vector<double> times_of(const LineChart& chart, std::int64_t shift)
{
    std::vector<double> times;
    times.reserve(chart.points.size());
    for (const auto& point : chart.points)
        times.push_back(static_cast<double>(point.time - shift));
    return times;
}

std::vector<float> values_of(const LineChart& chart, std::size_t series)
{
    std::vector<float> values;
    values.reserve(chart.points.size());
    for (const auto& point : chart.points)
        values.push_back(point.values.at(series));
    return values;
}

Json chart_json(const LineChart& chart)
{
    return {{"samples", chart.samples}, {"reduced", chart.reduced}, {"step", chart.step}};
}

HttpResponse lines_frame(Json meta, const SeriesQuery& query, const LineChart& chart)
{
    meta.update(chart_json(chart));
    const auto times = times_of(chart, 0);
    std::vector<std::vector<float>> values;
    values.reserve(query.series.size());
    for (std::size_t i = 0; i < query.series.size(); ++i)
        values.push_back(values_of(chart, i));
    std::vector<FrameColumn> columns {{"t", times}};
    for (std::size_t i = 0; i < query.series.size(); ++i)
        columns.emplace_back(query.series[i], values[i]);
    return frame_answer(meta, columns);
}

/// The range of one apiary that lies over the common axis.
RangeQuery shifted_range(const CompareQuery& query, const CompareQuery::Line& line)
{
    const auto shift = static_cast<double>(line.shift);
    return {.apiary = line.apiary,
        .from = query.from + shift,
        .to = query.to + shift,
        .width = query.width};
}

Result<HttpResponse> compare(
    Readings& readings, const CompareQuery& query, Readings::Deadline deadline)
{
    const auto columns = TRY(readings.columns({query.series}));
    if (!columns)
        return no_such_series();
    Json lines = Json::array();
    std::vector<std::pair<std::vector<double>, std::vector<float>>> data;
    for (const auto& line : query.lines) {
        const auto apiary = TRY(readings.apiary(line.apiary));
        if (!apiary)
            return no_such_apiary(line.apiary);
        const auto chart
            = TRY(read_chart(readings, shifted_range(query, line), *columns, deadline));
        if (!chart)
            return too_slow();
        data.emplace_back(times_of(*chart, line.shift), values_of(*chart, 0));
        lines.push_back({{"apiary", line.apiary}, {"name", apiary->name}, {"shift", line.shift}});
        lines.back().update(chart_json(*chart));
    }
    std::vector<FrameColumn> frame;
    for (std::size_t i = 0; i < data.size(); ++i) {
        frame.emplace_back(fmt::format("t.{}", i), data[i].first);
        frame.emplace_back(fmt::format("value.{}", i), data[i].second);
    }
    return frame_answer({{"from", query.from}, {"to", query.to}, {"width", query.width},
                            {"series", query.series}, {"lines", std::move(lines)}},
        frame);
}

}  // namespace

HttpResponse lines_answer(Store& store, const SeriesQuery& query, Readings::Deadline deadline)
{
    const auto& range = query.range;
    const auto draw = [&](Readings& readings, const Apiary& /*apiary*/) -> Result<HttpResponse> {
        const auto columns = TRY(readings.columns(query.series));
        if (!columns)
            return no_such_series();
        const auto chart = TRY(read_chart(readings, range, *columns, deadline));
        if (!chart)
            return too_slow();
        auto faults = TRY(readings.faults(range, max_faults + 1));
        Json meta {{"apiary", range.apiary}, {"from", range.from}, {"to", range.to},
            {"more_faults", faults.size() > max_faults}};
        faults.resize(std::min(faults.size(), max_faults));
        meta["faults"] = faults_json(faults);
        return lines_frame(std::move(meta), query, *chart);
    };
    return answer_for_apiary(store, range.apiary, draw);
}

HttpResponse csv_answer(Store& store, const SeriesQuery& query)
{
    const auto look = [&](Readings& readings, const Apiary& /*apiary*/) -> Result<HttpResponse> {
        if (!TRY(readings.columns(query.series)))
            return no_such_series();
        return HttpResponse {
            .headers = {{"Content-Type", "text/csv; charset=utf-8"}, {"Cache-Control", "no-store"},
                {"Content-Disposition",
                    fmt::format("attachment; filename=\"{}\"", csv_file_name(query.range))}}};
    };
    return answer_for_apiary(store, query.range.apiary, look);
}

HttpResponse compare_answer(Store& store, const CompareQuery& query, Readings::Deadline deadline)
{
    return answer_of(answer_from(
        store, no_store(), [&](Readings& readings) { return compare(readings, query, deadline); }));
}

}  // namespace hive
