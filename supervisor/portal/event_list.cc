#include "supervisor/portal/event_list.h"

#include <utility>

#include "supervisor/portal/log_line.h"

namespace hive {
namespace {

Severity event_severity(EventKind kind)
{
    switch (kind) {
    case EventKind::ready:
    case EventKind::reloaded:
    case EventKind::main_process:
    case EventKind::adopted: return Severity::ok;
    case EventKind::starting:
    case EventKind::stopping:
    case EventKind::reloading:
    case EventKind::configuration:
    case EventKind::credential:
    case EventKind::operator_action: return Severity::busy;
    case EventKind::unmonitored:
    case EventKind::stopped: return Severity::off;
    case EventKind::degraded:
    case EventKind::probe: return Severity::warn;
    case EventKind::exited:
    case EventKind::backoff:
    case EventKind::unstable:
    case EventKind::misconfigured: return Severity::bad;
    }
    std::unreachable();
}

Html event_item(const ServiceEvent& event, const PageSource& source, Naming naming, bool is_open)
{
    const Severity severity = event_severity(event.kind);
    const auto shape = event.kind == EventKind::backoff ? "again" : severity_class(severity);
    Html lines;
    for (const std::string& line : event.lines)
        lines += log_paragraph(line);
    const Html last_lines = lines.is_empty()
        ? Html {}
        : html(R"(<details{}><summary>Last lines before it ended</summary><div class="log")"
               R"( tabindex="0" role="region" aria-label="Last lines">{}</div></details>)",
              is_open ? html(" open") : Html {}, lines);
    const Html name = naming == Naming::service
        ? html(R"(<a href="{}">{}</a> )", watched_target(event.service, source), event.service)
        : Html {};
    return html(R"(<li class="item">{}<h3>{}{}{}{}</h3><small>{}</small>{}</li>)",
        glyph(shape, severity), name, kind_title(event.kind), event.text.empty() ? "" : ": ",
        event.text, moment_text(event.time, source.now), last_lines);
}

}  // namespace

std::string_view kind_title(EventKind kind)
{
    switch (kind) {
    case EventKind::starting: return "Starting";
    case EventKind::ready: return "Ready";
    case EventKind::degraded: return "Degraded";
    case EventKind::exited: return "Ended";
    case EventKind::backoff: return "Waiting";
    case EventKind::stopping: return "Stopping";
    case EventKind::stopped: return "Stopped";
    case EventKind::unmonitored: return "Not watched";
    case EventKind::misconfigured: return "Misconfigured";
    case EventKind::adopted: return "Adopted";
    case EventKind::operator_action: return "Asked";
    case EventKind::probe: return "Probe";
    case EventKind::unstable: return "Unstable";
    case EventKind::configuration: return "Configuration";
    case EventKind::credential: return "Credential";
    case EventKind::reloading: return "Reloading";
    case EventKind::reloaded: return "Reloaded";
    case EventKind::main_process: return "Main process";
    }
    std::unreachable();
}

Html event_list(const std::vector<ServiceEvent>& events, const PageSource& source, Naming naming)
{
    Html items;
    bool is_first_exit = true;
    for (const ServiceEvent& event : events)
        items += event_item(
            event, source, naming, !event.lines.empty() && std::exchange(is_first_exit, false));
    return html(R"(<ol class="events">{}</ol>)", items);
}

}  // namespace hive
