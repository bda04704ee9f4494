#include "supervisor/portal/page_service.h"

#include <algorithm>
#include <cmath>

#include "supervisor/portal/event_list.h"
#include "supervisor/portal/log_line.h"
#include "supervisor/portal/sandbox_facts.h"

namespace hive {
namespace {

constexpr std::size_t spark_points = 120;

Html fact(std::string_view term, const Html& description)
{
    return html("<dt>{}</dt><dd>{}</dd>", term, description);
}

std::string joined(const std::vector<std::string>& words)
{
    return words.empty() ? "none" : fmt::format("{}", fmt::join(words, ", "));
}

/// The services of that name with their state, one a line.
Html linked(const std::vector<std::string>& names, const PageSource& source)
{
    Html all;
    for (const std::string& name : names) {
        const ServiceStatus* other = source.core.find(name);
        const Html state = other != nullptr ? state_mark(other->state) : html("unknown");
        all += html(
            R"(<div class="need"><a href="{}">{}</a>{}</div>)", service_target(name), name, state);
    }
    return all.is_empty() ? html("none") : all;
}

Html state_line(const ServiceStatus& service, const PageSource& source)
{
    Html line = html(R"({}<span class="dim">for {}, since {}</span>)", state_mark(service.state),
        counting_span(service.since, source.now), moment_text(service.since, source.now));
    if (service.retry_at)
        line += html(R"( <span class="dim">try {} in {}</span>)", service.tries,
            countdown(*service.retry_at, source.now));
    return line;
}

Html known_states(const ServiceStatus& service, const PageSource& source)
{
    const WallTime from = source.history.ribbon_start(source.now);
    const auto known = source.history.ribbon(service.name, from, source.now);
    const std::string start = moment_text(from, source.now);
    const auto label = fmt::format("{} since {}: {} failures, now {}", service.name, start,
        known.failures, state_word(service.state));
    const WallTime middle = from + (source.now - from) / 2;
    return html(R"({}<div class="axis dim" aria-hidden="true"><span>{}</span><span>{}</span>)"
                R"(<span>now</span></div>)",
        ribbon(known.parts, label), start, moment_text(middle, source.now));
}

Html last_exit(const ServiceStatus& service, const PageSource& source)
{
    if (!service.last_exit)
        return html("none seen");
    return html("<strong>{}</strong> after {}, at {}", service.last_exit->text,
        span_text(service.last_exit->after), moment_text(service.last_exit->time, source.now));
}

Html next_try(const ServiceStatus& service, const PageSource& source)
{
    if (service.retry_at)
        return html("try {} in {}; it never gives up", service.tries,
            countdown(*service.retry_at, source.now));
    if (service.state == ServiceState::misconfigured)
        return html("when its configuration changes");
    return html("none needed");
}

Html why(const ServiceStatus& service, const PageSource& source)
{
    const bool is_down = severity_of(service.state) == Severity::bad;
    Html facts = fact("It says", html("{}", service.status.empty() ? "nothing" : service.status));
    facts += fact("Last exit", last_exit(service, source));
    facts += fact("Restarts", html("{}", service.restarts));
    facts += fact("Next try", next_try(service, source));
    facts += fact("Depends on", linked(service.depends, source));
    facts += fact("Needed by", linked(service.needed_by, source));
    return html(R"(<div class="head"><h2>{}</h2></div><dl class="kv">{}</dl>)",
        is_down ? "Why it is down" : "How it is", facts);
}

/// Before it is up, the user it is going to be.
Html confinement(const ServiceStatus& service)
{
    Html facts;
    if (!service.sandbox) {
        const std::string user = service.user.empty() ? "the supervisor's own" : service.user;
        facts += fact("User", html("{}", user));
        facts += fact("Sandbox", html("not known until it is up"));
        return facts;
    }
    for (const SandboxFact& known : sandbox_facts(*service.sandbox))
        facts += fact(known.term, known.description);
    return facts;
}

/// What lets it have the configuration that is newer than it.
std::string_view taken_up_by(const ServiceStatus& service)
{
    if (service.configuration_change == "reload")
        return "reload takes it up";
    if (service.configuration_change == "none")
        return "a restart of the service takes it up";
    return "reload restarts the service with it";
}

Html runs(const ServiceStatus& service)
{
    Html facts = fact("Command", html(R"(<span class="mono">{}</span>)", service.command));
    if (service.is_outdated)
        facts += fact("Configuration",
            html(R"(<span class="warn">has changed; {}</span>)", taken_up_by(service)));
    facts += fact("Process", service.pid != 0 ? html("{}", service.pid) : html("none"));
    facts += fact("Sockets held", html("{}", joined(service.listens)));
    facts += fact("Probe", html("{}", service.probe.empty() ? "none" : service.probe));
    facts += confinement(service);
    return html(R"(<div class="head"><h2>How it runs</h2></div><dl class="kv">{}</dl>)", facts);
}

/// The largest value there is. @return nothing when there is none
std::optional<float> most_of(const std::vector<float>& values)
{
    const auto all = peaks(values, 1);
    return all.empty() || std::isnan(all.front()) ? std::nullopt : std::optional {all.front()};
}

struct Figure {
    Measure measure;
    std::string_view label;
    std::string_view unit;
    std::string value;
    int decimals;
};

/// "last hour", "last 3 h 5 min": what those values span.
std::string spanned(std::size_t values, HistorySpan span)
{
    if (span == HistorySpan::hour)
        return sampled_span(values);
    return "last " + span_text(History::day_period * static_cast<long>(values));
}

Html history_figure(
    const Figure& wanted, const ServiceStatus& service, const PageSource& source, HistorySpan span)
{
    const auto values = source.history.values(service.name, wanted.measure, span);
    const auto most = most_of(values);
    const auto note = most
        ? fmt::format("most {:.{}f}{}{}, {}", *most, wanted.decimals,
              wanted.unit.empty() ? "" : " ", wanted.unit, spanned(values.size(), span))
        : std::string {"no samples yet"};
    return figure(wanted.label, html("{}", wanted.value), wanted.unit,
        sparkline(peaks(values, spark_points), 1,
            fmt::format("{} of {}, {}", wanted.label, service.name, note)),
        note);
}

Html figures(const ServiceStatus& service, const PageSource& source, HistorySpan span)
{
    const bool runs = service.pid != 0;
    const std::string probe = milliseconds_text(service.probe_ms);
    Html all;
    for (const Figure& wanted : {
             Figure {Measure::processor, "Processor", "%",
                 runs ? decimal_text(service.cpu_percent) : "–", 1},
             Figure {Measure::memory, "Memory", "MB",
                 runs ? megabytes_text(service.memory_kb) : "–", 1},
             Figure {Measure::descriptors, "Descriptors", "",
                 runs ? fmt::format("{}", service.descriptors) : "–", 0},
             Figure {Measure::probe, "Probe", "ms", probe, 1},
         })
        all += history_figure(wanted, service, source, span);
    return all;
}

Html events(const ServiceRecord& record, const PageSource& source)
{
    if (!record.events)
        return html(R"(<p class="dim">The supervisor did not tell.</p>)");
    if (record.events->empty())
        return html(R"(<p class="dim">None yet.</p>)");
    return event_list(*record.events, source, Naming::none);
}

Html log(const ServiceRecord& record)
{
    if (!record.log)
        return html(R"(<p class="dim">The supervisor did not tell.</p>)");
    if (record.log->empty())
        return html(R"(<p class="dim">It has written nothing yet.</p>)");
    Html lines;
    for (const std::string& line : *record.log)
        lines += log_paragraph(line);
    return html(R"(<div class="log" tabindex="0" role="region" aria-label="Last log lines")"
                R"( data-end>{}</div>)",
        lines);
}

Html span_tabs(std::string_view name, HistorySpan span)
{
    const auto tab = [&](HistorySpan which, std::string_view more, std::string_view text) {
        return html(R"(<a href="{}{}"{}>{}</a>)", service_target(name), more,
            which == span ? html(R"( aria-current="true")") : Html {}, text);
    };
    return html(R"(<nav class="seg" aria-label="Span">{}{}</nav>)",
        tab(HistorySpan::hour, "", "1 h"), tab(HistorySpan::day, "&span=day", "24 h"));
}

}  // namespace

std::string service_page(const ServiceStatus& service, const ServiceRecord& record,
    const PageSource& source, const Viewer& viewer)
{
    const std::string& name = service.name;
    const Html top = html(
        R"(<section aria-labelledby="t"><div class="head"><h1 id="t">{}</h1>)"
        R"(<span class="st" data-live="{}.line">{}</span><span class="end">{}</span></div>)"
        R"(<p class="dim about">{}</p><h2 class="sr">States</h2><div data-live="{}.states">{}</div>)"
        R"(</section>)",
        name, name, state_line(service, source), action_form(service, viewer, "service"),
        service.description, name, known_states(service, source));
    const Html facts = html(R"(<div class="cols"><section data-live="{}.why">{}</section>)"
                            R"(<section data-live="{}.runs">{}</section></div>)"
                            R"(<section><div class="head"><h2>History</h2>{}</div>)"
                            R"(<dl class="figs" data-live="{}.{}">{}</dl></section>)",
        name, why(service, source), name, runs(service), span_tabs(name, record.span), name,
        record.span == HistorySpan::hour ? "figures" : "figures-day",
        figures(service, source, record.span));
    const Html told = html(
        R"(<section id="events" data-fresh><div class="head"><h2>Crashes and events</h2></div>{})"
        R"(</section><section id="log" data-fresh><div class="head"><h2>Log</h2><span class="end">)"
        R"(<a class="btn" href="log?service={}">All of it</a></span></div>{}</section>)",
        events(record, source), percent_encode(name), log(record));
    Html main = top;
    main += facts;
    main += told;
    return page_document({.title = name,
                             .place = Place::service,
                             .stream = "events?service=" + percent_encode(name)},
        source, viewer, main);
}

std::vector<LivePart> service_parts(const ServiceStatus& service, const PageSource& source)
{
    const auto key
        = [&](std::string_view part) { return fmt::format("{}.{}", service.name, part); };
    return {{"away", away_banner(source)}, {key("line"), state_line(service, source)},
        {key("actions"), action_buttons(service.state)},
        {key("watch"), watch_button(service.state)}, {key("states"), known_states(service, source)},
        {key("why"), why(service, source)}, {key("runs"), runs(service)},
        {key("figures"), figures(service, source, HistorySpan::hour)},
        {key("figures-day"), figures(service, source, HistorySpan::day)}};
}

}  // namespace hive
