#include "supervisor/portal/monit_xml.h"

#include <algorithm>

#include <sys/sysinfo.h>
#include <sys/utsname.h>

#include <fmt/format.h>

namespace hive {
namespace {

constexpr double bytes_per_kilobyte = 1024;
constexpr double bytes_per_megabyte = 1024 * 1024;
constexpr double milliseconds_per_second = 1000;

/// Element content; XML 1.0 has no way to write most control characters.
std::string escaped(std::string_view text)
{
    std::string safe;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '<')
            safe += "&lt;";
        else if (c == '>')
            safe += "&gt;";
        else if (c == '&')
            safe += "&amp;";
        else
            safe += byte < ' ' && c != '\t' && c != '\n' ? '?' : c;
    }
    return safe;
}

std::string element(std::string_view name, std::string_view text)
{
    return fmt::format("<{}>{}</{}>", name, escaped(text), name);
}

template <class Number>
    requires std::is_arithmetic_v<Number>
std::string element(std::string_view name, Number number)
{
    return fmt::format("<{}>{}</{}>", name, number, name);
}

std::string tenths(std::string_view name, double value)
{
    return fmt::format("<{}>{:.1f}</{}>", name, value, name);
}

std::string within(std::string_view name, const std::string& elements)
{
    return fmt::format("<{}>{}</{}>", name, elements, name);
}

/// A reading as an element, nothing when there is none.
std::string reading(
    const CheckStatus& check, std::string_view which, std::string_view name, double factor = 1)
{
    const auto value = check.number(which);
    return value ? fmt::format("<{}>{:.0f}</{}>", name, *value * factor, name) : "";
}

std::string share(const CheckStatus& check, std::string_view which, std::string_view name)
{
    const auto value = check.number(which);
    return value ? within(name, tenths("percent", *value)) : "";
}

std::string process_part(std::int64_t pid, double uptime, double cpu, double memory_kb,
    std::int64_t descriptors, const MonitServer& server)
{
    const double percent
        = server.memory_kb > 0 ? 100 * memory_kb / static_cast<double>(server.memory_kb) : 0;
    const auto kilobytes = static_cast<std::int64_t>(memory_kb);
    return element("pid", pid) + element("uptime", static_cast<std::int64_t>(uptime))
        + within("memory",
            tenths("percent", percent) + tenths("percenttotal", percent)
                + element("kilobyte", kilobytes) + element("kilobytetotal", kilobytes))
        + within("cpu", tenths("percent", cpu) + tenths("percenttotal", cpu))
        + within(
            "filedescriptors", element("open", descriptors) + element("opentotal", descriptors));
}

std::string service_part(const ServiceStatus& service, const MonitServer& server)
{
    if (service.pid == 0)
        return "";
    const double uptime = WallSeconds {server.now - service.since}.count();
    std::string text = process_part(service.pid, std::max(0.0, uptime), service.cpu_percent,
        static_cast<double>(service.memory_kb), service.descriptors, server);
    if (service.probe_ms)
        text += within("port",
            element("hostname", "localhost")
                + within("request", fmt::format("<![CDATA[{}]]>", escaped(service.probe)))
                + fmt::format("<responsetime>{:.6f}</responsetime>",
                    *service.probe_ms / milliseconds_per_second));
    return text;
}

std::string file_part(const CheckStatus& check, WallTime looked)
{
    std::string mode {check.text("permission")};
    mode.erase(0, std::min(mode.find_first_not_of('0'), mode.size()));
    const auto age = check.number("age");
    const auto modified = epoch_seconds(looked) - age.value_or(0);
    return element("mode", mode.empty() ? "0" : mode)
        + (age ? within("timestamps", element("modify", static_cast<std::int64_t>(modified))) : "")
        + reading(check, "size", "size");
}

std::string filesystem_part(const CheckStatus& check)
{
    return element("fsflags", check.text("flags")) + share(check, "space", "block")
        + share(check, "inodes", "inode") + reading(check, "free", "free", 1 / bytes_per_megabyte);
}

std::string network_part(const CheckStatus& check)
{
    const auto way = [&](std::string_view name, std::string_view rate, std::string_view total,
                         std::string_view errors) {
        return within(name,
            within("bytes", reading(check, rate, "now") + reading(check, total, "total"))
                + within("errors", reading(check, errors, "total")));
    };
    return within("link",
        reading(check, "link", "state") + way("download", "received", "rx_bytes", "rx_errors")
            + way("upload", "sent", "tx_bytes", "tx_errors"));
}

std::string system_part(const CheckStatus& check)
{
    const auto load = [&](std::string_view which, std::string_view name) {
        return fmt::format("<{}>{:.2f}</{}>", name, check.number(which).value_or(0), name);
    };
    const auto cpu = check.number("cpu");
    return within("system",
        within("load", load("load1", "avg01") + load("load5", "avg05") + load("load15", "avg15"))
            + (cpu ? within("cpu", tenths("user", *cpu)) : "") + share(check, "memory", "memory")
            + share(check, "swap", "swap"));
}

/// A text that holds the end mark would end it early.
std::string character_data(std::string_view text)
{
    std::string safe;
    for (auto rest = escaped(text); !rest.empty();) {
        const auto end = std::min(rest.find("]]"), rest.size());
        safe += rest.substr(0, end);
        safe += end < rest.size() ? "] ]" : "";
        rest.erase(0, std::min(end + 2, rest.size()));
    }
    return fmt::format("<![CDATA[{}]]>", safe);
}

std::string program_part(const CheckStatus& check)
{
    return within("program",
        element(
            "started", static_cast<std::int64_t>(epoch_seconds(check.looked.value_or(check.since))))
            + reading(check, "status", "status")
            + within("output", character_data(check.text("output"))));
}

std::string check_part(const MonitService& one, const MonitServer& server)
{
    const CheckStatus& check = *one.check;
    switch (one.type) {
    case MonitType::filesystem: return filesystem_part(check);
    case MonitType::directory:
    case MonitType::file:
    case MonitType::fifo: return file_part(check, one.collected);
    case MonitType::process:
        return process_part(static_cast<std::int64_t>(check.number("pid").value_or(0)),
            check.number("uptime").value_or(0), check.number("cpu").value_or(0),
            check.number("memory").value_or(0) / bytes_per_kilobyte,
            static_cast<std::int64_t>(check.number("descriptors").value_or(0)), server);
    case MonitType::host:
    case MonitType::program: return program_part(check);
    case MonitType::system: return system_part(check);
    case MonitType::network: return network_part(check);
    }
    std::unreachable();
}

std::string service_element(const MonitService& one, const MonitServer& server)
{
    const double collected = epoch_seconds(one.collected);
    const auto seconds = static_cast<std::int64_t>(collected);
    const auto microseconds
        = static_cast<std::int64_t>((collected - static_cast<double>(seconds)) * 1e6);
    std::string text = element("name", one.name) + element("collected_sec", seconds)
        + element("collected_usec", microseconds) + element("status", one.error)
        + element("status_hint", 0) + element("monitor", static_cast<int>(one.monitored))
        + element("monitormode", one.is_passive ? 1 : 0) + element("onreboot", 0)
        + element("pendingaction", 0);
    if (one.error != 0)
        text += element(
            "status_message", one.check != nullptr ? one.check->status : one.service->status);
    if (one.monitored == MonitService::Monitored::yes) {
        if (one.service != nullptr)
            text += service_part(*one.service, server);
        else if (one.check != nullptr && one.check->looked)
            text += check_part(one, server);
    }
    return fmt::format(R"(<service type="{}">{}</service>)", static_cast<int>(one.type), text);
}

}  // namespace

MonitServer this_machine()
{
    utsname names {};
    ::uname(&names);
    struct sysinfo memory {};
    ::sysinfo(&memory);
    const auto kilobytes = [&](unsigned long amount) {
        return static_cast<std::int64_t>(amount / 1024 * memory.mem_unit);
    };
    return {.system = names.sysname,
        .release = names.release,
        .build = names.version,
        .machine = names.machine,
        .processors = ::get_nprocs(),
        .memory_kb = kilobytes(memory.totalram),
        .swap_kb = kilobytes(memory.totalswap)};
}

std::string monit_xml(const MonitServer& server, std::span<const MonitService> services)
{
    const auto started = static_cast<std::int64_t>(epoch_seconds(server.started));
    const auto now = static_cast<std::int64_t>(epoch_seconds(server.now));
    std::string text = R"(<?xml version="1.0" encoding="UTF-8"?><monit>)"
        + within("server",
            element("id", server.id) + element("incarnation", started)
                + element("version", server.version) + element("uptime", now - started)
                + element("poll", 1) + element("startdelay", 0)
                + element("localhostname", server.host)
                + element("controlfile", "/etc/hive/supervisor.ini")
                + within("httpd",
                    element("address", server.address) + element("port", server.port)
                        + element("ssl", 0)))
        + within("platform",
            element("name", server.system) + element("release", server.release)
                + element("version", server.build) + element("machine", server.machine)
                + element("cpu", server.processors) + element("memory", server.memory_kb)
                + element("swap", server.swap_kb));
    for (const MonitService& one : services)
        text += service_element(one, server);
    return text + "</monit>";
}

}  // namespace hive
