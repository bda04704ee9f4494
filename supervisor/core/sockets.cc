#include "supervisor/core/sockets.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <grp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/file.h"
#include "lib/listener.h"
#include "lib/log.h"
#include "supervisor/core/process.h"

namespace hive {
namespace {

constexpr std::size_t families = 2;  // "*" opens one socket for each

/// Not a hash table's hash: the next core, perhaps a newer build, must come to the same name.
std::uint64_t fnv1a(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash;
}

/// Without the group the socket stays the supervisor's own, which is safe and shown.
Result<> give_to_group(const ListenSpec& spec)
{
    if (spec.group.empty() || ::geteuid() != 0)
        return {};
    const auto* group = ::getgrnam(spec.group.c_str());
    if (group == nullptr) {
        log::warning("kept {} for root: no such {}", log::field("socket", spec.endpoint_text),
            log::field("group", spec.group));
        return {};
    }
    if (::chown(spec.endpoint.unix_path.c_str(), 0, group->gr_gid) != 0)
        return std::unexpected {Error::from_errno(errno, "chown " + spec.endpoint.unix_path)};
    return {};
}

Error name_owner(const ListenSpec& spec, Error error)
{
    if (!spec.endpoint.unix_path.empty() || !error.message().contains("already in use"))
        return error;
    const auto owner = port_owner(spec.endpoint.port);
    return Error {fmt::format(
        "port {} is taken by {}", spec.endpoint.port, owner.empty() ? "another program" : owner)};
}

/// No interface has an IPv6 address: the kernel has it switched off.
bool has_ipv6()
{
    const auto interfaces = read_file("/proc/net/if_inet6");
    return interfaces && !interfaces->empty();
}

bool is_for_ipv6(const Endpoint& endpoint)
{
    return endpoint.unix_path.empty() && !endpoint.is_any && !endpoint.address.is_v4();
}

bool is_bound_to(const Endpoint& endpoint, int fd)
{
    sockaddr_storage storage {};
    socklen_t size = sizeof storage;
    auto* name = reinterpret_cast<sockaddr*>(&storage);
    if (!endpoint.unix_path.empty() || ::getsockname(fd, name, &size) != 0
        || local_port(fd) != endpoint.port)
        return false;
    const auto address = Address::from_socket(name);
    return endpoint.is_any
        ? std::ranges::all_of(address.bytes(), [](unsigned char byte) { return byte == 0; })
        : address == endpoint.address;
}

}  // namespace

ServiceSockets::ServiceSockets(const ServiceConfig& service, KeeperLink& keeper)
    : service_ {service.name}, keeper_ {keeper}
{
    entries_.push_back({.spec = {.name = "control",
                            .endpoint_text = "unix:" + service.control_path(),
                            .endpoint = {.unix_path = service.control_path()},
                            .mode = 0666}});  // each verb checks who asks
    for (const auto& spec : service.listen)
        entries_.push_back({.spec = spec});
}

std::string ServiceSockets::kept_name(const ListenSpec& spec, std::size_t index) const
{
    return fmt::format(
        "socket.{}.{}.{:016x}.{}", service_, spec.name, fnv1a(spec.endpoint.text()), index);
}

void ServiceSockets::adopt(const Claim& claim)
{
    for (auto& entry : entries_)
        for (std::size_t i = 0; i < families; ++i)
            if (auto fd = claim(kept_name(entry.spec, i)))
                hold(entry, std::move(fd));
    for (const auto& entry : entries_)
        adopt_from_units(entry.spec.name, claim);
}

/// Those of .socket units of systemd, which the keeper calls SERVICE.SOCKET.n
void ServiceSockets::adopt_from_units(const std::string& socket, const Claim& claim)
{
    for (std::size_t n = 0;; ++n) {
        const auto name = fmt::format("{}.{}.{}", service_, socket, n);
        auto fd = claim(name);
        if (!fd)
            return;
        keeper_.drop(name);
        ::fcntl(fd.get(), F_SETFL, O_NONBLOCK);  // systemd passes them blocking
        const auto entry = std::ranges::find_if(entries_, [&](const Entry& candidate) {
            return candidate.spec.name == socket && is_bound_to(candidate.spec.endpoint, fd.get());
        });
        if (entry == entries_.end())
            log::warning("unused {}: systemd listens where no listen option does",
                log::field("socket", name));
        else if (entry->fds.size() < (entry->spec.endpoint.is_any ? families : 1))
            hold(*entry, std::move(fd));
    }
}

void ServiceSockets::hold(Entry& entry, Fd fd)
{
    keeper_.keep(kept_name(entry.spec, entry.fds.size()), fd.get());
    entry.fds.push_back(std::move(fd));
}

Result<> ServiceSockets::open_entry(Entry& entry)
{
    if (is_for_ipv6(entry.spec.endpoint) && !has_ipv6()) {
        log::warning(
            "skipped {}: this machine has no IPv6", log::field("socket", entry.spec.endpoint_text));
        return {};
    }
    auto opened = open_listeners(entry.spec.endpoint, entry.spec.mode);
    if (!opened)
        return std::unexpected {name_owner(entry.spec, std::move(opened).error())};
    TRY(give_to_group(entry.spec));
    for (auto& fd : *opened)
        hold(entry, std::move(fd));
    return {};
}

Result<> ServiceSockets::open()
{
    Result<> outcome;
    for (auto& entry : entries_)
        if (entry.fds.empty())
            if (auto opened = open_entry(entry); !opened)
                outcome = std::move(opened);
    return outcome;
}

void ServiceSockets::close()
{
    for (auto& entry : entries_) {
        for (std::size_t i = 0; i < entry.fds.size(); ++i)
            keeper_.drop(kept_name(entry.spec, i));
        entry.fds.clear();
    }
}

std::vector<int> ServiceSockets::fds() const
{
    std::vector<int> fds;
    for (const auto& entry : entries_)
        for (const auto& fd : entry.fds)
            fds.push_back(fd.get());
    return fds;
}

std::vector<std::string> ServiceSockets::names() const
{
    std::vector<std::string> names;
    for (const auto& entry : entries_)
        names.insert(names.end(), entry.fds.size(), entry.spec.name);
    return names;
}

}  // namespace hive
