#include "supervisor/portal/page_overview.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "supervisor/portal/dependency_picture.h"
#include "supervisor/portal/page_check.h"

namespace hive {
namespace {

constexpr std::size_t spark_points = 60;

/// The changing cells of one row of the table.
struct Cells {
    Html state;
    Html history;
    Html duration;  // of the state
    Html restarts;
    Html processor;
    Html spark;
    Html memory;
    Html probe;
};

Html service_ribbon(const ServiceStatus& service, const PageSource& source, WallTime from)
{
    const auto known = source.history.ribbon(service.name, from, source.now);
    return ribbon(known.parts,
        fmt::format("{}: {} failures since {}, now {}", service.name, known.failures,
            moment_text(from, source.now), state_word(service.state)));
}

Html memory_spark(const ServiceStatus& service, const PageSource& source)
{
    const auto values = source.history.values(service.name, Measure::memory);
    return sparkline(peaks(values, spark_points), 1,
        fmt::format("{}, memory, {}", service.name, sampled_span(values.size())));
}

/// @param from where ribbons begin
Cells cells(const ServiceStatus& service, const PageSource& source, WallTime from)
{
    const bool runs = service.pid != 0;
    const Html none = html("–");
    return {.state = state_mark(service.state),
        .history = service_ribbon(service, source, from),
        .duration = counting_span(service.since, source.now),
        .restarts = html("{}", service.restarts),
        .processor = runs ? html("{}", decimal_text(service.cpu_percent)) : none,
        .spark = memory_spark(service, source),
        .memory = runs ? html("{}", megabytes_text(service.memory_kb)) : none,
        .probe = html("{}", milliseconds_text(service.probe_ms))};
}

Html row(
    const ServiceStatus& service, const PageSource& source, WallTime from, const Viewer& viewer)
{
    const std::string& name = service.name;
    const Cells cell = cells(service, source, from);
    const Html action = viewer.is_admin
        ? html(R"(<td class="act">{}</td>)", action_form(service, viewer, "overview"))
        : Html {};
    return html(R"(<tr><th scope="row"><a href="{}">{}</a><br><small>{}</small></th>)"
                R"(<td data-live="{}.state">{}</td><td class="all" data-live="{}.history">{}</td>)"
                R"(<td class="n" data-l="for" data-live="{}.duration">{}</td>)"
                R"(<td class="n" data-l="restarts" data-live="{}.restarts">{}</td>)"
                R"(<td class="n" data-l="CPU %" data-live="{}.processor">{}</td>)"
                R"(<td class="n" data-l="MB" data-live="{}.memory">{}</td>)"
                R"(<td class="big" data-live="{}.spark">{}</td>)"
                R"(<td class="n" data-l="probe ms" data-live="{}.probe">{}</td>{}</tr>)",
        service_target(name), name, service.description, name, cell.state, name, cell.history, name,
        cell.duration, name, cell.restarts, name, cell.processor, name, cell.memory, name,
        cell.spark, name, cell.probe, action);
}

std::string spark_heading(const PageSource& source)
{
    return "Memory, " + sampled_span(source.history.depth());
}

Html table(const PageSource& source, const Viewer& viewer)
{
    const WallTime from = source.history.ribbon_start(source.now);
    Html rows;
    for (const ServiceStatus& service : source.core.services())
        rows += row(service, source, from, viewer);
    const Html action = viewer.is_admin
        ? html(R"(<th scope="col"><span class="sr">Action</span></th>)")
        : Html {};
    return html(
        R"(<table class="fit services"><caption class="sr">Services</caption><thead><tr>)"
        R"(<th scope="col">Service</th><th scope="col">State</th>)"
        R"(<th scope="col" data-live="since">{}</th>)"
        R"(<th scope="col" class="n">For</th><th scope="col" class="n">Restarts</th>)"
        R"(<th scope="col" class="n">CPU %</th><th scope="col" class="n">Memory MB</th>)"
        R"(<th scope="col" data-live="sampled">{}</th><th scope="col" class="n">Probe ms</th>{})"
        R"(</tr></thead><tbody>{}</tbody></table>)",
        ribbon_span(source), spark_heading(source), action, rows);
}

Html summary(const PageSource& source)
{
    return html("{} of {} services ready", source.core.ready(), source.core.services().size());
}

Html trouble(const ServiceStatus& service, const PageSource& source)
{
    Html words;
    if (service.last_exit && service.state != ServiceState::degraded)
        words += html(" It ended with {} after {}.", service.last_exit->text,
            span_text(service.last_exit->after));
    if (!service.status.empty()
        && !(service.last_exit && service.status == service.last_exit->text))
        words += html(" It said: “{}”.", service.status);
    if (service.state == ServiceState::misconfigured)
        words += html(" It is not tried again until its configuration changes.");
    if (service.retry_at)
        words += html(" Try {} in {}.", service.tries, countdown(*service.retry_at, source.now));
    return words;
}

std::string_view headline(ServiceState state)
{
    switch (state) {
    case ServiceState::backoff: return "keeps failing";
    case ServiceState::misconfigured: return "has a mistake in its configuration";
    case ServiceState::degraded: return "is degraded";
    case ServiceState::stopped:
    case ServiceState::starting:
    case ServiceState::ready:
    case ServiceState::unmonitored:
    case ServiceState::stopping: return "";
    }
    std::unreachable();
}

Html banners(const PageSource& source)
{
    Html all;
    for (const ServiceStatus& service : source.core.services()) {
        const Severity severity = severity_of(service.state);
        if (headline(service.state).empty())
            continue;
        all += html(R"(<div class="banner {}" role="status">{}<span><strong>{} {}.</strong>{})"
                    R"(</span><span class="end"><a class="btn" href="{}">Open</a></span></div>)",
            severity_class(severity), glyph(state_shape(service.state), severity), service.name,
            headline(service.state), trouble(service, source), service_target(service.name));
    }
    return all;
}

Html total_figure(std::string_view label, std::string_view unit, Measure measure, double now_value,
    const PageSource& source)
{
    const auto values = source.history.totals(measure);
    return figure(label, html("{}", decimal_text(now_value)), unit,
        sparkline(peaks(values, spark_points), 1,
            fmt::format("{}, all services, {}", label, sampled_span(values.size()))),
        "all services, " + sampled_span(values.size()));
}

Html figures(const PageSource& source)
{
    const auto& services = source.core.services();
    double processor = 0;
    std::int64_t memory = 0;
    std::int64_t restarts = 0;
    int failures = 0;
    const WallTime from = source.history.ribbon_start(source.now);
    for (const ServiceStatus& service : services) {
        processor += service.cpu_percent;
        memory += service.memory_kb;
        restarts += service.restarts;
        failures += source.history.failures(service.name, from);
    }
    Html all = figure("Ready", html("{}", source.core.ready()),
        fmt::format("of {}", services.size()), {}, "services");
    all += total_figure("Processor", "%", Measure::processor, processor, source);
    all += total_figure(
        "Memory", "MB", Measure::memory, static_cast<double>(memory) / 1000, source);
    all += figure("Restarts", html("{}", restarts), "", {}, "since the supervisor began");
    all += figure(
        "Failures", html("{}", failures), "", {}, "since " + moment_text(from, source.now));
    all += figure("Alerts", html("{}", source.core.open_alerts()), "open", {}, "see Alerts");
    return all;
}

Html overview(const PageSource& source, const Viewer& viewer)
{
    return html(
        R"(<section aria-labelledby="t"><div class="head"><h1 id="t">{}</h1>)"
        R"(<span class="dim" data-live="summary">{}</span></div><div data-live="banners">{}</div>)"
        R"(<dl class="figs" data-live="figures">{}</dl></section>)"
        R"(<section><div class="head"><h2>Services</h2><span class="dim">flat is ready, )"
        R"(the higher the worse</span></div>{}</section><div data-live="checks">{}</div>)",
        source.core.is_known() ? source.core.host() : "Watchdog", summary(source), banners(source),
        figures(source), table(source, viewer), checks_section(source));
}

std::string framed(const PageSource& source, const Viewer& viewer, const Html& services)
{
    return page_document({.title = "Watchdog", .place = Place::services, .stream = "events"},
        source, viewer, services);
}

}  // namespace

std::string overview_page(const PageSource& source, const Viewer& viewer)
{
    return framed(source, viewer, overview(source, viewer));
}

std::string OverviewPages::page(const PageSource& source, const Viewer& viewer)
{
    Moment moment {.core = source.core.revision(),
        .history = source.history.revision(),
        .second = std::chrono::floor<std::chrono::seconds>(source.now),
        .is_reachable = source.is_reachable,
        .is_admin = viewer.is_admin,
        .token = viewer.token};
    if (moment != moment_) {
        services_ = overview(source, viewer);
        moment_ = std::move(moment);
    }
    return framed(source, viewer, services_);
}

std::vector<LivePart> overview_parts(const PageSource& source)
{
    std::vector<LivePart> parts {{"away", away_banner(source)}, {"summary", summary(source)},
        {"banners", banners(source)}, {"figures", figures(source)},
        {"graph", dependency_picture(source.core.services())}, {"checks", checks_section(source)},
        {"since", html("{}", ribbon_span(source))}, {"sampled", html("{}", spark_heading(source))}};
    const WallTime from = source.history.ribbon_start(source.now);
    for (const ServiceStatus& service : source.core.services()) {
        Cells cell = cells(service, source, from);
        const auto add = [&](std::string_view key, Html content) {
            parts.push_back({fmt::format("{}.{}", service.name, key), std::move(content)});
        };
        add("state", std::move(cell.state));
        add("history", std::move(cell.history));
        add("duration", std::move(cell.duration));
        add("restarts", std::move(cell.restarts));
        add("processor", std::move(cell.processor));
        add("memory", std::move(cell.memory));
        add("spark", std::move(cell.spark));
        add("probe", std::move(cell.probe));
        add("actions", action_buttons(service.state));
    }
    return parts;
}

}  // namespace hive
