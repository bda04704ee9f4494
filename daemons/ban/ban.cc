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
constexpr milliseconds name_period {300'000};
constexpr milliseconds sweep_period {3'600'000};
constexpr std::chrono::hours warning_period {24};

/// The host names among those who are never banned.
std::vector<std::string> names_of(const BanConfig& config, const std::list<JailConfig>& jails)
{
    std::vector<std::string> names;
    const auto add = [&](const std::vector<Ignored>& list) {
        for (const auto& one : list)
            if (!one.name.empty() && std::ranges::find(names, one.name) == names.end())
                names.push_back(one.name);
    };
    add(config.ignore);
    for (const auto& jail : jails)
        add(jail.exceptions.ignored);
    return names;
}

}  // namespace

BanDaemon::BanDaemon(Daemon& daemon, const BanConfig& config, BanStore store)
    : daemon_ {daemon}, ignores_self_ {config.ignores_self}, history_ {config.history},
      safe_ {config.ignore, config.trusted_proxies, {config.ipv4_prefix, config.ipv6_prefix}},
      store_ {std::move(store)}, runner_ {daemon.loop}, resolver_ {daemon.loop},
      actions_ {runner_, config.actions, [this](Json alert) { alerts_->send(std::move(alert)); }},
      host_names_ {daemon.loop}
{
}

Result<std::unique_ptr<BanDaemon>> BanDaemon::create(Daemon& daemon, const BanConfig& config)
{
    auto store = TRY(BanStore::open(state_path(config.database)));
    std::unique_ptr<BanDaemon> self {new BanDaemon {daemon, config, std::move(store)}};
    TRY(self->start(config));
    return self;
}

Result<> BanDaemon::start(const BanConfig& config)
{
    const auto jails = TRY(enabled_jails(config));
    for (const auto& jail : jails)
        jails_.push_back(TRY(Jail::create(jail, config, runner_)));
    alerts_ = TRY(AlertLink::create(daemon_.loop, runtime_path("supervisor.sock")));
    names_ = names_of(config, jails);
    for (auto& spared : TRY(store_.spared()))
        if (!safe_.spare(std::move(spared)))
            log::warning("skipped a spared network reason=\"more than {}\"", SafeList::max_spared);
    TRY(start_periods());
    enforcement_
        = TRY(Enforcement::create(daemon_.loop, config, jails, store_, safe_, callbacks()));
    judge_ = std::make_unique<Judge>(Judge::Parts {store_, safe_, jails_, *enforcement_});
    reading_ = TRY(Reading::create(daemon_.loop, store_, jails_, config.journal_directory,
        [this](Jail& jail, std::string_view line, LineAge age, std::optional<WallTime> time) {
            take_line(jail, line, age, time);
        }));
    sweep();
    report();
    return {};
}

Result<> BanDaemon::start_periods()
{
    sweep_ = TRY(daemon_.loop.every(sweep_period, [this] { sweep(); }));
    if (ignores_self_) {
        learn_own_addresses();
        own_addresses_
            = TRY(daemon_.loop.every(own_address_period, [this] { learn_own_addresses(); }));
    }
    if (names_.empty())
        return {};
    resolve_names();
    names_refresh_ = TRY(daemon_.loop.every(name_period, [this] { resolve_names(); }));
    return {};
}

Enforcement::Callbacks BanDaemon::callbacks()
{
    return {.changed = [this] { report(); },
        .banned =
            [this](const Ban& ban) {
                judge_->count_ban(ban);
                auto* jail = judge_->jail(ban.jail);
                if (jail == nullptr)
                    return;
                ++jail->bans;
                actions_.run(jail->config, ban, Actions::Event::ban);
            },
        .unbanned =
            [this](const Ban& ban, std::string_view /*reason*/) {
                if (const auto* jail = judge_->jail(ban.jail))
                    actions_.run(jail->config, ban, Actions::Event::unban);
            }};
}

void BanDaemon::report()
{
    if (!enforcement_)
        return;
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

/// A name that is not found keeps the addresses it had.
void BanDaemon::resolve_names()
{
    for (const auto& name : names_) {
        const bool is_asked = resolver_.resolve(name, [this, name](std::vector<Address> addresses) {
            if (addresses.empty())
                log::warning("unresolved {}", log::field("name", name));
            else
                safe_.set_resolved(name, std::move(addresses));
        });
        if (!is_asked)
            log::warning("skipped {} reason=\"too many look-ups wait\"", log::field("name", name));
    }
}

void BanDaemon::sweep()
{
    if (const auto swept = store_.sweep_history(system_clock::now() - history_); !swept)
        log::warning("failed {}", swept.error().message());
    if (const auto swept = reading_->sweep(); !swept)
        log::warning("failed {}", swept.error().message());
}

void BanDaemon::take_line(
    Jail& jail, std::string_view line, LineAge age, std::optional<WallTime> time)
{
    ++jail.lines;
    reading_->save_later();
    assert(jail.filter);  // only jails that have one follow logs
    const auto now = system_clock::now();
    const auto match = time ? jail.filter->match_at(line, *time) : jail.filter->match(line, now);
    if (match.kind != LineMatch::Kind::failure)
        return;
    if (match.time)
        time = to_wall_time(*match.time);
    const auto counted = offence_time(time, age, now);
    if (!counted)
        return;
    if (time && *counted == now)
        note_clock(jail, *time, now);
    blame(jail, match, *counted, line);
}

/// Once a day for each jail whose lines bear another time than now.
void BanDaemon::note_clock(Jail& jail, WallTime time, WallTime now)
{
    if (time == now || (jail.warned && now - *jail.warned <= warning_period))
        return;
    jail.warned = now;
    log::warning("corrected {} seconds_off={} reason=\"the time of its lines is wrong\"",
        log::field("jail", jail.config.name), (time - now) / std::chrono::seconds {1});
}

void BanDaemon::blame(Jail& jail, const LineMatch& match, WallTime time, std::string_view line)
{
    if (match.offender)
        judge_->count(jail, match.offender->address(), time, line);
    else if (match.is_host_name)
        blame_name(jail, match.id, time, line);
}

/// Each address of the name is an offender.
void BanDaemon::blame_name(
    Jail& jail, const std::string& name, WallTime time, std::string_view line)
{
    assert(jail.filter);  // it found the name
    host_names_.ask(name, jail.filter->use_dns(), system_clock::now(),
        [this, &jail, name, time, line = std::string {line.substr(0, Ledger::max_line)}](
            const std::vector<Address>& addresses) {
            for (const auto& address : addresses)
                judge_->count(jail, address, time, line);
        });
}

Result<std::unique_ptr<BanService>> BanService::create(Daemon& daemon, const BanConfig& config)
{
    std::unique_ptr<BanService> self {new BanService {daemon}};
    self->ban_ = TRY(BanDaemon::create(daemon, config));
    add_verbs(daemon.control, *self);
    return self;
}

BanService::~BanService()
{
    if (ban_)
        ban_->enforcement().stop();
}

Result<> BanService::reload()
{
    BanConfig config;
    const auto mistakes = load_config(daemon_.config_path(), with_common_options(schema(config)));
    for (const auto& mistake : mistakes)
        log::error("{}", mistake.message());
    if (!mistakes.empty())
        return fail("{}", mistakes.front().message());
    ban_.reset();  // writes what waits; the table stays in the kernel meanwhile
    auto ban = BanDaemon::create(daemon_, config);
    if (!ban) {
        // Half a configuration is none: the supervisor starts us anew.
        log::error("{}", ban.error().message());
        daemon_.loop.stop();
        return std::unexpected {std::move(ban).error()};
    }
    ban_ = *std::move(ban);
    log::notice("reloaded jails={}", ban_->jails().size());
    return {};
}

}  // namespace hive
