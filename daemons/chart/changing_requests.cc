// daemons/chart/changing_requests.cc - requests that change notes, rules and alerts in site.db.
#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "daemons/chart/alert_log.h"
#include "daemons/chart/answers.h"
#include "daemons/chart/requests.h"
#include "daemons/chart/rule_book.h"
#include "daemons/chart/rule_watch.h"

namespace hive {
namespace {

Changed refused(int status, std::string_view text)
{
    return {.response = error_answer(status, text)};
}

Changed failed(const Error& error)
{
    return {.response = store_failed(error)};
}

/// @return nothing when there is such an apiary, else the answer that says why not
std::optional<HttpResponse> why_not_apiary(Store& store, std::int64_t id)
{
    auto found = answer_for_apiary(store, id,
        [](Readings&, const Apiary&) -> Result<HttpResponse> { return HttpResponse {}; });
    return found.status == 200 ? std::nullopt : std::optional {std::move(found)};
}

Changed notes_changed(const Json& answer, std::int64_t apiary)
{
    return {.response = json_answer(200, answer),
        .event = Event {.name = "notes", .body = to_text({{"apiary", apiary}})}};
}

Changed write_note(const Sources& sources, const Change& change)
{
    const auto draft = parse_note(change.body);
    if (!draft)
        return refused(400, draft.error().message());
    if (auto why = why_not_apiary(sources.store, draft->apiary))
        return {.response = *std::move(why)};
    if (change.id == 0) {
        const auto added = sources.site.with(
            [&](Sqlite& site) { return add_note(site, *draft, change.signature); });
        if (!added)
            return failed(added.error());
        const auto id = *added;
        return id ? notes_changed({{"id", *id}}, draft->apiary)
                  : refused(409, fmt::format("there are {} notes already", most_notes));
    }
    const auto changed = sources.site.with(
        [&](Sqlite& site) { return change_note(site, change.id, *draft, change.signature); });
    if (!changed)
        return failed(changed.error());
    return *changed ? notes_changed({{"id", change.id}}, draft->apiary)
                    : refused(404, "there is no such note");
}

Changed remove_note(const Sources& sources, const Change& change)
{
    const auto removed
        = sources.site.with([&](Sqlite& site) { return delete_note(site, change.id); });
    if (!removed)
        return failed(removed.error());
    const auto apiary = *removed;
    return apiary ? notes_changed({{"id", change.id}}, *apiary)
                  : refused(404, "there is no such note");
}

Changed rules_changed(std::int64_t id)
{
    return {.response = json_answer(200, {{"id", id}}),
        .event = Event {.name = "rules", .body = to_text({{"id", id}})},
        .has_changed_rules = true};
}

Changed write_rule(const Sources& sources, const Change& change)
{
    const auto rule = parse_rule(change.body);
    if (!rule)
        return refused(400, rule.error().message());
    if (const auto apiary = rule->apiary)
        if (auto why = why_not_apiary(sources.store, *apiary))
            return {.response = *std::move(why)};
    if (change.id == 0) {
        const auto added = sources.site.with(
            [&](Sqlite& site) { return add_rule(site, *rule, change.signature); });
        if (!added)
            return failed(added.error());
        const auto id = *added;
        return id ? rules_changed(*id)
                  : refused(409, fmt::format("there are {} rules already", most_rules));
    }
    const auto changed = sources.site.with(
        [&](Sqlite& site) { return change_rule(site, change.id, *rule, change.signature); });
    if (!changed)
        return failed(changed.error());
    return *changed ? rules_changed(change.id) : refused(404, "there is no such rule");
}

Changed remove_rule(const Sources& sources, const Change& change)
{
    const auto removed
        = sources.site.with([&](Sqlite& site) { return delete_rule(site, change.id); });
    if (!removed)
        return failed(removed.error());
    return *removed ? rules_changed(change.id) : refused(404, "there is no such rule");
}

struct Trial {
    bool would_fire = false;
    std::string why;  // of the first apiary that fires, or else of the first
};

Result<Trial> try_rule(Readings& readings, const Rule& rule, double bin_hz, std::int64_t now)
{
    Trial trial;
    for (const auto& apiary : TRY(readings.apiaries())) {
        if (rule.apiary && *rule.apiary != apiary.id)
            continue;
        const auto verdict = TRY(judge_by_store(readings, apiary, rule, bin_hz, now));
        const bool fires = verdict.outlook == Verdict::Outlook::fire;
        if (trial.why.empty() || (fires && !trial.would_fire))
            trial = {.would_fire = fires, .why = fmt::format("{}: {}", apiary.name, verdict.why)};
    }
    if (trial.why.empty())
        trial.why = "there is no such apiary";
    return trial;
}

std::string test_message(const Rule& rule, const Trial& trial, const std::string& user)
{
    Json arguments {{"key", fmt::format("chart:rule:{}:test", rule.id)}, {"event", "info"},
        {"severity", "info"}, {"source", "hive-chart"},
        {"subject", fmt::format("test: {}", rule.name)},
        {"text",
            fmt::format("{} tests this rule, which would {} now. {}", user,
                trial.would_fire ? "fire" : "stay quiet", trial.why)}};
    if (!rule.to.empty())
        arguments["to"] = rule.to;
    return to_text(arguments);
}

Changed test_rule(const Sources& sources, const Change& change)
{
    const auto& signature = change.signature;
    const auto rule = sources.site.with([&](Sqlite& site) { return read_rule(site, change.id); });
    if (!rule)
        return failed(rule.error());
    if (!*rule)
        return refused(404, "there is no such rule");
    Changed changed;
    const auto judge_now = [&](Readings& readings) -> Result<HttpResponse> {
        const auto trial = TRY(try_rule(readings, **rule, sources.config.bin_hz, signature.time));
        changed.message = test_message(**rule, trial, signature.user);
        return json_answer(
            200, {{"would", trial.would_fire ? "fire" : "stay quiet"}, {"why", trial.why}});
    };
    changed.response = answer_of(answer_from(sources.store, no_store(), judge_now));
    return changed;
}

Changed acknowledge(const Sources& sources, const Change& change)
{
    const auto done = sources.site.with(
        [&](Sqlite& site) { return acknowledge_alert(site, change.id, change.signature); });
    if (!done)
        return failed(done.error());
    if (!*done)
        return refused(404, "there is no such alert");
    return {.response = json_answer(200, {{"id", change.id}}),
        .event = Event {.name = "alert",
            .body = to_text(
                {{"id", change.id}, {"state", "acknowledged"}, {"by", change.signature.user}})}};
}

using Changer = Changed (*)(const Sources&, const Change&);
constexpr auto changers = std::to_array<std::pair<Operation, Changer>>({
    {Operation::add_note, &write_note},
    {Operation::change_note, &write_note},
    {Operation::delete_note, &remove_note},
    {Operation::add_rule, &write_rule},
    {Operation::change_rule, &write_rule},
    {Operation::delete_rule, &remove_rule},
    {Operation::test_rule, &test_rule},
    {Operation::acknowledge_alert, &acknowledge},
});

}  // namespace

Changed answer_changing(const Sources& sources, Operation operation, const Change& change)
{
    const auto* const found
        = std::ranges::find(changers, operation, &std::pair<Operation, Changer>::first);
    assert(found != changers.end());
    return found->second(sources, change);
}

}  // namespace hive
