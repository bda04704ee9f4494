// daemons/ban/offender.cc - <F-ID>, then IPv4, IPv6, a name: in that order.
#include "daemons/ban/offender.h"

#include <algorithm>

#include "lib/number.h"

namespace hive {
namespace {

std::optional<std::string> caught(const CaughtGroups& groups, std::string_view name)
{
    const auto found = groups.find(name);
    return found == groups.end() ? std::nullopt : found->second;
}

/// @param bits of <CIDR>; "" for the address alone
Offender at_address(const std::string& text, std::string_view bits)
{
    const auto address = Address::parse(text);
    if (!address)
        return {.id = text};
    const int all = address->is_v4() ? 32 : 128;
    const int length = take_number<int>(bits).value_or(all);
    const Network network {*address, std::clamp(length, 0, all)};
    return {.id = network.text(), .network = network};
}

/// What <F-ID> caught: perhaps an address, "[2001:db8::1]", "192.0.2.0/24".
Offender at_id(const std::string& text)
{
    std::string_view bare {text};
    if (bare.size() > 2 && bare.starts_with('[') && bare.ends_with(']'))
        bare = bare.substr(1, bare.size() - 2);
    const auto slash = bare.find('/');
    const auto bits
        = slash == std::string_view::npos ? std::string_view {} : bare.substr(slash + 1);
    auto offender = at_address(std::string {bare.substr(0, slash)}, bits);
    offender.id = text;
    return offender;
}

}  // namespace

std::optional<Offender> find_offender(CaughtGroups& groups)
{
    const auto id = caught(groups, "fid");
    auto address = caught(groups, "ip4");
    if (!address)
        address = caught(groups, "ip6");
    const auto name = address ? std::nullopt : caught(groups, "dns");
    if (!address && !name && !id)
        return std::nullopt;
    if (!address && !name)
        return at_id(*id);
    auto offender = address ? at_address(*address, caught(groups, "cidr").value_or(""))
                            : Offender {.id = *name, .network = {}, .is_host_name = true};
    if (!id || *id == (address ? *address : *name))
        return offender;
    groups["ip"] = offender.id;
    offender.id = *id;
    return offender;
}

}  // namespace hive
