// daemons/ban/ban_store_spared.cc - the part of the safe list that is put there by hand.
#include "daemons/ban/ban_store.h"

namespace hive {

using std::chrono::system_clock;

Result<> BanStore::spare(const Spared& spared)
{
    auto insert = TRY(database_.prepare("INSERT OR REPLACE INTO spared VALUES (?1, ?2, ?3)"));
    TRY(insert.bind(1, spared.network.text()));
    TRY(insert.bind(2, spared.by));
    TRY(insert.bind(3, std::int64_t {system_clock::to_time_t(spared.since)}));
    return insert.run();
}

Result<> BanStore::unspare(const Network& network)
{
    auto remove = TRY(database_.prepare("DELETE FROM spared WHERE network = ?1"));
    TRY(remove.bind(1, network.text()));
    return remove.run();
}

Result<std::vector<Spared>> BanStore::spared()
{
    auto rows = TRY(database_.prepare("SELECT network, who, since FROM spared ORDER BY since"));
    std::vector<Spared> all;
    while (TRY(rows.step()))
        if (const auto network = Network::parse(rows.text(0)))
            all.push_back({.network = *network,
                .by = std::string {rows.text(1)},
                .since = system_clock::from_time_t(rows.integer(2))});
    return all;
}

}  // namespace hive
