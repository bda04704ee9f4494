#include "daemons/ban/ban.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "lib/json.h"
#include "lib/log.h"
#include "lib/paths.h"

namespace hive {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

constexpr milliseconds own_address_period {60'000};
constexpr milliseconds position_delay {1000};
constexpr std::chrono::seconds believed {60};

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

BanDaemon::BanDaemon(Daemon& daemon, const BanConfig& config, BanStore store)
    : daemon_ {daemon}, ignores_self_ {config.ignores_self},
      safe_ {config.ignore, config.ipv6_prefix}, store_ {std::move(store)}
{
}

Result<std::unique_ptr<Service>> BanDaemon::create(Daemon& daemon, const BanConfig& config)
{
    auto store = TRY(BanStore::open(state_path(config.database)));
    std::unique_ptr<BanDaemon> self {new BanDaemon {daemon, config, std::move(store)}};
    TRY(self->start(config));
    return self;
}

Result<> BanDaemon::start(const BanConfig& config)
{
    for (const auto& jail : enabled_jails(config))
        jails_.push_back(TRY(Jail::create(jail, config.fail2ban)));
    const auto direct
        = std::ranges::find(jails_, direct_jail, [](const Jail& jail) { return jail.config.name; });
    direct_ = direct == jails_.end() ? nullptr : &*direct;
    if (ignores_self_) {
        learn_own_addresses();
        own_addresses_
            = TRY(daemon_.loop.every(own_address_period, [this] { learn_own_addresses(); }));
    }
    enforcement_
        = TRY(Enforcement::create(daemon_.loop, config, store_, safe_, [this] { report(); }));
    TRY(follow_logs());
    add_verbs(daemon_.control, *this);
    report();
    return {};
}

BanDaemon::~BanDaemon()
{
    save_positions();
}

Result<> BanDaemon::follow_logs()
{
    for (auto& jail : jails_)
        for (const auto& path : jail.config.logs) {
            const auto saved = TRY(store_.position(jail.config.name, path));
            auto tail = TRY(LogTail::create(daemon_.loop, path, saved,
                [this, &jail](std::string_view line, LineAge age) { take_line(jail, line, age); }));
            log::info("following {} {} offset={}", log::field("log", path),
                log::field("jail", jail.config.name), tail->file().position().offset);
            followers_.push_back({.jail = &jail, .tail = std::move(tail), .saved = saved});
        }
    // At once: a file made from now on is new to a next run, too.
    save_positions();
    return {};
}

void BanDaemon::report()
{
    const bool is_well = enforcement_->trouble().empty();
    daemon_.report(is_well ? Health::ready : Health::degraded, enforcement_->status());
}

void BanDaemon::learn_own_addresses()
{
    auto addresses = own_addresses();
    if (addresses)
        safe_.set_own(*std::move(addresses));
    else
        log::warning("failed {}", addresses.error().message());
}

void BanDaemon::take_line(Jail& jail, std::string_view line, LineAge age)
{
    ++jail.lines;
    save_positions_later();
    assert(jail.filter);  // only jails that have one follow logs
    const auto match = jail.filter->match(line);
    if (match.kind != LineMatch::Kind::failure)
        return;
    const auto now = system_clock::now();
    count(jail, match.address, offence_time(match.date, age, now), now);
}

bool BanDaemon::count_login(const Address& address, std::string_view credential, WallTime time)
{
    const auto now = system_clock::now();
    if (direct_ == nullptr
        || repeats_.is_repeat({address, address.is_v4() ? 32 : 128}, credential, now))
        return false;
    const bool is_believed = time > now - believed && time < now + believed;
    count(*direct_, address, is_believed ? time : now, now);
    return true;
}

void BanDaemon::count(Jail& jail, const Address& address, WallTime time, WallTime now)
{
    ++jail.failures;
    const auto network = safe_.reach(address);
    // Requests that were under way when the ban was made are not the start of the next one.
    if (time + jail.config.window < now || enforcement_->is_banned(network, jail.config.name))
        return;
    const auto verdict = jail.ledger.add(network, time);
    const auto jail_field = log::field("jail", jail.config.name);
    if (!verdict.is_enough) {
        log::info(
            "counted address={} {} failures={}", address.text(), jail_field, verdict.offences);
        return;
    }
    if (const auto reason = safe_.reason(address)) {
        log::notice("ignored address={} {} failures={} reason={}", address.text(), jail_field,
            verdict.offences, *reason);
        return;
    }
    auto ban = make_ban(network, jail.config.name, jail.config.ban_time);
    ban.failures = verdict.offences;
    if (!enforcement_->ban(ban))
        log::warning(
            "refused address={} {} reason=\"max_bans reached\"", network.text(), jail_field);
    else
        ++jail.bans;
}

Result<> BanDaemon::ban(const Address& address, const std::string& jail, std::chrono::seconds time)
{
    if (!enforcement_->knows_jail(jail))
        return fail("there is no jail '{}'", jail);
    if (const auto reason = safe_.reason(address))
        return fail("{} is never banned: {}", address.text(), *reason);
    if (!enforcement_->ban(make_ban(safe_.reach(address), jail, time)))
        return fail("max_bans is reached");
    return {};
}

std::size_t BanDaemon::unban(const Network& network)
{
    const auto& address = network.address();
    auto ended = enforcement_->unban(network);
    for (auto& jail : jails_)
        jail.ledger.forget(network);
    const bool is_lone_v6 = !address.is_v4() && network.bits() == 128;
    if (is_lone_v6 && safe_.ipv6_prefix() < 128)
        ended += unban({address, safe_.ipv6_prefix()});
    return ended;
}

void BanDaemon::save_positions_later()
{
    if (save_)
        return;
    auto save = daemon_.loop.after(position_delay, [this] {
        save_ = Watch {};
        save_positions();
    });
    if (save)
        save_ = *std::move(save);
}

void BanDaemon::save_positions()
{
    for (auto& follower : followers_) {
        auto position = follower.tail->file().position();
        if (position == follower.saved)
            continue;
        const auto& path = follower.tail->file().path();
        if (const auto saved = store_.save_position(follower.jail->config.name, path, position);
            !saved)
            return log::warning("failed {}", saved.error().message());
        follower.saved = std::move(position);
    }
}

Result<Json> BanDaemon::status()
{
    auto jails = Json::array();
    for (const auto& jail : jails_)
        jails.push_back(
            {{"name", jail.config.name}, {"lines", jail.lines}, {"failures", jail.failures},
                {"bans", jail.bans}, {"addresses", jail.ledger.addresses()},
                {"overruns", jail.filter ? jail.filter->overruns() : 0}});
    const auto list = TRY(enforcement_->list(1));
    return Json {{"state", enforcement_->trouble().empty() ? "ready" : "degraded"},
        {"status", enforcement_->status()}, {"by", list.at("by")}, {"banned", list.at("count")},
        {"in_kernel", list.at("in_kernel")}, {"jails", std::move(jails)}};
}

}  // namespace hive
