// daemons/ban/offender.h - who failed, by the groups of a match.
#pragma once

#include <optional>
#include <string>

#include "daemons/ban/failure.h"
#include "lib/address.h"

namespace hive {

struct Offender {
    std::string id;  // what is counted: an address, a network, a name, or what <F-ID> caught
    std::optional<Network> network;  // what to ban; none for names and impossible addresses
    bool is_host_name = false;
};

/// Nothing when the groups name nobody. Sets group "ip" when <F-ID> names something else than
/// the address. Pure.
[[nodiscard]] std::optional<Offender> find_offender(CaughtGroups& groups);

}  // namespace hive
