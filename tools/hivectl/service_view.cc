#include "tools/hivectl/service_view.h"

#include <algorithm>
#include <array>

#include "lib/json.h"
#include "tools/hivectl/table.h"

namespace hive {
namespace {

/// The shapes of the portal: a state is told by shape and word before colour.
struct StateLook {
    std::string_view state;
    std::string_view glyph;
    std::string_view style;
};
constexpr auto looks = std::to_array<StateLook>({
    {"ready", "⬢", style::good},
    {"degraded", "▲", style::warn},
    {"starting", "◔", style::busy},
    {"stopping", "◔", style::busy},
    {"backoff", "↻", style::bad},
    {"misconfigured", "◆", style::bad},
    {"stopped", "⬡", style::dim},
    {"unmonitored", "◌", style::dim},
});

bool is_up(const Json& service)
{
    const auto state = text_at(service, "state");
    return state == "ready" || state == "degraded" || state == "unmonitored";
}

std::string what_next(const Json& service, double now)
{
    auto status = printable(text_at(service, "status"));
    const auto retry_at = real_at(service, "retry_at");
    if (retry_at <= 0)
        return status;
    return fmt::format(
        "try {} in {}: {}", integer_at(service, "tries") + 1, span_text(retry_at - now), status);
}

std::string dash_unless(bool is_known, const std::string& text)
{
    return is_known ? text : "-";
}

std::vector<Cell> service_row(const Json& service, double now, const Terminal& terminal)
{
    const bool is_running = integer_at(service, "pid") > 0;
    const auto probe_ms = real_at(service, "probe_ms", -1);
    return {{.text = printable(text_at(service, "name"))},
        state_cell(text_at(service, "state"), terminal),
        {.text = span_text(now - real_at(service, "since"))},
        {.text = dash_unless(is_running, fmt::format("{}", integer_at(service, "pid")))},
        {.text = fmt::format("{}", integer_at(service, "restarts"))},
        {.text = dash_unless(is_running, fmt::format("{:.1f}", real_at(service, "cpu_percent")))},
        {.text = dash_unless(is_running, memory_text(real_at(service, "memory_kb")))},
        {.text = dash_unless(probe_ms >= 0, fmt::format("{:.1f}", probe_ms))},
        {.text = what_next(service, now), .style = style::dim}};
}

const Json& services_of(const Json& status)
{
    static const auto none = Json::array();
    const auto found = status.find("services");
    return found != status.end() && found->is_array() ? *found : none;
}

std::string joined(const Json& service, const char* key)
{
    std::vector<std::string> words;
    const auto found = service.find(key);
    if (found != service.end() && found->is_array())
        for (const auto& word : *found)
            if (word.is_string())
                words.push_back(printable(word.get<std::string>()));
    return words.empty() ? "-" : fmt::format("{}", fmt::join(words, ", "));
}

std::string last_exit_text(const Json& service, double now)
{
    const auto found = service.find("last_exit");
    if (found == service.end() || !found->is_object())
        return "-";
    return fmt::format("{} after {}, {} ago", printable(text_at(*found, "text")),
        span_text(real_at(*found, "after_seconds")), span_text(now - real_at(*found, "time")));
}

}  // namespace

Cell state_cell(std::string_view state, const Terminal& terminal)
{
    const auto* look = std::ranges::find(looks, state, &StateLook::state);
    if (look == looks.end())
        return {.text = printable(state)};
    return {.text
        = terminal.is_unicode ? fmt::format("{} {}", look->glyph, state) : std::string {state},
        .style = look->style};
}

std::string services_table(const Json& status, double now, const Terminal& terminal)
{
    Table table {{{"SERVICE"}, {"STATE"}, {"FOR", Align::right}, {"PID", Align::right},
        {"RESTARTS", Align::right}, {"CPU %", Align::right}, {"MEMORY", Align::right},
        {"PROBE ms", Align::right}, {"STATUS"}}};
    for (const auto& service : services_of(status))
        table.add(service_row(service, now, terminal));
    const auto& services = services_of(status);
    return table.text(terminal.is_styled) + checks_table(status, now, terminal)
        + fmt::format("\n{} of {} services up on {}, hive-supervisor {} for {}\n",
            std::ranges::count_if(services, is_up), services.size(),
            printable(text_at(status, "host")), printable(text_at(status, "version")),
            span_text(now - real_at(status, "started")));
}

std::string service_facts(const Json& service, double now, const Terminal& terminal)
{
    Table table {
        {{printable(text_at(service, "name"))}, {printable(text_at(service, "description"))}}};
    const auto fact = [&](const char* name, std::string text) {
        table.add({{.text = name, .style = style::dim}, {.text = std::move(text)}});
    };
    const auto state = state_cell(text_at(service, "state"), terminal);
    table.add({{.text = "state", .style = style::dim}, state});
    fact("for", span_text(now - real_at(service, "since")));
    fact("status", what_next(service, now));
    fact("pid", fmt::format("{}", integer_at(service, "pid")));
    fact("restarts", fmt::format("{}", integer_at(service, "restarts")));
    fact("last exit", last_exit_text(service, now));
    fact("cpu", fmt::format("{:.1f} %", real_at(service, "cpu_percent")));
    fact("memory", memory_text(real_at(service, "memory_kb")));
    fact("descriptors", fmt::format("{}", integer_at(service, "descriptors")));
    fact("probe", printable(text_at(service, "probe")));
    fact("listens", joined(service, "listens"));
    fact("depends on", joined(service, "depends"));
    fact("needed by", joined(service, "needed_by"));
    fact("command", printable(text_at(service, "command")));
    fact("user", printable(text_at(service, "user")));
    return table.text(terminal.is_styled);
}

std::string event_text(const Json& event, const Terminal& terminal)
{
    const auto kind = text_at(event, "kind");
    const bool is_bad = kind == "exited" || kind == "misconfigured" || kind == "probe";
    auto text = fmt::format("{}  {:<12} {} {}\n", time_text(real_at(event, "time")),
        printable(text_at(event, "service")),
        terminal.dress(fmt::format("{:<13}", printable(kind)), is_bad ? style::bad : style::dim),
        printable(text_at(event, "text")));
    const auto lines = event.find("lines");
    if (lines != event.end() && lines->is_array())
        for (const auto& line : *lines)
            if (line.is_string())
                text += "    " + terminal.dress(printable(line.get<std::string>()), style::dim)
                    + '\n';
    return text;
}

std::string services_down(const Json& status)
{
    std::vector<std::string> names;
    for (const auto& service : services_of(status))
        if (flag_at(service, "enabled", true) && !is_up(service))
            names.push_back(fmt::format("{} is {}", printable(text_at(service, "name")),
                printable(text_at(service, "state"))));
    return fmt::format("{}", fmt::join(names, ", "));
}

const Json* find_service(const Json& status, std::string_view name)
{
    for (const auto& service : services_of(status))
        if (const auto found = text_at(service, "name");
            found == name || found == fmt::format("hive-{}", name))
            return &service;
    return nullptr;
}

}  // namespace hive
