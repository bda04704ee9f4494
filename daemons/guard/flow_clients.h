// daemons/guard/flow_clients.h - how many of a client's flows a model takes for attacks. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "daemons/guard/verdict.h"
#include "lib/client_table.h"

namespace hive {

/// One flow in two hundred is misjudged, so one alone speaks against nobody: a strike takes
/// `least_attacks` flows of one client in five seconds, and half of all it had in them.
class FlowClients {
public:
    static constexpr std::uint32_t least_attacks = 3;

    explicit FlowClients(std::size_t room) : table_ {room} { clients_.reserve(room); }

    struct Client {
        std::int64_t window = 0;  // its start / 5 s
        std::uint32_t flows = 0;  // in the window
        std::uint32_t attacks = 0;
        float score = 0;  // sum over the attacks
        std::uint32_t since = 0;  // epoch seconds
        std::uint32_t all_flows = 0;
        std::uint32_t all_attacks = 0;
    };
    /// @param score of an attack; nothing for a flow that is none
    /// @return the client when this flow makes a strike; once a window
    const Client* count(const Address& client, EventTime time, std::optional<double> score);

    [[nodiscard]] const Client* find(const Address& client) const;
    [[nodiscard]] const ClientTable& table() const { return table_; }

private:
    ClientTable table_;
    std::vector<Client> clients_;  // by slot
};

}  // namespace hive
