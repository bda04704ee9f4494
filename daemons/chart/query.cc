#include "daemons/chart/query.h"

#include <algorithm>

#include "lib/address.h"

namespace hive {
namespace {

/// The shortest range: below it, pixel columns would fall together in a double.
constexpr double shortest_range = 0.001;
constexpr std::int64_t largest_id = std::int64_t {1} << 53;  // what JSON keeps whole

Result<std::int64_t> apiary_of(Parameters parameters)
{
    return whole_number("apiary", TRY(required(parameters, "apiary")), 1, INT64_MAX);
}

struct Times {
    double from, to;
};

Result<Times> times_of(Parameters parameters)
{
    const Times times {.from = TRY(epoch_seconds("from", TRY(required(parameters, "from")))),
        .to = TRY(epoch_seconds("to", TRY(required(parameters, "to"))))};
    if (times.to < times.from + shortest_range)
        return fail("to: not later than from");
    return times;
}

/// All times when one of them is absent.
Result<Times> some_times_of(Parameters parameters)
{
    Times times {.from = 0, .to = latest_time};
    if (const auto from = value_of(parameters, "from"))
        times.from = TRY(epoch_seconds("from", *from));
    if (const auto to = value_of(parameters, "to"))
        times.to = TRY(epoch_seconds("to", *to));
    if (times.to <= times.from)
        return fail("to: not later than from");
    return times;
}

Result<int> width_of(Parameters parameters)
{
    return static_cast<int>(
        TRY(whole_number("width", TRY(required(parameters, "width")), 1, max_width)));
}

/// Apiary, times and, where the address has one, the width.
Result<RangeQuery> range_of(Parameters parameters)
{
    const auto apiary = TRY(apiary_of(parameters));
    const auto [from, to] = TRY(times_of(parameters));
    return RangeQuery {.apiary = apiary, .from = from, .to = to};
}

Result<RangeQuery> drawn_range_of(Parameters parameters)
{
    auto range = TRY(range_of(parameters));
    range.width = TRY(width_of(parameters));
    return range;
}

Result<std::vector<std::string>> series_of(Parameters parameters, std::string_view fallback)
{
    const auto text = value_of(parameters, "series").value_or(fallback);
    std::vector<std::string> names;
    for (const auto name : TRY(words("series", text, max_series))) {
        if (name.size() > longest_series_name)
            return fail("series: '{}' is no name of one", shown(name));
        if (std::ranges::find(names, name) != names.end())
            return fail("series: {} twice", name);
        names.emplace_back(name);
    }
    return names;
}

}  // namespace

Result<SeriesQuery> parse_lines_query(Parameters parameters)
{
    TRY(expect_only(parameters, lines_parameters));
    return SeriesQuery {.range = TRY(drawn_range_of(parameters)),
        .series = TRY(series_of(parameters, "internal,external,delta"))};
}

Result<SpectrogramQuery> parse_spectrogram_query(Parameters parameters)
{
    TRY(expect_only(parameters, spectrogram_parameters));
    SpectrogramQuery query {.range = TRY(drawn_range_of(parameters))};
    const auto mode = value_of(parameters, "mode").value_or("mean");
    if (mode != "mean" && mode != "max")
        return fail("mode: '{}' is neither mean nor max", shown(mode));
    query.aggregate = mode == "max" ? Aggregate::max : Aggregate::mean;
    return query;
}

Result<RangeQuery> parse_samples_query(Parameters parameters)
{
    TRY(expect_only(parameters, samples_parameters));
    return range_of(parameters);
}

Result<SeriesQuery> parse_csv_query(Parameters parameters)
{
    TRY(expect_only(parameters, csv_parameters));
    return SeriesQuery {.range = TRY(range_of(parameters)),
        .series = TRY(series_of(parameters, "internal,external"))};
}

Result<CompareQuery> parse_compare_query(Parameters parameters)
{
    TRY(expect_only(parameters, compare_parameters));
    CompareQuery query {};
    for (const auto word : TRY(words("apiary", TRY(required(parameters, "apiary")), max_compared)))
        query.lines.push_back(
            {.apiary = TRY(whole_number("apiary", word, 1, INT64_MAX)), .shift = 0});
    if (const auto shifts = value_of(parameters, "shift")) {
        const auto found = TRY(words("shift", *shifts, max_compared));
        if (found.size() != query.lines.size())
            return fail("shift: {} values for {} apiaries", found.size(), query.lines.size());
        for (std::size_t i = 0; i < found.size(); ++i)
            query.lines[i].shift
                = TRY(whole_number("shift", found[i], -longest_shift, longest_shift));
    }
    const auto [from, to] = TRY(times_of(parameters));
    query.from = from;
    query.to = to;
    query.width = TRY(width_of(parameters));
    const auto series = TRY(series_of(parameters, "internal"));
    if (series.size() != 1)
        return fail("series: one at a time is compared");
    query.series = series.front();
    return query;
}

Result<std::int64_t> parse_apiary_query(Parameters parameters)
{
    TRY(expect_only(parameters, series_parameters));
    return apiary_of(parameters);
}

Result<NotesQuery> parse_notes_query(Parameters parameters)
{
    TRY(expect_only(parameters, notes_parameters));
    const auto apiary = TRY(apiary_of(parameters));
    const auto [from, to] = TRY(some_times_of(parameters));
    return NotesQuery {.apiary = apiary, .from = from, .to = to};
}

Result<AlertsQuery> parse_alerts_query(Parameters parameters)
{
    TRY(expect_only(parameters, alerts_parameters));
    AlertsQuery query;
    if (const auto apiary = value_of(parameters, "apiary"))
        query.apiary = TRY(whole_number("apiary", *apiary, 1, INT64_MAX));
    const auto [from, to] = TRY(some_times_of(parameters));
    query.from = from;
    query.to = to;
    if (const auto limit = value_of(parameters, "limit"))
        query.limit = TRY(whole_number("limit", *limit, 1, 1000));
    const auto state = value_of(parameters, "state").value_or("all");
    if (state == "open")
        query.state = AlertState::open;
    else if (state == "recovered")
        query.state = AlertState::recovered;
    else if (state != "all" && !state.empty())
        return fail("state: '{}' is none of open, recovered, all", shown(state));
    return query;
}

Result<DecisionsQuery> parse_decisions_query(Parameters parameters)
{
    TRY(expect_only(parameters, decisions_parameters));
    DecisionsQuery query;
    if (const auto before = value_of(parameters, "before"))
        query.before = TRY(whole_number("before", *before, 1, largest_id));
    if (const auto limit = value_of(parameters, "limit"))
        query.limit = TRY(whole_number("limit", *limit, 1, most_decisions));
    if (const auto client = value_of(parameters, "client"); client && !client->empty()) {
        const auto address = Address::parse(*client);
        if (!address)
            return fail("client: '{}' is no IP address", shown(*client));
        query.client = address->text();
    }
    return query;
}

}  // namespace hive
