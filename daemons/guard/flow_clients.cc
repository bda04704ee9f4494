#include "daemons/guard/flow_clients.h"

namespace hive {

const FlowClients::Client* FlowClients::count(
    const Address& client, EventTime time, std::optional<double> score)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    const auto [slot, is_new] = table_.touch(client);
    if (slot == clients_.size())
        clients_.emplace_back();
    auto& counted = clients_[slot];
    if (is_new)
        counted = {.since = static_cast<std::uint32_t>(seconds)};
    if (counted.window != seconds / 5) {
        counted.window = seconds / 5;
        counted.flows = counted.attacks = 0;
        counted.score = 0;
    }
    ++counted.flows;
    ++counted.all_flows;
    if (!score)
        return nullptr;
    ++counted.attacks;
    ++counted.all_attacks;
    counted.score += static_cast<float>(*score);
    const bool is_strike = counted.attacks >= least_attacks && counted.attacks * 2 >= counted.flows
        && (counted.attacks == least_attacks || counted.attacks % 64 == 0);
    return is_strike ? &counted : nullptr;
}

const FlowClients::Client* FlowClients::find(const Address& client) const
{
    const auto slot = table_.find(client);
    return slot == ClientTable::none ? nullptr : &clients_[slot];
}

}  // namespace hive
