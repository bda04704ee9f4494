// daemons/guard/sample_lines.h - a few telling requests of the clients seen last. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/guard/verdict.h"
#include "lib/flow.h"
#include "lib/lru_map.h"
#include "lib/request_traits.h"
#include "lib/traffic_event.h"

namespace hive {

/// `GET /a?b=%27 404 "sqlmap/1.7"`, bytes outside printable ASCII as \xXX, at most 300 bytes.
[[nodiscard]] std::string sample_line(const TrafficEvent& event);
/// `192.0.2.7 -> 192.0.2.1, 4.2 packets/s, 120 bytes each`
[[nodiscard]] std::string sample_line(const Flow& flow);
/// Whether a request is worth keeping: an error, a sign, a probe.
[[nodiscard]] bool is_telling(const RequestTraits& request);

class SampleLines {
public:
    static constexpr std::size_t max_clients = 2000;
    static constexpr std::size_t lines_each = max_sample_lines;

    /// The oldest line of the client goes when there are too many.
    void add(const Address& client, std::string line);
    [[nodiscard]] std::vector<std::string> of(const Address& client) const;

private:
    struct Lines {
        std::vector<std::string> lines;
        std::size_t next = 0;  // which is replaced
    };
    LruMap<Address, Lines> clients_ {max_clients};
};

}  // namespace hive
