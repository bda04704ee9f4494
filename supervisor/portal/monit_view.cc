#include "supervisor/portal/monit_view.h"

#include <algorithm>
#include <array>

namespace hive {
namespace {

struct Kind {
    std::string_view word;  // of [check NAME]
    std::string_view title;
};
constexpr std::array<Kind, 9> kinds {{
    {"filesystem", "Filesystem"},
    {"directory", "Directory"},
    {"file", "File"},
    {"process", "Process"},
    {"host", "Remote Host"},
    {"system", "System"},
    {"fifo", "Fifo"},
    {"program", "Program"},
    {"network", "Network"},
}};

/// The bits monit's XML has for what went wrong, and its words.
struct Fault {
    std::uint32_t bit;
    std::string_view words;
};
constexpr Fault resource {0x2, "Resource limit matched"};
constexpr Fault connection {0x20, "Connection failed"};
constexpr Fault nonexist {0x200, "Does not exist"};
constexpr Fault execution {0x1000, "Execution failed"};
constexpr Fault content {0x8000, "Content failed"};
constexpr Fault status {0x20'0000, "Status failed"};
constexpr Fault link {0x80'0000, "Link down"};

MonitType type_of(std::string_view word)
{
    const auto* const found = std::ranges::find(kinds, word, &Kind::word);
    return found == kinds.end() ? MonitType::program
                                : static_cast<MonitType>(found - kinds.begin());
}

std::string_view title_of(MonitType type)
{
    return kinds.at(static_cast<std::size_t>(type)).title;
}

Fault fault_of(const CheckStatus& check)
{
    if (std::ranges::find(check.rules, "missing") != check.rules.end())
        return check.type == "host" ? connection : nonexist;
    switch (type_of(check.type)) {
    case MonitType::host: return connection;
    case MonitType::program: return status;
    case MonitType::network: return check.number("link") == 0 ? link : resource;
    case MonitType::file: return content;
    case MonitType::directory:
    case MonitType::fifo:
    case MonitType::filesystem:
    case MonitType::process:
    case MonitType::system: return resource;
    }
    std::unreachable();
}

void set(MonitService& shown, Fault fault)
{
    shown.monitored = MonitService::Monitored::yes;
    shown.error = fault.bit;
    shown.status = fault.words;
}

void set_unmonitored(MonitService& shown)
{
    shown.monitored = MonitService::Monitored::no;
    shown.status = "Not monitored";
}

void set_state(MonitService& shown, ServiceState state, Fault degraded)
{
    switch (state) {
    case ServiceState::ready: return set(shown, {0, "OK"});
    case ServiceState::degraded: return set(shown, degraded);
    case ServiceState::backoff: return set(shown, nonexist);
    case ServiceState::misconfigured: return set(shown, execution);
    case ServiceState::starting:
        shown.monitored = MonitService::Monitored::initialising;
        shown.status = "Initializing";
        return;
    case ServiceState::stopped:
    case ServiceState::stopping:
    case ServiceState::unmonitored: return set_unmonitored(shown);
    }
    std::unreachable();
}

MonitService shown(const ServiceStatus& service, WallTime now)
{
    MonitService row {.name = service.name,
        .type = MonitType::process,
        .title = title_of(MonitType::process),
        .groups = service.groups,
        .collected = now,
        .service = &service};
    set_state(row, service.state, status);
    return row;
}

MonitService shown(const CheckStatus& check)
{
    const MonitType type = type_of(check.type);
    MonitService row {.name = check.name,
        .type = type,
        .title = title_of(type),
        .is_passive = check.is_passive,
        .groups = check.groups,
        .collected = check.looked.value_or(check.since),
        .check = &check};
    set_state(row, check.state, fault_of(check));
    return row;
}

MonitService host(const std::string& name, WallTime now)
{
    MonitService row {.name = name,
        .type = MonitType::system,
        .title = title_of(MonitType::system),
        .collected = now};
    set(row, {0, "OK"});
    return row;
}

}  // namespace

std::vector<MonitService> monit_services(const CoreView& core, WallTime now)
{
    std::vector<MonitService> all;
    const auto is_system = [](const CheckStatus& check) { return check.type == "system"; };
    if (std::ranges::none_of(core.checks(), is_system))
        all.push_back(host(core.host(), now));
    for (const CheckStatus& check : core.checks())
        if (is_system(check))
            all.push_back(shown(check));
    for (const ServiceStatus& service : core.services())
        all.push_back(shown(service, now));
    for (const CheckStatus& check : core.checks())
        if (!is_system(check))
            all.push_back(shown(check));
    return all;
}

Result<std::vector<MonitService>> chosen(
    const std::vector<MonitService>& all, const MonitRequest& request)
{
    std::vector<MonitService> those = all;
    if (!request.group.empty())
        std::erase_if(those, [&](const MonitService& one) {
            return std::ranges::find(one.groups, request.group) == one.groups.end();
        });
    if (those.empty())
        return fail("Service group '{}' not found", request.group);
    if (request.services.empty())
        return those;
    for (const std::string& pattern : request.services)
        if (std::ranges::none_of(
                those, [&](const MonitService& one) { return is_meant(pattern, one.name); }))
            return fail("There is no service named \"{}\"", pattern);
    std::erase_if(those, [&](const MonitService& one) {
        return std::ranges::none_of(request.services,
            [&](const std::string& pattern) { return is_meant(pattern, one.name); });
    });
    return those;
}

}  // namespace hive
