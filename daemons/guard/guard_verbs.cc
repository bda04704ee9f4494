#include "daemons/guard/guard.h"
#include "lib/guard_schema.h"
#include "lib/json.h"
#include "lib/log.h"

namespace hive {
namespace {

constexpr std::int64_t most_clients = 1000;
constexpr std::int64_t year = std::int64_t {365} * 24 * 3600;
constexpr std::size_t longest_text = 200;

std::string short_text(const Json& arguments, std::string_view key)
{
    return text_at(arguments, key).substr(0, longest_text);
}

/// "192.0.2.7", "2001:db8::/64".
Result<Address> client_of(const Json& arguments)
{
    return client_address(TRY(Network::parse(text_at(arguments, "address"))).address());
}

Result<Json> top(Guard& guard, const Json& arguments)
{
    const auto limit = integer_at(arguments, "limit", 20);
    if (limit < 1 || limit > most_clients)
        return fail("limit {} is outside 1-{}", limit, most_clients);
    return guard.top(static_cast<std::size_t>(limit));
}

Result<Json> why(Guard& guard, const Json& arguments)
{
    return guard.why(TRY(client_of(arguments)));
}

Result<Json> undo(Guard& guard, const Json& arguments)
{
    const bool remembers = flag_at(arguments, "remember");
    const auto user = short_text(arguments, "user");
    if (arguments.contains("decision"))
        return guard.undo_decision(integer_at(arguments, "decision"), remembers, user);
    return guard.undo(client_network(TRY(client_of(arguments))).text(), remembers, user);
}

Result<Json> ban(Guard& guard, const Json& arguments)
{
    const auto seconds = integer_at(arguments, "seconds", 600);
    if (seconds < 1 || seconds > year)
        return fail("seconds {} is outside 1-{}", seconds, year);
    return guard.ban(
        TRY(client_of(arguments)), std::chrono::seconds {seconds}, short_text(arguments, "user"));
}

Result<Json> feedback(Guard& guard, const Json& arguments)
{
    const auto verdict = text_at(arguments, "verdict");
    if (verdict != "benign" && verdict != "attack")
        return fail("verdict '{}' is neither benign nor attack", verdict.substr(0, 40));
    return guard.feedback(integer_at(arguments, "decision"), verdict,
        short_text(arguments, "class"), short_text(arguments, "user"));
}

Result<Json> add_safe(Guard& guard, const Json& arguments)
{
    return guard.add_safe({.kind = text_at(arguments, "kind"),
        .value = text_at(arguments, "value"),
        .note = short_text(arguments, "note"),
        .user = short_text(arguments, "user")});
}

Result<Json> remove_safe(Guard& guard, const Json& arguments)
{
    return guard.remove_safe(
        text_at(arguments, "kind"), text_at(arguments, "value"), short_text(arguments, "user"));
}

Result<Json> arm(Guard& guard, const Json& arguments)
{
    const bool is_off = flag_at(arguments, "off");
    return guard.arm(
        short_text(arguments, "class"), is_off ? Policy::Arming::off : Policy::Arming::on);
}

Result<Json> model(Guard& guard, const Json& arguments)
{
    if (flag_at(arguments, "reload"))
        TRY(guard.reload_models());
    return Json {{"models", guard.models()}};
}

struct Verb {
    const char* name;
    const char* help;
    Result<Json> (*answer)(Guard&, const Json&);
};

std::vector<Verb> verbs()
{
    return {
        {"status", "How hive-guard is, and what it counted.",
            [](Guard& guard, const Json&) { return guard.status(); }},
        {"top", "Who stands out most: limit.", &top},
        {"why", "What is known of a client: address.", &why},
        {"undo", "Takes decisions back: address or decision, remember, user.", &undo},
        {"ban", "Bans at once: address, seconds, user.", &ban},
        {"feedback", "What a decision truly was: decision, verdict, class, user.", &feedback},
        {"safe", "Who is never acted against.",
            [](Guard& guard, const Json&) -> Result<Json> {
                return Json {{"safe", guard.safe()}};
            }},
        {"safe-add", "Spares from now on: kind, value, note, user.", &add_safe},
        {"safe-remove", "Spares no longer: kind, value, user.", &remove_safe},
        {"arm", "Ends the dry run, or begins it again: class, off.", &arm},
        {"model", "The models in use: reload.", &model},
        {"metrics", "Counters and gauges.",
            [](Guard& guard, const Json&) -> Result<Json> { return guard.metrics(); }},
    };
}

}  // namespace

void add_verbs(ControlServer& control, Guard& guard)
{
    for (const auto& verb : verbs())
        control.verb(verb.name, verb.help, {"hive-chart", "hive-portal"},
            [&guard, run = verb.answer](const Json& arguments, const ControlReply& reply) {
                if (const auto answer = run(guard, arguments))
                    reply.done(*answer);
                else
                    reply.fail(answer.error().message());
            });
}

}  // namespace hive
