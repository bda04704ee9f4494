#include "daemons/ban/safe_list.h"

#include <algorithm>
#include <cerrno>

#include <ifaddrs.h>

#include "lib/handle.h"

namespace hive {

SafeList::SafeList(std::vector<Network> ignored, int ipv6_prefix)
    : ignored_ {std::move(ignored)}, ipv6_prefix_ {ipv6_prefix}
{
}

std::optional<std::string_view> SafeList::reason(const Address& address) const
{
    if (address.is_loopback())
        return "loopback";
    if (std::ranges::any_of(ignored_, [&](const auto& net) { return net.contains(address); }))
        return "ignored";
    if (std::ranges::find(own_, address) != own_.end())
        return "own";
    return std::nullopt;
}

bool SafeList::protects(const Network& network) const
{
    return reason(network.address())
        || std::ranges::any_of(own_, [&](const auto& own) { return network.contains(own); })
        || std::ranges::any_of(
            ignored_, [&](const auto& ignored) { return network.contains(ignored.address()); });
}

Network SafeList::reach(const Address& address) const
{
    if (address.is_v4())
        return {address, 32};
    const Network network {address, ipv6_prefix_};
    return protects(network) ? Network {address, 128} : network;
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
