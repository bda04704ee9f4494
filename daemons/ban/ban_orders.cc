// daemons/ban/ban_orders.cc - what administrators order: unban, spare.
#include "daemons/ban/ban.h"
#include "lib/log.h"

namespace hive {

using std::chrono::system_clock;

std::size_t BanDaemon::unban(const Network& network, const std::string& jail)
{
    std::vector<Network> networks {network};
    const auto whole = network.address().is_v4() ? 32 : 128;
    const auto bits = network.address().is_v4() ? safe_.prefixes().v4 : safe_.prefixes().v6;
    if (network.bits() == whole && bits < whole)
        networks.emplace_back(network.address(), bits);
    std::size_t ended = 0;
    for (const auto& each : networks)
        ended += enforcement_->unban(each, jail);
    forget(networks, jail);
    return ended;
}

std::size_t BanDaemon::unban_all()
{
    std::vector<Network> networks;
    for (const auto& ban : enforcement_->all())
        networks.push_back(ban.network);
    const auto ended = enforcement_->unban_all();
    forget(networks, "");
    return ended;
}

void BanDaemon::forget(std::span<const Network> networks, const std::string& jail)
{
    for (auto& one : jails_)
        if (jail.empty() || one.config.name == jail)
            for (const auto& network : networks)
                one.ledger.forget(network);
    if (const auto forgotten = store_.forget_history(networks, jail); !forgotten)
        log::warning("failed {}", forgotten.error().message());
    reading_->save_later();
}

Result<std::size_t> BanDaemon::spare(const Spared& spared)
{
    if (!safe_.spare(spared))
        return fail("{} networks are spared already, and no more", SafeList::max_spared);
    TRY(store_.spare(spared));
    log::notice("spared address={} {} reason=\"put on the safe list\"", spared.network.text(),
        log::field("by", spared.by));
    std::size_t ended = 0;
    for (const auto& ban : enforcement_->all())
        if (ban.network.contains(spared.network.address())
            || spared.network.contains(ban.network.address()))
            ended += enforcement_->unban(ban.network, ban.jail);
    return ended;
}

Result<> BanDaemon::unspare(const Network& network)
{
    if (!safe_.unspare(network))
        return fail("{} is not spared by hand", network.text());
    log::notice("unspared address={}", network.text());
    return store_.unspare(network);
}

void BanDaemon::note_session(const Address& address, const std::string& user)
{
    if (!address.is_loopback() && safe_.note_session(address, user, system_clock::now()))
        log::notice("spared address={} {} reason=\"an administrator is active there\"",
            address.text(), log::field("user", user));
}

}  // namespace hive
