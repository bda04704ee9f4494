// daemons/ban/spared.h - a network that an administrator has put on the safe list by hand.
#pragma once

#include <string>

#include "daemons/ban/wall_time.h"
#include "lib/address.h"

namespace hive {

struct Spared {
    Network network;
    std::string by;  // who did it
    WallTime since;  // whole seconds, as they are stored

    bool operator==(const Spared&) const = default;
};

}  // namespace hive
