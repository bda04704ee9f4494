#include "tools/hivectl/top_view.h"

#include <algorithm>

#include "lib/json.h"
#include "tools/hivectl/service_view.h"

namespace hive {
namespace {

constexpr std::string_view plain = "\x1b[0m";

std::vector<Json> sorted_services(const Json& status, TopOrder order)
{
    std::vector<Json> services;
    if (const auto list = status.find("services"); list != status.end() && list->is_array())
        services.assign(list->begin(), list->end());
    const auto by = [](const char* key) {
        return [key](const Json& a, const Json& b) { return real_at(a, key) > real_at(b, key); };
    };
    switch (order) {
    case TopOrder::name: break;  // the order of the configuration
    case TopOrder::processor: std::ranges::stable_sort(services, by("cpu_percent")); break;
    case TopOrder::memory: std::ranges::stable_sort(services, by("memory_kb")); break;
    }
    return services;
}

std::string head(const Json& status, double now, const Terminal& terminal)
{
    const auto sum = count_states(status);
    double cpu = 0;
    double memory = 0;
    for (const Json& service : sorted_services(status, TopOrder::name)) {
        cpu += real_at(service, "cpu_percent");
        memory += real_at(service, "memory_kb");
    }
    return fmt::format("{}  {} of {} up  cpu {:.1f} %  memory {}  supervisor up {}",
        terminal.dress(printable(text_at(status, "host")), style::bold), sum.up, sum.total(), cpu,
        memory_text(memory), span_text(now - real_at(status, "started")));
}

std::vector<Cell> service_row(const Json& service, double now, const Terminal& terminal)
{
    const bool runs = integer_at(service, "pid") > 0;
    const double probe = real_at(service, "probe_ms", -1);
    return {{printable(text_at(service, "name"))}, state_cell(text_at(service, "state"), terminal),
        {span_text(now - real_at(service, "since"))},
        {runs ? fmt::format("{:.1f}", real_at(service, "cpu_percent")) : "-"},
        {runs ? memory_text(real_at(service, "memory_kb")) : "-"},
        {runs ? fmt::format("{}", integer_at(service, "descriptors")) : "-"},
        {fmt::format("{}", integer_at(service, "restarts"))},
        {probe >= 0 ? fmt::format("{:.1f}", probe) : "-"}};
}

std::vector<Cell> check_row(const Json& check, double now, const Terminal& terminal)
{
    return {{printable(text_at(check, "name"))}, state_cell(text_at(check, "state"), terminal),
        {span_text(now - real_at(check, "since"))}, {"-"}, {"-"}, {"-"}, {"-"}, {"-"}};
}

void append_lines(std::vector<std::string>& lines, std::string_view text)
{
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

}  // namespace

std::string cut(const std::string& line, std::size_t columns)
{
    std::string kept;
    std::size_t places = 0;
    for (std::size_t i = 0; i < line.size();) {
        std::size_t length = 1;
        if (line[i] == '\x1b') {
            length = std::min(line.find('m', i), line.size() - 1) + 1 - i;
        } else {
            while (i + length < line.size()
                && (static_cast<unsigned char>(line[i + length]) & 0xc0U) == 0x80)
                ++length;
            if (++places > columns)
                break;
        }
        kept += line.substr(i, length);
        i += length;
    }
    return kept.contains('\x1b') ? kept + std::string {plain} : kept;
}

std::vector<std::string> top_lines(
    const Json& status, double now, TopOrder order, ScreenSize size, const Terminal& terminal)
{
    Table table {{{"NAME"}, {"STATE"}, {"FOR", Align::right}, {"CPU %", Align::right},
        {"MEMORY", Align::right}, {"FDS", Align::right}, {"RESTARTS", Align::right},
        {"PROBE ms", Align::right}}};
    for (const Json& service : sorted_services(status, order))
        table.add(service_row(service, now, terminal));
    if (const auto checks = status.find("checks"); checks != status.end() && checks->is_array())
        for (const Json& check : *checks)
            table.add(check_row(check, now, terminal));
    std::vector<std::string> lines {head(status, now, terminal), ""};
    append_lines(lines, table.text(terminal.is_styled));
    if (lines.size() > size.rows)
        lines.resize(size.rows);
    for (std::string& line : lines)
        line = cut(line, size.columns);
    return lines;
}

}  // namespace hive
