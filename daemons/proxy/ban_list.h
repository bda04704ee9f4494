// daemons/proxy/ban_list.h - the networks hive-ban has banned, as hive-proxy knows them.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "lib/address.h"

namespace hive {

/// Written by the main loop, asked by every thread. Bounded.
class BanList {
public:
    using Time = std::chrono::system_clock::time_point;
    static constexpr std::size_t capacity = 100'000;

    /// Whether a banned network contains the address.
    [[nodiscard]] bool holds(const Address& address, Time now) const;
    /// The same for one that is asked about again and again: looks only when something was banned
    /// since. @param clean_version 0 at first; kept by the caller for that address
    [[nodiscard]] bool holds_by_now(const Address& address, std::uint64_t& clean_version) const;

    /// A ban over the capacity is not kept. @return false then
    bool ban(const Network& network, Time end);
    void unban(const Network& network);

    /// From here on hive-ban tells all its bans again.
    void begin_resync();
    /// It has told all: what it did not name is no longer banned.
    void end_resync();
    /// Forgets bans that have ended.
    void expire(Time now);

    [[nodiscard]] std::size_t size() const;

private:
    struct Ban {
        Time end;
        unsigned round = 0;  // of resynchronisation in which it was told last
    };
    using Bans = std::unordered_map<Network, Ban>;
    Bans::iterator forget(Bans::iterator ban);
    template <typename Predicate>
    void forget_if(Predicate predicate);

    mutable std::mutex mutex_;
    Bans bans_;  // guarded by mutex_
    // How many bans have each prefix length: only lengths in use are looked up. Guarded by mutex_.
    std::array<std::size_t, 129> lengths_ {};
    unsigned round_ = 0;  // guarded by mutex_
    std::atomic<std::uint64_t> version_ {1};  // counts up with each ban
};

}  // namespace hive
