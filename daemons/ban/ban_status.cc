#include <algorithm>

#include "daemons/ban/ban.h"
#include "daemons/ban/ban_time.h"
#include "lib/json.h"

namespace hive {
namespace {

using std::chrono::system_clock;

Json texts(const std::vector<Ban>& bans)
{
    auto all = Json::array();
    for (const auto& ban : bans)
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

/// Collects the values of one metric after the other.
class MetricList {
public:
    void add(const char* name, const char* kind, const char* help, Json labels, std::int64_t value)
    {
        all_.push_back({{"name", fmt::format("hive_ban_{}", name)}, {"kind", kind}, {"help", help},
            {"labels", std::move(labels)}, {"value", value}});
    }
    [[nodiscard]] Json take() && { return std::move(all_); }

private:
    Json all_ = Json::array();
};

void add_jail(MetricList& list, const Jail& jail, std::size_t banned)
{
    const Json labels {{"jail", jail.config.name}};
    list.add("lines_total", "counter", "Lines read.", labels, jail.lines);
    list.add("failures_total", "counter", "Offences seen.", labels, jail.failures);
    list.add("bans_total", "counter", "Bans made since the start.", labels, jail.bans);
    list.add("banned", "gauge", "Networks banned now.", labels, static_cast<std::int64_t>(banned));
    list.add("addresses", "gauge", "Addresses whose offences are remembered.", labels,
        static_cast<std::int64_t>(jail.ledger.addresses()));
    list.add("overruns_total", "counter", "Searches given up because a line took too much work.",
        labels, jail.filter ? static_cast<std::int64_t>(jail.filter->overruns()) : 0);
}

}  // namespace

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

Result<Json> BanDaemon::status(const Jail& jail)
{
    auto banned = TRY(enforcement_->by_jail());
    Json filter {{"currently_failed", jail.ledger.addresses()}, {"total_failed", jail.failures}};
    if (jail.config.reads_journal)
        filter["journal"] = match_text(jail.journal_match);
    else
        filter["files"] = reading_->files(jail);
    const auto& bans = banned[jail.config.name];
    return Json {{"jail", jail.config.name}, {"filter", std::move(filter)},
        {"actions",
            {{"currently_banned", bans.size()}, {"total_banned", jail.bans},
                {"banned", texts(bans)}}}};
}

Json BanDaemon::settings(const Jail& jail) const
{
    const auto& config = jail.config;
    auto ignored = Json::array();
    for (const auto& one : config.ignore)
        ignored.push_back(one.name.empty() ? one.network.text() : one.name);
    return {{"bantime", config.ban_time >= for_ever ? -1 : config.ban_time.count()},
        {"findtime", config.window.count()}, {"maxretry", config.failures},
        {"ignoreip", std::move(ignored)}, {"ignoreself", ignores_self_},
        {"ignorecommand", config.ignore_command}, {"logpath", reading_->files(jail)},
        {"journalmatch", match_text(jail.journal_match)}, {"actions", config.actions},
        {"bantime.increment", config.growth.is_on}};
}

Result<Json> BanDaemon::why(const Address& address)
{
    const int whole = address.is_v4() ? 32 : 128;
    std::vector<Network> networks {{address, whole}};
    const int bits = address.is_v4() ? safe_.prefixes().v4 : safe_.prefixes().v6;
    if (bits < whole)
        networks.emplace_back(address, bits);
    auto bans = Json::array();
    auto counting = Json::array();
    for (const auto& network : networks) {
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
    MetricList list;
    auto banned = TRY(enforcement_->by_jail());
    for (const auto& jail : jails_)
        add_jail(list, jail, banned[jail.config.name].size());
    const auto none = Json::object();
    list.add("banned", "gauge", "Networks banned now.", {{"jail", manual_jail}},
        static_cast<std::int64_t>(banned[std::string {manual_jail}].size()));
    list.add("restorations_total", "counter", "Times the table was made again.", none,
        enforcement_->restorations());
    list.add("followed_logs", "gauge", "Log files and journals followed.", none,
        static_cast<std::int64_t>(reading_->size()));
    const auto& actions = actions_.counts();
    list.add("actions_total", "counter", "Commands that ended.", none, actions.run);
    list.add("actions_failed_total", "counter", "Commands that failed.", none, actions.failed);
    list.add("actions_dropped_total", "counter", "Commands dropped, too many waited.", none,
        actions.dropped);
    list.add("alerts_waiting", "gauge", "Messages that wait for the supervisor.", none,
        static_cast<std::int64_t>(alerts_->waiting()));
    list.add("alerts_dropped_total", "counter", "Messages dropped or refused.", none,
        alerts_->dropped());
    return Json {{"metrics", std::move(list).take()}};
}

}  // namespace hive
