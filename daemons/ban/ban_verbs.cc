#include <algorithm>

#include "daemons/ban/ban.h"
#include "lib/json.h"

namespace hive {
namespace {

constexpr std::int64_t manual_seconds = 600;
constexpr std::int64_t year = std::int64_t {365} * 24 * 3600;
constexpr std::int64_t last_time = std::int64_t {1} << 32;  // epoch seconds
constexpr std::int64_t listed_by_default = 1000;
constexpr std::int64_t listed_at_most = 5000;
constexpr std::size_t max_credential = 256;

void answer(const ControlReply& reply, const Result<Json>& result)
{
    if (result)
        reply.done(*result);
    else
        reply.fail(result.error().message());
}

Result<Json> failure(BanDaemon& daemon, const Json& arguments)
{
    const auto address = TRY(Address::parse(text_at(arguments, "address")));
    const auto credential = text_at(arguments, "credential");
    if (credential.size() > max_credential)
        return fail("credential is longer than {} bytes", max_credential);
    // Any number may stand there; one that is not near now does not matter.
    const auto time = std::clamp<std::int64_t>(integer_at(arguments, "time"), 0, last_time);
    return Json {{"counted",
        daemon.count_login(address, credential, std::chrono::system_clock::from_time_t(time))}};
}

Result<Json> ban(BanDaemon& daemon, const Json& arguments)
{
    const auto address = TRY(Address::parse(text_at(arguments, "address")));
    const auto seconds = integer_at(arguments, "seconds", manual_seconds);
    if (seconds < 1 || seconds > year)
        return fail("seconds is {}, outside 1-{}", seconds, year);
    TRY(daemon.ban(
        address, text_at(arguments, "jail", manual_jail), std::chrono::seconds {seconds}));
    return Json::object();
}

Result<Json> unban(BanDaemon& daemon, const Json& arguments)
{
    const auto network = TRY(Network::parse(text_at(arguments, "address")));
    const auto ended = daemon.unban(network);
    if (ended == 0)
        return fail("{} is not banned", network.text());
    return Json {{"ended", ended}};
}

Result<Json> banned(BanDaemon& daemon, const Json& arguments)
{
    const auto limit = integer_at(arguments, "limit", listed_by_default);
    if (limit < 1 || limit > listed_at_most)
        return fail("limit is {}, outside 1-{}", limit, listed_at_most);
    return daemon.enforcement().list(static_cast<std::size_t>(limit));
}

}  // namespace

void add_verbs(ControlServer& control, BanDaemon& daemon)
{
    control.verb("failure", "Counts a failed login: address, credential, time.", {"hive-proxy"},
        [&daemon](const Json& arguments, const ControlReply& reply) {
            answer(reply, failure(daemon, arguments));
        });
    control.verb("follow", "Streams the ban list and its changes.", {"hive-proxy"},
        [&daemon](const Json& /*arguments*/, const ControlReply& reply) {
            daemon.enforcement().follow(reply);
        });
    control.verb("ban", "Bans an address: address, jail, seconds.", {},
        [&daemon](const Json& arguments, const ControlReply& reply) {
            answer(reply, ban(daemon, arguments));
        });
    control.verb("unban", "Ends the bans of an address.", {},
        [&daemon](const Json& arguments, const ControlReply& reply) {
            answer(reply, unban(daemon, arguments));
        });
    control.verb("banned", "Lists bans: limit.", {"hive-portal"},
        [&daemon](const Json& arguments, const ControlReply& reply) {
            answer(reply, banned(daemon, arguments));
        });
    control.verb("status", "Counts of each jail, and who enforces.", {"hive-portal"},
        [&daemon](const Json& /*arguments*/, const ControlReply& reply) {
            answer(reply, daemon.status());
        });
}

}  // namespace hive
