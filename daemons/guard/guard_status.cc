#include <algorithm>
#include <ranges>

#include "daemons/guard/guard.h"
#include "lib/guard_schema.h"
#include "lib/json.h"
#include "lib/log.h"
#include "lib/metrics.h"

namespace hive {
namespace {

Json source_json(const SourceCounts& counts, std::uint64_t late)
{
    return {{"name", counts.name}, {"kind", counts.kind}, {"events", counts.events},
        {"refused", counts.refused}, {"corrected", counts.corrected},
        {"late", counts.kind == "flows" ? 0 : late}};
}

}  // namespace

/// What the table `state` shows.
Json Guard::short_status()
{
    const auto now = event_clock_now();
    auto& policy = engine_.policy();
    auto models = Json::array();
    for (const auto& slot : models_)
        if (const auto& used = model(slot))
            models.push_back({{"kind", slot.kind}, {"version", used->card().version},
                {"trees", slot.trees}, {"loaded", slot.loaded}});
    auto sources = Json::array();
    for (const auto& source : sources_)
        sources.push_back(source_json(source->counts(), engine_.late()));
    const bool is_dry = policy.is_dry_run(now);
    const bool ends
        = is_dry && config_.mode == GuardMode::automatic && now < policy.dry_run_until();
    return {{"time", seconds_of(now)}, {"started", started_}, {"version", version()},
        {"mode", is_dry ? "dry-run" : "armed"},
        {"dry_run_until", ends ? Json(seconds_of(policy.dry_run_until())) : Json {}},
        {"dry_run_classes", policy.dry_run_classes()}, {"models", std::move(models)},
        {"sources", std::move(sources)}, {"clients", engine_.clients()},
        {"evicted", engine_.evicted()},
        {"ban", ban_ && ban_->is_connected() ? "connected" : "away"},
        {"waiting", ban_ ? ban_->waiting() : 0}, {"drifting", drifting_},
        {"trouble", store_trouble_}};
}

Result<Json> Guard::status()
{
    auto status = short_status();
    auto classes = Json::array();
    const auto& names = engine_.traffic().classes();
    const auto& totals = engine_.traffic().totals();
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto& name = names.name(static_cast<std::uint16_t>(i));
        classes.push_back({{"name", name}, {"is_attack", i != Traffic::benign},
            {"count", i < totals.size() ? totals[i] : 0},
            {"dry_run", engine_.policy().dry_run_classes().contains(name)}});
    }
    status["classes"] = std::move(classes);
    status["verdicts"] = verdicts_;
    status["decisions"] = TRY(store_.counts());
    return status;
}

Json Guard::suspect_json(const Address& client, const Suspect& suspect)
{
    const auto counts = engine_.counts(client).value_or(Engine::ClientCounts {});
    return {{"address", client_network(client).text()}, {"server", suspect.last.server},
        {"since", seconds_of(suspect.since)}, {"last", seconds_of(suspect.last.time)},
        {"requests", counts.requests}, {"errors", counts.errors}, {"attacks", counts.attacks},
        {"class", suspect.last.class_name}, {"by", suspect.last.by}, {"score", suspect.last.score},
        {"strikes", suspect.strikes.size()}, {"reasons", reasons_json(suspect.last.reasons)},
        {"lines", suspect.last.lines}};
}

Result<Json> Guard::top(std::size_t limit)
{
    std::vector<std::pair<const Address*, Suspect*>> all;
    engine_.policy().suspects().for_each([&all](const Address& client, Suspect& suspect) {
        if (suspect.since != EventTime {})
            all.emplace_back(&client, &suspect);
    });
    std::ranges::stable_sort(all, std::greater {}, [](const auto& one) {
        return std::pair {one.second->strikes.size(), one.second->last.score};
    });
    auto clients = Json::array();
    for (const auto& [client, suspect] : all | std::views::take(limit))
        clients.push_back(suspect_json(*client, *suspect));
    return Json {{"clients", std::move(clients)}};
}

Result<Json> Guard::why(const Address& address)
{
    const auto client = client_address(address);
    const auto* const suspect = engine_.policy().suspect(client);
    const auto reason = engine_.policy().safe().reason(client);
    return Json {{"address", client_network(client).text()},
        {"client", suspect == nullptr ? Json {} : suspect_json(client, *suspect)},
        {"safe", reason ? Json(*reason) : Json {}},
        {"decisions", TRY(store_.decisions(client_network(client).text(), 50))}};
}

Json Guard::metrics()
{
    MetricList list {"guard"};
    for (const auto& source : sources_) {
        const auto& counts = source->counts();
        const MetricLabels labels {{"source", counts.name}};
        list.counter("events_total", "Events taken.", static_cast<double>(counts.events), labels);
        list.counter("refused_total", "Lines and records that are no event.",
            static_cast<double>(counts.refused), labels);
        list.counter("corrected_total", "Events whose time was off by more than a minute.",
            static_cast<double>(counts.corrected), labels);
    }
    const auto& names = engine_.traffic().classes();
    const auto& totals = engine_.traffic().totals();
    for (std::size_t i = 0; i < totals.size(); ++i)
        list.counter("traffic_total", "Requests and flow records by class.",
            static_cast<double>(totals[i]), {{"class", names.name(static_cast<std::uint16_t>(i))}});
    list.counter(
        "late_total", "Requests whose window was over.", static_cast<double>(engine_.late()));
    list.counter("ignored_total", "Requests of banned clients, which say nothing new.",
        static_cast<double>(engine_.ignored()));
    list.counter("verdicts_total", "Verdicts of rules and models.", static_cast<double>(verdicts_));
    list.counter("decisions_total", "Decisions.", static_cast<double>(decisions_));
    list.gauge("clients", "Clients remembered.", static_cast<double>(engine_.clients()));
    list.counter("clients_evicted_total", "Clients forgotten for want of room.",
        static_cast<double>(engine_.evicted()));
    list.gauge(
        "waiting", "Decisions that wait for hive-ban.", static_cast<double>(ban_->waiting()));
    for (const auto& slot : models_)
        if (const auto& used = model(slot))
            for (const auto& drift : used->drift())
                list.gauge("drift_ratio", "Stability index (PSI) of a feature against training.",
                    drift.psi, {{"model", slot.kind}, {"feature", std::string {drift.feature}}});
    return list.answer();
}

}  // namespace hive
