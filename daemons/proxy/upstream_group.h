// daemons/proxy/upstream_group.h - the servers of one upstream and how each is doing.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "daemons/proxy/upstream_config.h"

namespace hive {

/// What all threads know of one server.
struct UpstreamServer {
    std::atomic<int> active {0};  // requests under way
    std::atomic<int> failures {0};  // in a row
    std::atomic<std::int64_t> rests_until {0};  // of the steady clock, nanoseconds
    std::atomic<bool> fails_check {false};
    std::atomic<std::uint64_t> answered {0};
    std::atomic<std::uint64_t> failed {0};
};

/// Chooses the server of a request. Any thread; no locks.
class UpstreamGroup {
public:
    using Clock = std::chrono::steady_clock;

    explicit UpstreamGroup(UpstreamConfig config);

    /// A server that neither rests nor fails its check; any when there is none such.
    /// @param avoid one that just failed, taken only when it is the only one
    [[nodiscard]] std::size_t choose(Clock::time_point now, std::optional<std::size_t> avoid);
    void begin(std::size_t server) { at(server).active.fetch_add(1, std::memory_order_relaxed); }
    void end(std::size_t server) { at(server).active.fetch_sub(1, std::memory_order_relaxed); }
    /// It answered.
    void succeed(std::size_t server);
    /// It could not be reached, or broke off. @return whether it begins to rest
    bool fail(std::size_t server, Clock::time_point now);
    /// What a check found. @return whether that is news
    bool note_check(std::size_t server, bool is_healthy);

    [[nodiscard]] bool is_usable(std::size_t server, Clock::time_point now) const;
    [[nodiscard]] const UpstreamConfig& config() const { return config_; }
    [[nodiscard]] const UpstreamServer& state(std::size_t server) const
    {
        return *servers_[server];
    }
    [[nodiscard]] std::size_t size() const { return servers_.size(); }

private:
    UpstreamServer& at(std::size_t server) { return *servers_[server]; }
    [[nodiscard]] bool is_better(std::size_t left, std::size_t right) const;

    const UpstreamConfig config_;
    std::vector<std::unique_ptr<UpstreamServer>> servers_;
    std::vector<std::size_t> turns_;  // each server as often as it weighs
    std::atomic<std::size_t> turn_ {0};
};

}  // namespace hive
