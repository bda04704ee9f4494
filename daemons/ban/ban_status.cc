#include <algorithm>
#include <ranges>

#include "daemons/ban/ban.h"
#include "daemons/ban/ban_time.h"
#include "lib/json.h"
#include "lib/metrics.h"

namespace hive {
namespace {

using std::chrono::system_clock;

/// Listed of one jail: an answer on the control socket is at most 1 MB.
constexpr std::size_t most_listed = 20'000;

Json texts(const std::vector<Ban>& bans)
{
    auto all = Json::array();
    for (const auto& ban : bans | std::views::take(most_listed))
        all.push_back(ban.network.text());
    return all;
}

/// "_SYSTEMD_UNIT=sshd.service + _COMM=sshd"
std::string match_text(const JournalMatch& match)
{
    std::string text;
    for (const auto& words : match)
        text += fmt::format("{}{}", text.empty() ? "" : " + ", fmt::join(words, " "));
    return text;
}

Json former_ban(const FormerBan& former, bool is_in_force)
{
    Json ban {{"jail", former.ban.jail}, {"since", system_clock::to_time_t(former.ban.since)},
        {"until", system_clock::to_time_t(former.ban.until)}, {"failures", former.ban.failures},
        {"count", former.count}, {"in_force", is_in_force}, {"lines", former.ban.lines}};
    if (const auto& decision = former.ban.decision)
        ban["decision"] = {{"class", decision->attack}, {"score", decision->score},
            {"reasons", decision->reasons}};
    return ban;
}

/// Packets and bytes that the kernel dropped, where it enforces.
void add_dropped(
    Json& object, const std::map<std::string, Dropped>& dropped, const std::string& jail)
{
    const auto found = dropped.find(jail);
    if (found == dropped.end())
        return;
    object["dropped_packets"] = found->second.packets;
    object["dropped_bytes"] = found->second.bytes;
}

void add_jail(MetricList& list, const Jail& jail, std::size_t banned)
{
    const MetricLabels labels {{"jail", jail.config.name}};
    list.counter("lines_total", "Lines read.", jail.lines, labels);
    list.counter("failures_total", "Offences seen.", jail.failures, labels);
    list.counter("bans_total", "Bans made since the start.", jail.bans, labels);
    list.gauge("banned", "Networks banned now.", banned, labels);
    list.gauge(
        "addresses", "Addresses whose offences are remembered.", jail.ledger.addresses(), labels);
    list.counter("overruns_total", "Searches given up because a line took too much work.",
        jail.filter ? jail.filter->overruns() : 0, labels);
}

}  // namespace

Result<Json> BanDaemon::status()
{
    auto jails = Json::array();
    const auto dropped = enforcement_->dropped();
    for (const auto& jail : jails_) {
        jails.push_back(
            {{"name", jail.config.name}, {"lines", jail.lines}, {"failures", jail.failures},
                {"bans", jail.bans}, {"addresses", jail.ledger.addresses()},
                {"overruns", jail.filter ? jail.filter->overruns() : 0}});
        add_dropped(jails.back(), dropped, jail.config.name);
    }
    const auto list = TRY(enforcement_->list(1));
    return Json {{"state", enforcement_->trouble().empty() ? "ready" : "degraded"},
        {"status", enforcement_->status()}, {"by", list.at("by")}, {"banned", list.at("count")},
        {"in_kernel", list.at("in_kernel")}, {"jails", std::move(jails)}};
}

Result<Json> BanDaemon::status(const Jail& jail)
{
    auto banned = TRY(enforcement_->by_jail());
    Json filter {{"currently_failed", jail.ledger.addresses()}, {"total_failed", jail.failures}};
    if (jail.config.reads_journal)
        filter["journal"] = match_text(jail.journal_match);
    else
        filter["files"] = reading_->files(jail);
    const auto& bans = banned[jail.config.name];
    Json actions {
        {"currently_banned", bans.size()}, {"total_banned", jail.bans}, {"banned", texts(bans)}};
    add_dropped(actions, enforcement_->dropped(), jail.config.name);
    return Json {
        {"jail", jail.config.name}, {"filter", std::move(filter)}, {"actions", std::move(actions)}};
}

Json BanDaemon::settings(const Jail& jail) const
{
    const auto& config = jail.config;
    auto ignored = Json::array();
    for (const auto& one : config.exceptions.ignored)
        ignored.push_back(one.name.empty() ? one.network.text() : one.name);
    return {{"bantime", config.ban_time >= for_ever ? -1 : config.ban_time.count()},
        {"findtime", config.window.count()}, {"maxretry", config.failures},
        {"maxmatches", jail.ledger.lines()}, {"ignoreip", std::move(ignored)},
        {"ignoreself", ignores_self_ && config.exceptions.spares_self},
        {"ignorecommand", config.ignore_command}, {"logpath", reading_->files(jail)},
        {"journalmatch", match_text(jail.journal_match)}, {"actions", config.actions},
        {"bantime.increment", config.growth.is_on}};
}

/// The networks of an address that may have a history, and those banned now.
std::vector<Network> BanDaemon::networks_of(const Address& address) const
{
    const int whole = address.is_v4() ? 32 : 128;
    const int prefix = address.is_v4() ? safe_.prefixes().v4 : safe_.prefixes().v6;
    std::vector<Network> networks;
    for (int bits = whole; bits >= 0; --bits)
        if (const Network network {address, bits};
            bits == whole || bits == prefix || !enforcement_->of(network).empty())
            networks.push_back(network);
    return networks;
}

Result<Json> BanDaemon::why(const Address& address)
{
    auto bans = Json::array();
    auto counting = Json::array();
    for (const auto& network : networks_of(address)) {
        const auto in_force = enforcement_->of(network);
        for (const auto& former : TRY(store_.history(network)))
            bans.push_back(former_ban(former,
                std::ranges::find(in_force, former.ban.jail, &Ban::jail) != in_force.end()));
        for (const auto& jail : jails_)
            if (const auto* offences = jail.ledger.find(network))
                counting.push_back({{"jail", jail.config.name},
                    {"failures", offences->times.size()}, {"limit", jail.config.failures},
                    {"last", system_clock::to_time_t(offences->times.back())},
                    {"lines", offences->lines}});
    }
    Json answer {
        {"address", address.text()}, {"bans", std::move(bans)}, {"counting", std::move(counting)}};
    if (const auto reason = safe_.reason(address, system_clock::now()))
        answer["safe"] = *reason;
    return answer;
}

Result<Json> BanDaemon::metrics()
{
    MetricList list {"ban"};
    auto banned = TRY(enforcement_->by_jail());
    for (const auto& jail : jails_)
        add_jail(list, jail, banned[jail.config.name].size());
    for (const auto& [jail, dropped] : enforcement_->dropped()) {
        const MetricLabels labels {{"jail", jail}};
        list.counter("dropped_packets_total",
            "Packets the kernel dropped since the table was made.", dropped.packets, labels);
        list.counter("dropped_bytes_total", "Bytes of them.", dropped.bytes, labels);
    }
    list.gauge("banned", "Networks banned now.", banned[std::string {manual_jail}].size(),
        {{"jail", std::string {manual_jail}}});
    list.counter(
        "restorations_total", "Times the table was made again.", enforcement_->restorations());
    list.gauge("followed_logs", "Log files and journals followed.", reading_->size());
    list.counter(
        "names_dropped_total", "Host names not looked up, too many waited.", host_names_.dropped());
    const auto& actions = actions_.counts();
    list.counter("actions_total", "Commands that ended.", actions.run);
    list.counter("actions_failed_total", "Commands that failed.", actions.failed);
    list.counter("actions_dropped_total", "Commands dropped, too many waited.", actions.dropped);
    list.gauge("alerts_waiting", "Messages that wait for the supervisor.", alerts_->waiting());
    list.counter("alerts_dropped_total", "Messages dropped or refused.", alerts_->dropped());
    return list.answer();
}

}  // namespace hive
