#include "daemons/proxy/upstream_group.h"

#include <algorithm>
#include <utility>

namespace hive {

namespace {

constexpr auto relaxed = std::memory_order_relaxed;

}  // namespace

UpstreamGroup::UpstreamGroup(UpstreamConfig config) : config_ {std::move(config)}
{
    int heaviest = 1;
    for (const auto& server : config_.servers) {
        servers_.push_back(std::make_unique<UpstreamServer>());
        heaviest = std::max(heaviest, server.weight);
    }
    // Round after round, so that a heavy server does not get all its turns at once.
    for (int round = 0; round < heaviest; ++round)
        for (std::size_t i = 0; i < servers_.size(); ++i)
            if (config_.servers[i].weight > round)
                turns_.push_back(i);
}

bool UpstreamGroup::is_usable(std::size_t server, Clock::time_point now) const
{
    const auto& one = state(server);
    return !one.fails_check.load(relaxed)
        && one.rests_until.load(relaxed) <= now.time_since_epoch().count();
}

/// Fewer requests under way for its weight, the one to come included.
bool UpstreamGroup::is_better(std::size_t left, std::size_t right) const
{
    const auto load = [&](std::size_t server) { return state(server).active.load(relaxed) + 1; };
    return load(left) * config_.servers[right].weight < load(right) * config_.servers[left].weight;
}

std::size_t UpstreamGroup::choose(Clock::time_point now, std::optional<std::size_t> avoid)
{
    if (servers_.size() == 1)
        return 0;
    const auto first = turn_.fetch_add(1, relaxed);
    std::optional<std::size_t> best;
    std::optional<std::size_t> last_resort;
    for (std::size_t i = 0; i < turns_.size(); ++i) {
        const auto server = turns_[(first + i) % turns_.size()];
        if (server == avoid)
            continue;
        if (!last_resort)
            last_resort = server;
        if (!is_usable(server, now))
            continue;
        if (config_.balance == Balance::round_robin)
            return server;
        if (!best || is_better(server, *best))
            best = server;
    }
    return best.value_or(last_resort.value_or(0));
}

void UpstreamGroup::succeed(std::size_t server)
{
    auto& one = at(server);
    one.answered.fetch_add(1, relaxed);
    if (one.failures.load(relaxed) != 0)
        one.failures.store(0, relaxed);
}

bool UpstreamGroup::fail(std::size_t server, Clock::time_point now)
{
    auto& one = at(server);
    one.failed.fetch_add(1, relaxed);
    if (one.failures.fetch_add(1, relaxed) + 1 < config_.max_failures)
        return false;
    const auto end = now + config_.failure_timeout;
    const auto before
        = one.rests_until.exchange(Clock::duration {end.time_since_epoch()}.count(), relaxed);
    return before <= now.time_since_epoch().count();
}

bool UpstreamGroup::note_check(std::size_t server, bool is_healthy)
{
    auto& one = at(server);
    const bool did_fail = one.fails_check.exchange(!is_healthy, relaxed);
    if (is_healthy) {
        one.failures.store(0, relaxed);
        one.rests_until.store(0, relaxed);
    }
    return did_fail == is_healthy;
}

}  // namespace hive
