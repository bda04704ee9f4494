// daemons/ban/port_list.h - which ports and protocols a ban closes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lib/result.h"

namespace hive {

/// Inclusive.
struct PortRange {
    std::uint16_t first = 0;
    std::uint16_t last = 0;

    auto operator<=>(const PortRange&) const = default;
};

/// "80", "https" (as /etc/services names it), "6000-6100", "6000:6100".
[[nodiscard]] Result<PortRange> parse_port_range(std::string_view text);

/// In order, without repeats and overlaps. Empty, which means every port, when all are in it.
[[nodiscard]] std::vector<PortRange> merged(std::vector<PortRange> ranges);

/// What of a protocol's packets is dropped: those to the ports, or without ports all.
enum class Protocol { tcp, udp, both };

}  // namespace hive
