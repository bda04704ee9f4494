#include "daemons/ban/safe_list.h"

#include <algorithm>
#include <cerrno>

#include <ifaddrs.h>

#include "lib/handle.h"
#include "lib/json.h"

namespace hive {
namespace {

constexpr std::size_t longest_name = 253;  // RFC 1035, 2.3.4

bool is_host_name(std::string_view text)
{
    const auto is_allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '-' || c == '.' || c == '_';
    };
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return text.size() <= longest_name && std::ranges::all_of(text, is_allowed)
        && std::ranges::any_of(text, is_letter) && text.front() != '-';
}

}  // namespace

Result<Ignored> parse_ignored(std::string_view text)
{
    if (is_host_name(text))
        return Ignored {.name = std::string {text}};
    return Ignored {.network = TRY(Network::parse(text))};
}

SafeList::SafeList(std::vector<Ignored> ignored, std::vector<Network> proxies, Prefixes prefixes)
    : ignored_ {std::move(ignored)}, proxies_ {std::move(proxies)}, prefixes_ {prefixes}
{
}

bool SafeList::note_session(const Address& address, const std::string& user, Time now)
{
    const auto found = std::ranges::find(sessions_, address, &Session::address);
    const bool is_new = found == sessions_.end() || found->last + session_time < now;
    if (found != sessions_.end())
        sessions_.erase(found);
    else if (sessions_.size() == max_sessions)
        sessions_.erase(sessions_.begin());
    sessions_.push_back({.address = address, .user = user, .last = now});
    return is_new;
}

bool SafeList::spare(Spared spared)
{
    unspare(spared.network);
    if (spared_.size() == max_spared)
        return false;
    spared_.push_back(std::move(spared));
    return true;
}

bool SafeList::unspare(const Network& network)
{
    return std::erase_if(spared_, [&](const Spared& one) { return one.network == network; }) > 0;
}

bool SafeList::is_ignored(const Address& address, const std::vector<Ignored>& list) const
{
    return std::ranges::any_of(list, [&](const Ignored& one) {
        if (one.name.empty())
            return one.network.contains(address);
        const auto known = resolved_.find(one.name);
        return known != resolved_.end()
            && std::ranges::find(known->second, address) != known->second.end();
    });
}

bool SafeList::holds_ignored(const Network& network, const std::vector<Ignored>& list) const
{
    return std::ranges::any_of(list, [&](const Ignored& one) {
        if (one.name.empty())
            return network.contains(one.network.address());
        const auto known = resolved_.find(one.name);
        return known != resolved_.end()
            && std::ranges::any_of(
                known->second, [&](const Address& each) { return network.contains(each); });
    });
}

std::optional<std::string_view> SafeList::reason(
    const Address& address, Time now, const Exceptions& also) const
{
    if (address.is_loopback())
        return "loopback";
    if (is_ignored(address, ignored_) || is_ignored(address, also.ignored))
        return "ignored";
    if (std::ranges::any_of(
            spared_, [&](const auto& one) { return one.network.contains(address); }))
        return "spared";
    if (also.spares_self && std::ranges::find(own_, address) != own_.end())
        return "own";
    if (std::ranges::any_of(proxies_, [&](const auto& net) { return net.contains(address); }))
        return "trusted proxy";
    const auto session = std::ranges::find(sessions_, address, &Session::address);
    if (session != sessions_.end() && now <= session->last + session_time)
        return "administrator";
    return std::nullopt;
}

bool SafeList::protects(const Network& network, Time now, const Exceptions& also) const
{
    const auto holds = [&](const Address& address) { return network.contains(address); };
    return reason(network.address(), now, also)
        || (also.spares_self && std::ranges::any_of(own_, holds))
        || holds_ignored(network, ignored_) || holds_ignored(network, also.ignored)
        || std::ranges::any_of(proxies_, [&](const auto& proxy) { return holds(proxy.address()); })
        || std::ranges::any_of(
            spared_, [&](const auto& one) { return holds(one.network.address()); })
        || std::ranges::any_of(sessions_, [&](const Session& session) {
               return holds(session.address) && now <= session.last + session_time;
           });
}

Network SafeList::reach(const Address& address, Time now, const Exceptions& also) const
{
    const int whole = address.is_v4() ? 32 : 128;
    const int bits = address.is_v4() ? prefixes_.v4 : prefixes_.v6;
    const Network network {address, bits};
    return bits < whole && protects(network, now, also) ? Network {address, whole} : network;
}

Json SafeList::entry_of(const Ignored& ignored) const
{
    Json entry {{"reason", "ignored"},
        {"address", ignored.name.empty() ? ignored.network.text() : ignored.name}};
    if (const auto known = resolved_.find(ignored.name); known != resolved_.end())
        for (const auto& address : known->second)
            entry["resolved"].push_back(address.text());
    return entry;
}

Json SafeList::list(Time now) const
{
    auto all = Json::array();
    const auto add = [&](std::string_view reason, const std::string& address) -> Json& {
        return all.emplace_back(Json {{"reason", reason}, {"address", address}});
    };
    add("loopback", "127.0.0.0/8");
    add("loopback", "::1");
    for (const auto& one : ignored_) {
        if (one.name.empty() && one.network.address().is_loopback())
            continue;  // is there already
        all.push_back(entry_of(one));
    }
    for (const auto& one : spared_)
        add("spared", one.network.text())
            .update({{"user", one.by}, {"since", std::chrono::system_clock::to_time_t(one.since)}});
    for (const auto& address : own_)
        if (!address.is_loopback())
            add("own", address.text());
    for (const auto& proxy : proxies_)
        add("trusted proxy", proxy.text());
    for (const auto& session : sessions_)
        if (now <= session.last + session_time) {
            auto& entry = add("administrator", session.address.text());
            entry["user"] = session.user;
            entry["until"] = std::chrono::system_clock::to_time_t(session.last + session_time);
        }
    return all;
}

Result<std::vector<Address>> own_addresses()
{
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0)
        return std::unexpected {Error::from_errno(errno, "getifaddrs")};
    const Handle<ifaddrs, ::freeifaddrs> owner {list};
    std::vector<Address> addresses;
    for (const auto* entry = list; entry != nullptr; entry = entry->ifa_next)
        if (entry->ifa_addr != nullptr
            && (entry->ifa_addr->sa_family == AF_INET || entry->ifa_addr->sa_family == AF_INET6))
            addresses.push_back(Address::from_socket(entry->ifa_addr));
    return addresses;
}

}  // namespace hive
