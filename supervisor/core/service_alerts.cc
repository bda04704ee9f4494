#include "supervisor/core/service_alerts.h"

#include <algorithm>

#include <fmt/format.h>

namespace hive {
namespace {

AlertReport report(const std::string& service, AlertEvent event)
{
    return {.key = service_alert_key(service),
        .event = event,
        .severity = Severity::warning,
        .source = "hive-supervisor"};
}

std::string text_of(const Happening& happening)
{
    auto text = happening.text;
    if (!happening.lines.empty())
        text += "\n\nits last lines:\n";
    for (const auto& line : happening.lines)
        text += line + '\n';
    return text;
}

std::string_view words_for(std::string_view kind)
{
    if (kind == "exited")
        return "ended by itself";
    if (kind == "backoff")
        return "keeps ending";
    if (kind == "unstable")
        return "ends again and again";
    if (kind == "misconfigured")
        return "is misconfigured";
    if (kind == "degraded")
        return "is degraded";
    return "does not answer its probe";
}

}  // namespace

std::string service_alert_key(const std::string& service)
{
    return "service:" + service;
}

std::optional<AlertReport> alert_of(
    const Happening& happening, State state, const std::vector<std::string>& kinds)
{
    if (happening.kind == "stopped") {
        auto recovered = report(happening.service, AlertEvent::recovered);
        recovered.subject = fmt::format("{} was stopped", happening.service);
        return recovered;
    }
    const bool is_asked_for = state == State::stopping || state == State::restarting;
    if ((happening.kind == "exited" && is_asked_for)
        || std::ranges::find(kinds, happening.kind) == kinds.end())
        return std::nullopt;
    auto fired = report(happening.service, AlertEvent::fired);
    if (happening.kind == "misconfigured" || happening.kind == "unstable")
        fired.severity = Severity::critical;
    fired.subject = fmt::format("{} {}", happening.service, words_for(happening.kind));
    fired.text = text_of(happening);
    return fired;
}

AlertReport recovery_of(const std::string& service, double seconds_up)
{
    auto recovered = report(service, AlertEvent::recovered);
    recovered.subject = fmt::format("{} serves again", service);
    recovered.text = fmt::format("up for {:.0f} s", seconds_up);
    return recovered;
}

}  // namespace hive
