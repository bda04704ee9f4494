#include <algorithm>
#include <array>
#include <functional>
#include <string_view>
#include <utility>

#include <sysexits.h>

#include "lib/json.h"
#include "tools/hivectl/ask.h"
#include "tools/hivectl/ban_view.h"
#include "tools/hivectl/commands.h"

namespace hive {
namespace {

using Words = std::span<const std::string>;

/// Where a command prints other than the daemon's answer, in fail2ban-client's form.
int show(const Invocation& invocation, const Result<Json>& answer,
    const std::function<std::string(const Json&)>& text)
{
    if (!answer)
        return complain(answer.error().message());
    say((invocation.is_json ? to_text(*answer) : text(*answer)) + '\n');
    return 0;
}

int usage()
{
    const auto* form = find_form("ban");
    complain(fmt::format("usage: hivectl {} {}", form->name, form->usage));
    return EX_USAGE;
}

/// A list that is not whole says so beside its output, which scripts read.
void note_unlisted(const Json& object, const char* list, const char* count)
{
    const auto listed = object.value(list, Json::array()).size();
    if (const auto all = integer_at(object, count); std::cmp_less(listed, all))
        complain(fmt::format("only the first {} of {} bans are listed", listed, all));
}

int show_ban_status(const Invocation& invocation, Words words)
{
    if (words.empty())
        return show(invocation, ask("ban", "status", Json::object()), ban_status_text);
    return show(invocation, ask("ban", "status", {{"jail", words.front()}}), [](const Json& jail) {
        note_unlisted(jail.value("actions", Json::object()), "banned", "currently_banned");
        return jail_status_text(jail);
    });
}

/// How many of the addresses it could be done for, as fail2ban-client prints it.
int do_for_each(const Invocation& invocation, Words addresses, const char* verb, Json arguments)
{
    int done = 0;
    int failed = 0;
    auto all = Json::array();
    for (const auto& address : addresses) {
        arguments["address"] = address;
        auto answer = ask("ban", verb, arguments);
        if (answer)
            ++done;
        else
            failed = complain(answer.error().message());
        all.push_back(answer ? *answer : Json {{"error", answer.error().message()}});
    }
    say((invocation.is_json ? to_text(all) : fmt::format("{}", done)) + '\n');
    return failed;
}

int set(const Invocation& invocation, Words words)
{
    if (words.size() < 3)
        return usage();
    Json arguments {{"jail", words[0]}};
    if (words[1] == "unbanip")
        return do_for_each(invocation, words.subspan(2), "unban", arguments);
    if (words[1] != "banip")
        return usage();
    if (invocation.span.count() > 0)
        arguments["seconds"] = invocation.span.count();
    return do_for_each(invocation, words.subspan(2), "ban", arguments);
}

int lift(const Invocation& invocation, Words words)
{
    if (invocation.is_all)
        return show(invocation, ask("ban", "unban", {{"all", true}}),
            [](const Json& answer) { return fmt::format("{}", integer_at(answer, "ended")); });
    return words.empty() ? usage() : do_for_each(invocation, words, "unban", Json::object());
}

/// The jails that ban an address now.
Result<Json> jails_that_ban(const std::string& address)
{
    const auto known = TRY(ask("ban", "why", {{"address", address}}));
    auto jails = Json::array();
    for (const auto& ban : known.value("bans", Json::array()))
        if (flag_at(ban, "in_force"))
            jails.push_back(text_at(ban, "jail"));
    return jails;
}

/// [['sshd'], []]: of each address the jails that ban it.
int show_bans_of(const Invocation& invocation, Words addresses)
{
    auto all = Json::array();
    std::string text;
    for (const auto& address : addresses) {
        const auto jails = jails_that_ban(address);
        if (!jails)
            return complain(jails.error().message());
        all.push_back({{"address", address}, {"jails", *jails}});
        text += (text.empty() ? "" : ", ") + python_list(*jails);
    }
    say((invocation.is_json ? to_text(all) : fmt::format("[{}]", text)) + '\n');
    return 0;
}

int show_banned(const Invocation& invocation, Words words)
{
    constexpr int most = 5000;
    if (!words.empty())
        return show_bans_of(invocation, words);
    return show(invocation, ask("ban", "banned", {{"limit", most}}), [](const Json& answer) {
        note_unlisted(answer, "bans", "count");
        return banned_text(answer);
    });
}

int get(const Invocation& invocation, Words words)
{
    if (words.size() != 2)
        return usage();
    const auto& what = words[1];
    if (what == "banip" || what == "banned")
        return show(
            invocation, ask("ban", "status", {{"jail", words[0]}}), [&what](const Json& answer) {
                const auto actions = answer.value("actions", Json::object());
                return what == "banip" ? joined_texts(actions, "banned", " ")
                                       : python_list(actions.value("banned", Json::array()));
            });
    const auto answer = ask("ban", "get", {{"jail", words[0]}});
    if (answer && !answer->contains(what))
        return complain(fmt::format("a jail has no '{}' to get", what));
    return show(
        invocation, answer, [&what](const Json& settings) { return setting_text(settings, what); });
}

int explain(const Invocation& invocation, Words words)
{
    if (words.size() != 1)
        return usage();
    return show(invocation, ask("ban", "why", {{"address", words.front()}}), why_text);
}

int safe(const Invocation& invocation, Words words)
{
    if (words.empty())
        return show(invocation, ask("ban", "safe", Json::object()), safe_list_text);
    if (words.size() < 2 || (words[0] != "add" && words[0] != "remove"))
        return usage();
    return do_for_each(invocation, words.subspan(1), words[0] == "add" ? "safe-add" : "safe-remove",
        {{"by", own_user()}});
}

int reload_bans(const Invocation& invocation, Words /*words*/)
{
    return show(invocation, ask("ban", "reload", Json::object()), [](const Json&) { return "OK"; });
}

int ping(const Invocation& invocation, Words /*words*/)
{
    return show(invocation, ask("ban", "ping", Json::object()),
        [](const Json&) { return "Server replied: pong"; });
}

int ban_address(const Invocation& invocation)
{
    Json arguments {{"address", invocation.words.front()}};
    if (!invocation.jail.empty())
        arguments["jail"] = invocation.jail;
    if (invocation.span.count() > 0)
        arguments["seconds"] = invocation.span.count();
    return show(invocation, ask("ban", "ban", arguments),
        [](const Json& answer) { return "banned  " + text_at(answer, "banned"); });
}

struct SubCommand {
    std::string_view name;
    int (*run)(const Invocation&, Words);
};
constexpr std::array sub_commands {SubCommand {"status", &show_ban_status},
    SubCommand {"set", &set}, SubCommand {"unban", &lift}, SubCommand {"banned", &show_banned},
    SubCommand {"get", &get}, SubCommand {"why", &explain}, SubCommand {"safe", &safe},
    SubCommand {"reload", &reload_bans}, SubCommand {"ping", &ping}};

}  // namespace

int ban(const Invocation& invocation, const Terminal& /*terminal*/)
{
    const auto rest = Words {invocation.words}.subspan(1);
    for (const auto& command : sub_commands)
        if (command.name == invocation.words.front())
            return command.run(invocation, rest);
    return rest.empty() ? ban_address(invocation) : usage();
}

int unban(const Invocation& invocation, const Terminal& /*terminal*/)
{
    return do_for_each(invocation, invocation.words, "unban", Json::object());
}

int list_banned(const Invocation& invocation, const Terminal& terminal)
{
    return show(invocation, ask("ban", "banned", Json::object()), [&terminal](const Json& answer) {
        note_unlisted(answer, "bans", "count");
        return banned_table(answer, terminal.is_styled);
    });
}

}  // namespace hive
