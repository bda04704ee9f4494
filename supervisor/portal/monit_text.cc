#include "supervisor/portal/monit_text.h"

#include <algorithm>
#include <array>
#include <ctime>

#include <fmt/format.h>

namespace hive {
namespace {

constexpr std::string_view plain = "\x1b[0m";
constexpr std::string_view green = "\x1b[0;92m";
constexpr std::string_view red = "\x1b[0;91m";
constexpr std::string_view yellow = "\x1b[0;93m";
constexpr std::string_view cyan = "\x1b[1;36m";
constexpr std::string_view grey = "\x1b[0;90m";
constexpr std::array<std::size_t, 3> widths {31, 26, 13};

std::string_view monitoring_words(MonitService::Monitored monitored)
{
    switch (monitored) {
    case MonitService::Monitored::no: return "Not monitored";
    case MonitService::Monitored::yes: return "Monitored";
    case MonitService::Monitored::initialising: return "Initializing";
    }
    std::unreachable();
}

std::string_view colour_of(const MonitService& service)
{
    if (service.error != 0)
        return red;
    return service.monitored == MonitService::Monitored::yes ? green : yellow;
}

std::string head_line(const MonitHead& head)
{
    return fmt::format("Monit {} uptime: {}\n", head.version, monit_uptime(head.uptime));
}

std::string moment(WallTime time)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts {};
    localtime_r(&seconds, &parts);
    std::array<char, 64> text {};
    return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S", &parts)};
}

std::string bytes_text(double bytes)
{
    constexpr std::array<std::string_view, 5> units {"B", "kB", "MB", "GB", "TB"};
    std::size_t unit = 0;
    for (; bytes >= 1024 && unit + 1 < units.size(); ++unit)
        bytes /= 1024;
    return fmt::format("{:.{}f} {}", bytes, unit == 0 ? 0 : 1, units.at(unit));
}

std::string one_line(std::string_view text)
{
    std::string line {text};
    std::ranges::replace_if(line, [](unsigned char c) { return c < ' ' || c == 0x7f; }, ' ');
    return line;
}

std::string element_text(char c)
{
    switch (c) {
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '&': return "&amp;";
    default: return {c};
    }
}

/// The command line prints it as it stands, so quotes stay.
std::string element_text(std::string_view text)
{
    std::string safe;
    for (const char c : one_line(text))
        safe += element_text(c);
    return safe;
}

/// "  pid                          2297"
void add(std::string& text, std::string_view label, std::string_view value)
{
    text += fmt::format("  {:<28} {}\n", label, value);
}

void add_service(std::string& text, const ServiceStatus& service, WallTime now)
{
    if (service.pid == 0)
        return;
    add(text, "pid", fmt::format("{}", service.pid));
    add(text, "uptime", monit_uptime(now - service.since));
    add(text, "cpu", fmt::format("{:.1f}%", service.cpu_percent));
    add(text, "memory", bytes_text(static_cast<double>(service.memory_kb) * 1024));
    add(text, "filedescriptors", fmt::format("{}", service.descriptors));
    if (service.probe_ms)
        add(text, "probe response time", fmt::format("{:.3f} ms", *service.probe_ms));
}

std::string reading_text(std::string_view name, double value)
{
    constexpr std::array<std::string_view, 8> shares {
        "cpu", "space", "inodes", "saturation", "swap", "pressure", "percent", "share"};
    constexpr std::array<std::string_view, 4> amounts {"size", "free", "received", "sent"};
    if (std::ranges::find(shares, name) != shares.end())
        return fmt::format("{:.1f}%", value);
    if (std::ranges::find(amounts, name) != amounts.end())
        return bytes_text(value);
    return fmt::format("{:.10g}", value);
}

void add_check(std::string& text, const CheckStatus& check)
{
    for (const auto& [name, value] : check.numbers)
        if (name != "memory")
            add(text, name, reading_text(name, value));
        else
            add(text, name,
                check.type == "system" ? fmt::format("{:.1f}%", value) : bytes_text(value));
    for (const auto& [name, value] : check.texts)
        add(text, name, one_line(value));
    for (const std::string& rule : check.rules)
        add(text, "rule broken", rule);
}

std::string rule_line(std::string_view left, std::string_view middle, std::string_view right)
{
    std::string line {left};
    for (std::size_t i = 0; i < widths.size(); ++i) {
        for (std::size_t n = 0; n < widths.at(i) + 2; ++n)
            line += "─";
        line += i + 1 < widths.size() ? middle : right;
    }
    return fmt::format("{}{}{}\n", grey, line, plain);
}

std::string row(std::span<const std::string_view> cells, std::span<const std::string_view> colours)
{
    const std::string bar = fmt::format("{}│{}", grey, plain);
    std::string line = bar;
    for (std::size_t i = 0; i < cells.size(); ++i)
        line += fmt::format(" {}{:<{}}{} {}", colours[i], cells[i].substr(0, widths.at(i)),
            widths.at(i), plain, bar);
    return line + '\n';
}

}  // namespace

std::string monit_uptime(WallSeconds span)
{
    const auto minutes = static_cast<long>(std::max(0.0, span.count())) / 60;
    const long days = minutes / 1440;
    const long hours = minutes % 1440 / 60;
    if (days > 0)
        return fmt::format("{}d {}h {}m", days, hours, minutes % 60);
    return hours > 0 ? fmt::format("{}h {}m", hours, minutes % 60) : fmt::format("{}m", minutes);
}

std::string monit_status(const MonitHead& head, std::span<const MonitService> services)
{
    std::string text = head_line(head) + '\n';
    for (const MonitService& one : services) {
        text += fmt::format("{}{} '{}'{}\n", cyan, one.title, one.name, plain);
        add(text, "status", fmt::format("{}{}{}", colour_of(one), one.status, plain));
        add(text, "monitoring status", monitoring_words(one.monitored));
        add(text, "monitoring mode", one.is_passive ? "passive" : "active");
        add(text, "on reboot", "start");
        if (one.service != nullptr)
            add_service(text, *one.service, one.collected);
        if (one.check != nullptr)
            add_check(text, *one.check);
        add(text, "data collected", moment(one.collected));
        text += '\n';
    }
    return text;
}

std::string monit_summary(const MonitHead& head, std::span<const MonitService> services)
{
    constexpr std::array<std::string_view, 3> titles {"Service Name", "Status", "Type"};
    constexpr std::array<std::string_view, 3> title_colours {cyan, cyan, cyan};
    std::string text = head_line(head) + rule_line("┌", "┬", "┐") + row(titles, title_colours);
    for (const MonitService& one : services) {
        const std::array<std::string_view, 3> cells {one.name, one.status, one.title};
        const std::array<std::string_view, 3> colours {"", colour_of(one), ""};
        text += rule_line("├", "┼", "┤") + row(cells, colours);
    }
    return text + rule_line("└", "┴", "┘");
}

std::string monit_report(std::span<const MonitService> services, std::string_view type)
{
    using Monitored = MonitService::Monitored;
    const auto count = [&](auto question) {
        return static_cast<std::size_t>(std::ranges::count_if(services, question));
    };
    const auto in = [](Monitored which) {
        return [which](const MonitService& one) { return one.monitored == which; };
    };
    const std::size_t up = count([](const MonitService& one) { return one.is_up(); });
    const std::array<std::pair<std::string_view, std::size_t>, 4> numbers {
        {{"up", up}, {"down", count(in(Monitored::yes)) - up},
            {"initialising", count(in(Monitored::initialising))},
            {"unmonitored", count(in(Monitored::no))}}};
    if (type == "total")
        return fmt::format("{}\n", services.size());
    std::string text;
    for (const auto& [name, number] : numbers) {
        if (name == type)
            return fmt::format("{}\n", number);
        const double share = services.empty()
            ? 0
            : 100.0 * static_cast<double>(number) / static_cast<double>(services.size());
        text += fmt::format("{:<15} {} ({:.1f}%)\n", std::string {name} + ':', number, share);
    }
    return text + fmt::format("{:<15} {} services\n", "total:", services.size());
}

std::string monit_refusal(int status, std::string_view title, std::string_view why)
{
    return fmt::format("<html><head><title>{} {}</title></head><body><h2>{}</h2>{}<hr>"
                       "Hive</body></html>",
        status, title, title, element_text(why));
}

}  // namespace hive
