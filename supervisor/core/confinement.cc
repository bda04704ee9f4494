#include "supervisor/core/confinement.h"

#include <array>
#include <utility>

#include <sys/resource.h>

#include "lib/account.h"
#include "lib/file.h"
#include "lib/json.h"
#include "lib/number.h"
#include "lib/trim.h"
#include "supervisor/core/capability.h"

namespace hive {
namespace {

/// The first number of `text`; 0 when there is none.
std::uint64_t number_in(std::string_view text, int base = 10)
{
    text = trimmed(text);
    return take_number<std::uint64_t>(text, base).value_or(0);
}

std::vector<gid_t> numbers_in(std::string_view text)
{
    std::vector<gid_t> numbers;
    for (text = trimmed(text); const auto number = take_number<std::uint64_t>(text);
        text = trimmed(text))
        numbers.push_back(static_cast<gid_t>(*number));
    return numbers;
}

void read_field(Confinement& confinement, std::string_view name, std::string_view value)
{
    if (name == "Uid")
        confinement.user = static_cast<uid_t>(number_in(value));
    else if (name == "Gid")
        confinement.group = static_cast<gid_t>(number_in(value));
    else if (name == "Groups")
        confinement.groups = numbers_in(value);
    else if (name == "CapPrm")
        confinement.capabilities = number_in(value, 16);
    else if (name == "NoNewPrivs")
        confinement.has_no_new_privileges = number_in(value) == 1;
    else if (name == "Seccomp")
        confinement.refuses_calls = number_in(value) == 2;
    else if (name == "Umask")
        confinement.umask = static_cast<mode_t>(number_in(value, 8));
}

/// The soft limit behind the name of one in /proc/PID/limits.
void read_limit(Confinement& confinement, std::string_view line)
{
    using Field = std::int64_t Confinement::*;
    constexpr std::array fields {std::pair {"Max open files ", Field {&Confinement::files}},
        std::pair {"Max core file size ", Field {&Confinement::core_size}},
        std::pair {"Max address space ", Field {&Confinement::memory}},
        std::pair {"Max processes ", Field {&Confinement::processes}},
        std::pair {"Max file size ", Field {&Confinement::file_size}}};
    for (const auto& [name, field] : fields)
        if (line.starts_with(name)) {
            const auto rest = trimmed(line.substr(std::string_view {name}.size()));
            confinement.*field
                = rest.starts_with("unlimited") ? -1 : static_cast<std::int64_t>(number_in(rest));
        }
}

template <class Visit>
void for_each_line(std::string_view text, Visit visit)
{
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        visit(line);
    }
}

/// Root's, all of them, are not worth a list.
std::vector<std::string> names_of_capabilities(std::uint64_t bits)
{
    auto names = capability_names(bits);
    if (names.size() > 38)
        names = {"all"};
    return names;
}

}  // namespace

Confinement parse_confinement(std::string_view status, std::string_view limits)
{
    Confinement confinement;
    for_each_line(status, [&](std::string_view line) {
        if (const auto colon = line.find(':'); colon != std::string_view::npos)
            read_field(confinement, line.substr(0, colon), line.substr(colon + 1));
    });
    for_each_line(limits, [&](std::string_view line) { read_limit(confinement, line); });
    return confinement;
}

std::optional<Confinement> look_at_confinement(pid_t pid)
{
    const auto status = read_file(fmt::format("/proc/{}/status", pid));
    const auto limits = read_file(fmt::format("/proc/{}/limits", pid));
    if (!status || !limits)
        return std::nullopt;
    auto confinement = parse_confinement(*status, *limits);
    confinement.nice = ::getpriority(PRIO_PROCESS, static_cast<id_t>(pid));
    return confinement;
}

Json to_json(const Confinement& confinement, const ServiceConfig& service, int landlock)
{
    auto groups = Json::array();
    for (const auto group : confinement.groups)
        groups.push_back(group_name(group));
    return {{"user", user_name(confinement.user)}, {"group", group_name(confinement.group)},
        {"groups", groups}, {"capabilities", names_of_capabilities(confinement.capabilities)},
        {"no_new_privileges", confinement.has_no_new_privileges},
        {"seccomp", confinement.refuses_calls},
        {"refused_calls", confinement.refuses_calls ? refused_call_count() : 0},
        {"landlock", landlock}, {"readable", service.readable}, {"writable", service.writable},
        {"umask", fmt::format("{:04o}", confinement.umask)}, {"nice", confinement.nice},
        {"limits",
            {{"files", confinement.files}, {"core_size", confinement.core_size},
                {"memory", confinement.memory}, {"processes", confinement.processes},
                {"file_size", confinement.file_size}}}};
}

}  // namespace hive
