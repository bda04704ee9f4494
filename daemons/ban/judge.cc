#include "daemons/ban/judge.h"

#include <algorithm>
#include <ranges>

#include "daemons/ban/ban_time.h"
#include "lib/log.h"

namespace hive {
namespace {

using std::chrono::system_clock;

constexpr std::chrono::seconds believed {60};
constexpr std::chrono::seconds manual_time {600};

/// Whole seconds, so that memory, database and hive-proxy agree on the end of a ban.
Ban make_ban(const Network& network, const std::string& jail, std::chrono::seconds time)
{
    const auto now = system_clock::now();
    return {.network = network,
        .jail = jail,
        .since = std::chrono::floor<std::chrono::seconds>(now),
        .until = std::chrono::ceil<std::chrono::seconds>(now + time)};
}

}  // namespace

Jail* Judge::jail(std::string_view name) const
{
    const auto found = std::ranges::find(
        parts_.jails, name, [](const Jail& jail) -> std::string_view { return jail.config.name; });
    return found == parts_.jails.end() ? nullptr : &*found;
}

Network Judge::reach(const Address& address) const
{
    return parts_.safe.reach(address, system_clock::now());
}

void Judge::count(Jail& jail, const Address& address, WallTime time, std::string_view line)
{
    ++jail.failures;
    const auto now = system_clock::now();
    const auto network = parts_.safe.reach(address, now, jail.config.exceptions);
    // Requests that were under way when the ban was made are not the start of the next one.
    if (time + jail.config.window < now || parts_.enforcement.is_banned(network, jail.config.name))
        return;
    auto verdict = jail.ledger.add(network, time, line);
    if (!verdict.is_enough)
        return log::debug("counted address={} {} failures={}", address.text(),
            log::field("jail", jail.config.name), verdict.offences);
    judge({.jail = &jail,
        .address = address,
        .network = network,
        .failures = verdict.offences,
        .lines = std::move(verdict.lines)});
}

void Judge::judge(Case offender)
{
    const auto now = system_clock::now();
    auto& jail = *offender.jail;
    const auto spare = [](const Case& spared, std::string_view reason) {
        log::notice("ignored address={} {} failures={} {}", spared.address.text(),
            log::field("jail", spared.jail->config.name), spared.failures,
            log::field("reason", reason));
    };
    if (const auto reason = parts_.safe.reason(offender.address, now, jail.config.exceptions))
        return spare(offender, *reason);
    const auto address = offender.address;
    jail.ignore_check.ask(
        address, now, [this, spare, offender = std::move(offender)](bool is_spared) {
            if (is_spared)
                spare(offender, "ignore_command");
            else
                sentence(offender);
        });
}

void Judge::sentence(const Case& offender)
{
    auto& jail = *offender.jail;
    auto ban = make_ban(offender.network, jail.config.name, time_of(jail, offender.network));
    ban.failures = offender.failures;
    ban.lines = offender.lines;
    if (!parts_.enforcement.ban(std::move(ban)))
        log::warning("refused address={} {} reason=\"max_bans reached\"", offender.network.text(),
            log::field("jail", jail.config.name));
}

std::chrono::seconds Judge::time_of(const Jail& jail, const Network& network)
{
    const auto& growth = jail.config.growth;
    if (!growth.is_on)
        return jail.config.ban_time;
    const auto former
        = parts_.store.former_bans(network, growth.counts_all_jails ? "" : jail.config.name);
    if (!former)
        log::warning("failed {}", former.error().message());
    const double chance = std::uniform_real_distribution {0.0, 1.0}(random_);
    return ban_time(growth, jail.config.ban_time, former.value_or(0), chance);
}

bool Judge::count_login(const Address& address, std::string_view credential, WallTime time)
{
    const auto now = system_clock::now();
    auto* direct = jail(direct_jail);
    if (direct == nullptr
        || repeats_.is_repeat({address, address.is_v4() ? 32 : 128}, credential, now))
        return false;
    const bool is_believed = time > now - believed && time < now + believed;
    count(*direct, address, is_believed ? time : now, "");
    return true;
}

void Judge::count_ban(const Ban& ban)
{
    for (auto& jail : parts_.jails)
        if (jail.config.counts_bans && jail.config.name != ban.jail)
            count(jail, ban.network.address(), ban.since, fmt::format("banned by {}", ban.jail));
}

Result<> Judge::ban(const Order& order)
{
    const auto* known = jail(order.jail);
    if (known == nullptr && order.jail != manual_jail)
        return fail("there is no jail '{}'", order.jail);
    const auto now = system_clock::now();
    if (const auto reason = parts_.safe.reason(order.network.address(), now))
        return fail("{} is never banned: {}", order.network.text(), *reason);
    if (parts_.safe.protects(order.network, now))
        return fail("{} holds an address that is never banned", order.network.text());
    const auto by_jail = known != nullptr ? time_of(*known, order.network) : manual_time;
    auto ban = make_ban(order.network, order.jail, order.time.value_or(by_jail));
    ban.lines = order.lines;
    ban.decision = order.decision;
    if (!parts_.enforcement.ban(std::move(ban)))
        return fail("max_bans is reached");
    return {};
}

}  // namespace hive
