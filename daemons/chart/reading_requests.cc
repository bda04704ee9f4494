// daemons/chart/reading_requests.cc - requests that read the store or site.db.
#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "daemons/chart/alert_log.h"
#include "daemons/chart/answers.h"
#include "daemons/chart/api.h"
#include "daemons/chart/query.h"
#include "daemons/chart/representation.h"
#include "daemons/chart/requests.h"
#include "daemons/chart/rule_book.h"
#include "daemons/chart/traffic_answers.h"

namespace hive {
namespace {

std::int64_t epoch_now()
{
    return std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::system_clock::now().time_since_epoch())
        .count();
}

/// Answers 400 when the query is none, else what `answer(query)` does.
template <class Query, class Answer>
HttpResponse with_query(const Result<Query>& query, const Answer& answer)
{
    return query ? answer(*query) : error_answer(400, query.error().message());
}

std::string key_of(const HttpRequest& request)
{
    std::string key = request.path;
    for (const auto& [name, value] : request.query)
        key += fmt::format("\n{}={}", name, value);
    return key;
}

/// A frame, from the cache when the store has not changed.
template <class Query, class Answer>
HttpResponse frame_for(const Sources& sources, const HttpRequest& request,
    const Result<Query>& query, const Answer& answer)
{
    if (!query)
        return error_answer(400, query.error().message());
    const auto generation = sources.store.generation();
    if (!generation)
        return store_failed(generation.error());
    return answer_in_form(sources.cache, key_of(request), *generation, request, [&] {
        const auto deadline = std::chrono::steady_clock::now() + sources.config.query_timeout;
        return answer(*query, deadline);
    });
}

HttpResponse answer_apiaries(const Sources& sources, const HttpRequest& request)
{
    Greeting greeting {.user = user_of(request),
        .is_editor = is_editor(request),
        .bin_hz = sources.config.bin_hz,
        .now = epoch_now()};
    if (!greeting.user.empty())
        greeting.token = sources.tokens.make(greeting.user);
    return apiaries_answer(sources.store, greeting);
}

HttpResponse answer_overview(const Sources& sources, const HttpRequest& /*request*/)
{
    const auto open = sources.site.with([](Sqlite& site) { return count_open_alerts(site); });
    return open ? overview_answer(sources.store, *open, epoch_now()) : store_failed(open.error());
}

HttpResponse json_or_failed(const Result<Json>& json)
{
    return json ? json_answer(200, *json) : store_failed(json.error());
}

HttpResponse answer_rules(const Sources& sources, const HttpRequest& /*request*/)
{
    const auto rules = sources.site.with([](Sqlite& site) { return read_rules(site); });
    if (!rules)
        return store_failed(rules.error());
    Json list = Json::array();
    for (const auto& rule : *rules)
        list.push_back(rule_json(rule));
    return json_answer(200, {{"rules", std::move(list)}});
}

HttpResponse answer_series(const Sources& sources, const HttpRequest& request)
{
    return with_query(parse_apiary_query(request.query),
        [&](std::int64_t apiary) { return series_answer(sources.store, apiary); });
}

HttpResponse answer_notes(const Sources& sources, const HttpRequest& request)
{
    return with_query(parse_notes_query(request.query), [&](const NotesQuery& query) {
        return json_or_failed(
            sources.site.with([&](Sqlite& site) { return list_notes(site, query); }));
    });
}

HttpResponse answer_alerts(const Sources& sources, const HttpRequest& request)
{
    return with_query(parse_alerts_query(request.query), [&](const AlertsQuery& query) {
        return json_or_failed(
            sources.site.with([&](Sqlite& site) { return list_alerts(site, query); }));
    });
}

HttpResponse answer_lines(const Sources& sources, const HttpRequest& request)
{
    return frame_for(sources, request, parse_lines_query(request.query),
        [&](const SeriesQuery& query, Readings::Deadline deadline) {
            return lines_answer(sources.store, query, deadline);
        });
}

HttpResponse answer_compare(const Sources& sources, const HttpRequest& request)
{
    return frame_for(sources, request, parse_compare_query(request.query),
        [&](const CompareQuery& query, Readings::Deadline deadline) {
            return compare_answer(sources.store, query, deadline);
        });
}

HttpResponse answer_spectrogram(const Sources& sources, const HttpRequest& request)
{
    return frame_for(sources, request, parse_spectrogram_query(request.query),
        [&](const SpectrogramQuery& query, Readings::Deadline deadline) {
            return spectrogram_answer(sources.store, query, deadline);
        });
}

HttpResponse answer_samples(const Sources& sources, const HttpRequest& request)
{
    return frame_for(sources, request, parse_samples_query(request.query),
        [&](const RangeQuery& query, Readings::Deadline deadline) {
            return samples_answer(sources.store, query, sources.config.bin_hz, deadline);
        });
}

HttpResponse answer_traffic(const Sources& sources, const HttpRequest& request)
{
    TrafficGreeting greeting {.user = user_of(request),
        .is_admin = is_admin(request),
        .red_above = sources.config.traffic_red,
        .now = epoch_now()};
    if (!greeting.user.empty())
        greeting.token = sources.tokens.make(greeting.user);
    return traffic_answer(sources.traffic, greeting);
}

HttpResponse answer_decisions(const Sources& sources, const HttpRequest& request)
{
    return with_query(parse_decisions_query(request.query),
        [&](const DecisionsQuery& query) { return decisions_answer(sources.traffic, query); });
}

using Reader = HttpResponse (*)(const Sources&, const HttpRequest&);
constexpr auto readers = std::to_array<std::pair<Operation, Reader>>({
    {Operation::apiaries, &answer_apiaries},
    {Operation::overview, &answer_overview},
    {Operation::series, &answer_series},
    {Operation::lines, &answer_lines},
    {Operation::compare, &answer_compare},
    {Operation::spectrogram, &answer_spectrogram},
    {Operation::samples, &answer_samples},
    {Operation::notes, &answer_notes},
    {Operation::rules, &answer_rules},
    {Operation::alerts, &answer_alerts},
    {Operation::traffic, &answer_traffic},
    {Operation::decisions, &answer_decisions},
});

}  // namespace

HttpResponse answer_reading(const Sources& sources, Operation operation, const HttpRequest& request)
{
    const auto* const found
        = std::ranges::find(readers, operation, &std::pair<Operation, Reader>::first);
    assert(found != readers.end());
    return found->second(sources, request);
}

}  // namespace hive
