#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <utility>

#include <sysexits.h>

#include "lib/json.h"
#include "tools/hivectl/ask.h"
#include "tools/hivectl/commands.h"
#include "tools/hivectl/table.h"

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

/// The texts of a list, one behind the other.
std::string joined(const Json& object, const char* key, std::string_view separator)
{
    std::string all;
    const auto list = object.find(key);
    if (list == object.end() || !list->is_array())
        return printable(text_at(object, key));
    for (const auto& item : *list)
        all += fmt::format("{}{}", all.empty() ? "" : separator,
            printable(item.is_string() ? item.get<std::string>() : to_text(item)));
    return all;
}

/// A list that is not whole says so beside its output, which scripts read.
void note_unlisted(const Json& answer, std::size_t listed)
{
    if (const auto count = integer_at(answer, "count"); std::cmp_less(listed, count))
        complain(fmt::format("only the first {} of {} bans are listed", listed, count));
}

std::string status_text(const Json& answer)
{
    std::string names;
    std::size_t count = 0;
    if (const auto jails = answer.find("jails"); jails != answer.end() && jails->is_array()) {
        for (const auto& jail : *jails)
            names += fmt::format("{}{}", names.empty() ? "" : ", ", text_at(jail, "name"));
        count = jails->size();
    }
    return fmt::format("Status\n|- Number of jail:\t{}\n`- Jail list:\t{}", count, names);
}

std::string jail_text(const Json& answer)
{
    const auto filter = answer.value("filter", Json::object());
    const auto actions = answer.value("actions", Json::object());
    const auto source = filter.contains("journal")
        ? "Journal matches:\t" + printable(text_at(filter, "journal"))
        : "File list:\t" + joined(filter, "files", " ");
    const auto listed = actions.value("banned", Json::array()).size();
    note_unlisted({{"count", integer_at(actions, "currently_banned")}}, listed);
    return fmt::format("Status for the jail: {}\n|- Filter\n|  |- Currently failed:\t{}\n"
                       "|  |- Total failed:\t{}\n|  `- {}\n`- Actions\n"
                       "   |- Currently banned:\t{}\n   |- Total banned:\t{}\n"
                       "   `- Banned IP list:\t{}",
        text_at(answer, "jail"), integer_at(filter, "currently_failed"),
        integer_at(filter, "total_failed"), source, integer_at(actions, "currently_banned"),
        integer_at(actions, "total_banned"), joined(actions, "banned", " "));
}

int show_ban_status(const Invocation& invocation, Words words)
{
    if (words.empty())
        return show(invocation, ask("ban", "status", Json::object()), status_text);
    return show(invocation, ask("ban", "status", {{"jail", words.front()}}), jail_text);
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

/// ['192.0.2.7', '192.0.2.8'], as Python prints a list.
std::string python_list(const Json& texts)
{
    std::string all;
    for (const auto& text : texts)
        all += fmt::format("{}'{}'", all.empty() ? "" : ", ", printable(text.get<std::string>()));
    return fmt::format("[{}]", all);
}

/// [{'sshd': ['192.0.2.7']}, …]
std::string banned_text(const Json& answer)
{
    const auto bans = answer.value("bans", Json::array());
    std::map<std::string, Json> jails;
    for (const auto& ban : bans)
        jails[text_at(ban, "jail")].push_back(text_at(ban, "address"));
    note_unlisted(answer, bans.size());
    std::string all;
    for (const auto& [jail, addresses] : jails)
        all += fmt::format("{}{{'{}': {}}}", all.empty() ? "" : ", ", jail, python_list(addresses));
    return fmt::format("[{}]", all);
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
    return show(invocation, ask("ban", "banned", {{"limit", most}}), banned_text);
}

std::string value_text(const Json& settings, const std::string& name)
{
    const auto value = settings.find(name);
    if (value == settings.end())
        return {};
    const auto listed = [&](const char* none, const char* title) {
        if (value->empty())
            return std::string {none};
        std::string text = std::string {title} + '\n';
        for (std::size_t i = 0; i < value->size(); ++i)
            text += fmt::format("{} {}{}", i + 1 == value->size() ? "`-" : "|-",
                printable((*value)[i].get<std::string>()), i + 1 == value->size() ? "" : "\n");
        return text;
    };
    if (name == "logpath")
        return listed("No file is currently monitored", "Current monitored log file(s):");
    if (name == "ignoreip")
        return listed(
            "No IP address/network is ignored", "These IP addresses/networks are ignored:");
    if (value->is_array())
        return joined(settings, name.c_str(), ", ");
    if (value->is_boolean())
        return value->get<bool>() ? "True" : "False";
    return value->is_string() ? printable(value->get<std::string>()) : to_text(*value);
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
                return what == "banip" ? joined(actions, "banned", " ")
                                       : python_list(actions.value("banned", Json::array()));
            });
    const auto answer = ask("ban", "get", {{"jail", words[0]}});
    if (answer && !answer->contains(what))
        return complain(fmt::format("a jail has no '{}' to get", what));
    return show(
        invocation, answer, [&what](const Json& settings) { return value_text(settings, what); });
}

std::string why_text(const Json& answer)
{
    std::string text;
    for (const auto& ban : answer.value("bans", Json::array())) {
        text += fmt::format("{} by {}: {} failures, ban number {}, since {}, until {}\n",
            flag_at(ban, "in_force") ? "banned" : "was banned", text_at(ban, "jail"),
            integer_at(ban, "failures"), integer_at(ban, "count"), time_text(real_at(ban, "since")),
            time_text(real_at(ban, "until")));
        if (const auto decision = ban.find("decision"); decision != ban.end()) {
            text += fmt::format("    decided: {}, score {:.2f}\n",
                printable(text_at(*decision, "class")), real_at(*decision, "score"));
            for (const auto& reason : decision->value("reasons", Json::array()))
                text += fmt::format("    because: {}\n", printable(reason.get<std::string>()));
        }
        for (const auto& line : ban.value("lines", Json::array()))
            text += fmt::format("    {}\n", printable(line.get<std::string>()));
    }
    for (const auto& counting : answer.value("counting", Json::array())) {
        text += fmt::format("counted by {}: {} of {} failures, last {}\n",
            text_at(counting, "jail"), integer_at(counting, "failures"),
            integer_at(counting, "limit"), time_text(real_at(counting, "last")));
        for (const auto& line : counting.value("lines", Json::array()))
            text += fmt::format("    {}\n", printable(line.get<std::string>()));
    }
    if (const auto safe = text_at(answer, "safe"); !safe.empty())
        text += fmt::format("never banned: {}\n", safe);
    if (text.empty())
        return fmt::format("nothing is known of {}", text_at(answer, "address"));
    text.pop_back();
    return text;
}

int explain(const Invocation& invocation, Words words)
{
    if (words.size() != 1)
        return usage();
    return show(invocation, ask("ban", "why", {{"address", words.front()}}), why_text);
}

std::string safe_text(const Json& answer)
{
    Table table {{{"ADDRESS"}, {"REASON"}, {"WHO"}}};
    for (const auto& one : answer.value("safe", Json::array()))
        table.add({{.text = printable(text_at(one, "address"))},
            {.text = printable(text_at(one, "reason"))},
            {.text = printable(text_at(one, "user"))}});
    auto text = table.text(false);
    text.pop_back();
    return text;
}

int safe(const Invocation& invocation, Words words)
{
    if (words.empty())
        return show(invocation, ask("ban", "safe", Json::object()), safe_text);
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
    const auto answer = ask("ban", "banned", Json::object());
    return show(invocation, answer, [&terminal](const Json& list) {
        Table table {{{"ADDRESS"}, {"JAIL"}, {"UNTIL"}}};
        for (const auto& one : list.value("bans", Json::array()))
            table.add({{.text = printable(text_at(one, "address"))},
                {.text = printable(text_at(one, "jail"))},
                {.text = time_text(real_at(one, "until"))}});
        note_unlisted(list, list.value("bans", Json::array()).size());
        auto text = table.text(terminal.is_styled);
        text.pop_back();
        return text;
    });
}

}  // namespace hive
