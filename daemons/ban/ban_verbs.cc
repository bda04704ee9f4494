#include "daemons/ban/ban.h"
#include "daemons/ban/ban_request.h"
#include "lib/json.h"
#include "lib/log.h"

namespace hive {
namespace {

constexpr std::size_t max_user = 64;

/// A lone address stands for the network that is banned for it.
Network reach(BanDaemon& ban, const Network& asked)
{
    const int whole = asked.address().is_v4() ? 32 : 128;
    return asked.bits() == whole ? ban.judge().reach(asked.address()) : asked;
}

Result<const Jail*> jail_of(BanDaemon& ban, const Json& arguments)
{
    const auto name = text_at(arguments, "jail");
    const auto* jail = ban.judge().jail(name);
    if (jail == nullptr)
        return fail("there is no jail '{}'", name);
    return jail;
}

Result<Json> count_failure(BanDaemon& ban, const Json& arguments)
{
    const auto request = TRY(parse_failure_request(arguments));
    return Json {
        {"counted", ban.judge().count_login(request.address, request.credential, request.time)}};
}

/// hive-guard is told when it decided against somebody who is safe: that is no mistake.
Result<Json> decide(BanDaemon& ban, const Json& arguments)
{
    auto request = TRY(parse_ban_request(arguments));
    const auto banned = ban.judge().ban({.network = reach(ban, request.network),
        .jail = std::string {guard_jail},
        .time = request.time,
        .lines = std::move(request.lines),
        .decision = TRY(parse_decision(arguments))});
    if (banned)
        return Json {{"banned", true}};
    log::notice("ignored address={} jail={} {}", request.network.text(), guard_jail,
        log::field("reason", banned.error().message()));
    return Json {{"banned", false}, {"why", banned.error().message()}};
}

Result<Json> ban_by_hand(BanDaemon& ban, const Json& arguments)
{
    auto request = TRY(parse_ban_request(arguments));
    const auto network = reach(ban, request.network);
    TRY(ban.judge().ban({.network = network,
        .jail = request.jail.empty() ? std::string {manual_jail} : request.jail,
        .time = request.time,
        .lines = std::move(request.lines)}));
    return Json {{"banned", network.text()}};
}

Result<Json> unban(BanDaemon& ban, const Json& arguments)
{
    const auto jail = text_at(arguments, "jail");
    if (flag_at(arguments, "all"))
        return Json {{"ended", ban.unban_all()}};
    const auto network = TRY(Network::parse(text_at(arguments, "address")));
    const auto ended = ban.unban(network, jail);
    if (ended == 0)
        return fail("{} is not banned", network.text());
    return Json {{"ended", ended}};
}

/// hive-guard takes a decision back: nobody else's ban ends.
Result<Json> undo(BanDaemon& ban, const Json& arguments)
{
    const auto network = TRY(Network::parse(text_at(arguments, "address")));
    return Json {{"ended", ban.unban(network, std::string {guard_jail})}};
}

Result<Json> banned(BanDaemon& ban, const Json& arguments)
{
    return ban.enforcement().list(TRY(parse_limit(arguments)));
}

Result<Json> status(BanDaemon& ban, const Json& arguments)
{
    if (!arguments.contains("jail"))
        return ban.status();
    return ban.status(*TRY(jail_of(ban, arguments)));
}

Result<Json> why(BanDaemon& ban, const Json& arguments)
{
    return ban.why(TRY(Address::parse(text_at(arguments, "address"))));
}

Result<Json> spare(BanDaemon& ban, const Json& arguments)
{
    return Json {{"ended",
        TRY(ban.spare({.network = TRY(Network::parse(text_at(arguments, "address"))),
            .by = text_at(arguments, "by").substr(0, max_user),
            .since
            = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())}))}};
}

Result<Json> unspare(BanDaemon& ban, const Json& arguments)
{
    TRY(ban.unspare(TRY(Network::parse(text_at(arguments, "address")))));
    return Json::object();
}

Result<Json> note_session(BanDaemon& ban, const Json& arguments)
{
    const auto address = TRY(Address::parse(text_at(arguments, "address")));
    ban.note_session(address, text_at(arguments, "user").substr(0, max_user));
    return Json::object();
}

struct Verb {
    const char* name;
    const char* help;
    std::vector<std::string> users;
    Result<Json> (*answer)(BanDaemon&, const Json&);
};

std::vector<Verb> verbs()
{
    return {{"failure", "Counts a failed login: address, credential, time.", {"hive-proxy"},
                &count_failure},
        {"decide",
            "Bans whom hive-guard decided against: address, seconds, class, score, reasons, lines.",
            {"hive-guard"}, &decide},
        {"undo", "Ends a ban that hive-guard decided: address.", {"hive-guard"}, &undo},
        {"session", "Spares the address of an administrator for 15 minutes: address, user.",
            {"hive-proxy", "hive-portal"}, &note_session},
        {"ban", "Bans an address or network: address, jail, seconds (-1: for good), lines.",
            {"hive-portal"}, &ban_by_hand},
        {"unban", "Ends bans: of an address, all of them; jail.", {"hive-portal"}, &unban},
        {"banned", "Lists bans: limit.", {"hive-portal"}, &banned},
        {"status", "Counts of all jails and who enforces, or of one jail.", {"hive-portal"},
            &status},
        {"why", "What led to the bans of an address.", {"hive-portal"}, &why},
        {"safe", "Who is never banned, and why.", {"hive-portal"},
            [](BanDaemon& ban, const Json& /*arguments*/) -> Result<Json> {
                return Json {{"safe", ban.safe().list(std::chrono::system_clock::now())}};
            }},
        {"safe-add", "Never bans an address or network from now on: address, by.", {"hive-portal"},
            &spare},
        {"safe-remove", "May ban it again: address.", {"hive-portal"}, &unspare},
        {"get", "What a jail is configured to do.", {"hive-portal"},
            [](BanDaemon& ban, const Json& arguments) -> Result<Json> {
                return ban.settings(*TRY(jail_of(ban, arguments)));
            }},
        {"metrics", "Counters and gauges.", {"hive-portal"},
            [](BanDaemon& ban, const Json& /*arguments*/) { return ban.metrics(); }}};
}

void answer(const ControlReply& reply, const Result<Json>& result)
{
    if (result)
        reply.done(*result);
    else
        reply.fail(result.error().message());
}

}  // namespace

void add_verbs(ControlServer& control, BanService& service)
{
    for (const auto& verb : verbs())
        control.verb(verb.name, verb.help, verb.users,
            [&service, run = verb.answer](const Json& arguments, const ControlReply& reply) {
                answer(reply, run(service.ban(), arguments));
            });
    control.verb("follow", "Streams the ban list and its changes.", {"hive-proxy"},
        [&service](const Json& /*arguments*/, const ControlReply& reply) {
            service.ban().enforcement().follow(reply);
        });
    control.verb("reload", "Reads the configuration again; bans go on.", {},
        [&service](const Json& /*arguments*/, const ControlReply& reply) {
            const auto reloaded = service.reload();
            answer(reply,
                reloaded ? Result<Json> {Json::object()}
                         : Result<Json> {std::unexpected {reloaded.error()}});
        });
}

}  // namespace hive
