#include "daemons/chart/rule_watch.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>

#include <fmt/format.h>

#include "daemons/chart/alert_log.h"
#include "daemons/chart/local_time.h"
#include "daemons/chart/rule_book.h"
#include "lib/log.h"
#include "lib/readings_schema.h"

namespace hive {
namespace {

using Outlook = Verdict::Outlook;

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
/// A verdict on unchanged data is good for so long: only the clock can change it.
constexpr std::int64_t verdict_seconds = 60;

bool is_for(const Rule& rule, const Apiary& apiary)
{
    return rule.is_enabled && (!rule.apiary || *rule.apiary == apiary.id);
}

std::string alert_text(
    const Rule& rule, const Apiary& apiary, const Verdict& verdict, std::int64_t now)
{
    const auto local = local_time_or_utc(now, apiary.time_zone);
    const std::string_view series = rule.series;
    const auto what = rule.kind == Rule::Kind::swarm ? "swarm" : series;
    return fmt::format(
        "{}: {}: {} ({} {})", apiary.name, what, verdict.why, local.text, apiary.time_zone);
}

Result<std::vector<Reading>> sound_levels(
    Readings& readings, const RangeQuery& range, double bin_hz)
{
    std::vector<Reading> levels;
    if (bin_hz <= 0)
        return levels;
    TRY(readings.each_spectrum(
        range, Readings::Deadline::max(), [&](std::int64_t time, auto encoded, double) {
            const auto amplitudes = decode_bins(encoded);
            const double level = amplitudes ? band_level(*amplitudes, bin_hz) : nothing;
            if (!std::isnan(level))
                levels.push_back({.time = time, .value = level});
            return true;
        }));
    return levels;
}

Result<Verdict> judge_swarm_by_store(
    Readings& readings, const Apiary& apiary, double bin_hz, std::int64_t now)
{
    const RangeQuery range {.apiary = apiary.id,
        .from = static_cast<double>(now - swarm_lookback),
        .to = static_cast<double>(now) + 1};
    const SwarmReadings signs {.temperature = TRY(readings.recent(range, "internal")),
        .sound = TRY(sound_levels(readings, range, bin_hz)),
        .weight = TRY(readings.recent(range, "weight"))};
    return judge_swarm(signs, now);
}

}  // namespace

Result<Verdict> judge_by_store(
    Readings& readings, const Apiary& apiary, const Rule& rule, double bin_hz, std::int64_t now)
{
    if (rule.kind == Rule::Kind::swarm)
        return judge_swarm_by_store(readings, apiary, bin_hz, now);
    const auto last = TRY(readings.last_value(apiary.id, rule.series, now));
    std::vector<Reading> window;
    if (rule.kind != Rule::Kind::missing && last)
        window = TRY(readings.recent({.apiary = apiary.id,
                                         .from = static_cast<double>(now - lookback(rule)),
                                         .to = static_cast<double>(now) + 1},
            rule.series));
    return judge(rule, window, last, now);
}

Result<std::vector<AlertChange>> RuleWatch::look(std::int64_t now)
{
    auto loan = TRY(store_.borrow());
    if (!loan)
        return std::vector<AlertChange> {};
    auto changes = judge_all(**loan, now);
    if (!changes)
        loan->discard();
    return changes;
}

Result<std::vector<AlertChange>> RuleWatch::judge_all(Readings& readings, std::int64_t now)
{
    const auto rules = TRY(site_.with([](Sqlite& site) { return read_rules(site); }));
    const auto open = TRY(site_.with([](Sqlite& site) { return open_alerts(site); }));
    open_.clear();
    for (const auto& alert : open)
        open_.emplace(Place {alert.rule, alert.apiary}, alert.id);
    std::vector<AlertChange> changes;
    std::set<Place> looked_at;
    for (const auto& apiary : TRY(readings.apiaries())) {
        for (const auto& rule : rules) {
            if (!is_for(rule, apiary))
                continue;
            looked_at.emplace(rule.id, apiary.id);
            const auto verdict = TRY(verdict_for(readings, apiary, rule, now));
            if (const auto change = TRY(act(rule, apiary, verdict, now)))
                changes.push_back(*change);
        }
    }
    std::erase_if(seen_, [&](const auto& seen) { return !looked_at.contains(seen.first); });
    std::erase_if(open_, [&](const auto& alert) { return looked_at.contains(alert.first); });
    TRY(end_orphans(changes, now));
    return changes;
}

Result<Verdict> RuleWatch::verdict_for(
    Readings& readings, const Apiary& apiary, const Rule& rule, std::int64_t now)
{
    const Place place {rule.id, apiary.id};
    const auto known = seen_.find(place);
    if (known != seen_.end()) {
        const auto& seen = known->second;
        const bool is_settled = seen.verdict.outlook != Outlook::unknown
            && rule.kind != Rule::Kind::missing && now - seen.at < verdict_seconds;
        if (is_settled && seen.count == apiary.count && seen.last == apiary.last
            && seen.changed == rule.changed)
            return seen.verdict;
    }
    auto verdict = TRY(judge_by_store(readings, apiary, rule, bin_hz_, now));
    seen_.insert_or_assign(place,
        Seen {.count = apiary.count,
            .last = apiary.last,
            .changed = rule.changed,
            .at = now,
            .verdict = verdict});
    return verdict;
}

Result<std::optional<AlertChange>> RuleWatch::act(
    const Rule& rule, const Apiary& apiary, const Verdict& verdict, std::int64_t now)
{
    const auto open = open_.find({rule.id, apiary.id});
    const bool is_open = open != open_.end();
    if (is_open && verdict.outlook == Outlook::quiet) {
        TRY(site_.with([&](Sqlite& site) { return end_alert(site, open->second, now); }));
        log::notice("recovered rule={} apiary={} alert={}", rule.id, apiary.id, open->second);
        return AlertChange {
            .alert = open->second, .rule = rule.id, .apiary = apiary.id, .is_open = false};
    }
    const auto local = local_time_or_utc(now, apiary.time_zone);
    if (is_open || verdict.outlook != Outlook::fire || !is_active(rule, local.hour, local.month))
        return std::nullopt;
    const NewAlert alert {.rule = rule.id,
        .rule_name = rule.name,
        .apiary = apiary.id,
        .fired = now,
        .value = verdict.value,
        .text = alert_text(rule, apiary, verdict, now),
        .severity = rule.kind == Rule::Kind::swarm ? "critical" : "warning",
        .to = rule.to};
    const auto id = TRY(site_.with([&](Sqlite& site) { return add_alert(site, alert); }));
    log::notice("fired rule={} apiary={} alert={} {}", rule.id, apiary.id, id,
        log::field("why", verdict.why));
    return AlertChange {.alert = id, .rule = rule.id, .apiary = apiary.id, .is_open = true};
}

/// What is still open although its rule, or its apiary, is not looked at any more.
Result<> RuleWatch::end_orphans(std::vector<AlertChange>& changes, std::int64_t now)
{
    for (const auto& [place, id] : open_) {
        TRY(site_.with([&, alert = id](Sqlite& site) { return end_alert(site, alert, now); }));
        changes.push_back(
            {.alert = id, .rule = place.first, .apiary = place.second, .is_open = false});
    }
    return {};
}

}  // namespace hive
