#include "tools/hivectl/ban_view.h"

#include <map>

#include <fmt/format.h>

#include "lib/json.h"
#include "tools/hivectl/table.h"

namespace hive {
namespace {

std::string lines_text(const Json& object)
{
    std::string text;
    for (const auto& line : object.value("lines", Json::array()))
        text += fmt::format("    {}\n", printable(line.get<std::string>()));
    return text;
}

std::string decision_text(const Json& decision)
{
    auto text = fmt::format("    decided: {}, score {:.2f}\n",
        printable(text_at(decision, "class")), real_at(decision, "score"));
    for (const auto& reason : decision.value("reasons", Json::array()))
        text += fmt::format("    because: {}\n", printable(reason.get<std::string>()));
    return text;
}

std::string ban_text(const Json& ban)
{
    auto text = fmt::format("{} by {}: {} failures, ban number {}, since {}, until {}\n",
        flag_at(ban, "in_force") ? "banned" : "was banned", text_at(ban, "jail"),
        integer_at(ban, "failures"), integer_at(ban, "count"), time_text(real_at(ban, "since")),
        time_text(real_at(ban, "until")));
    if (const auto decision = ban.find("decision"); decision != ban.end())
        text += decision_text(*decision);
    return text + lines_text(ban);
}

std::string counting_text(const Json& counting)
{
    return fmt::format("counted by {}: {} of {} failures, last {}\n", text_at(counting, "jail"),
               integer_at(counting, "failures"), integer_at(counting, "limit"),
               time_text(real_at(counting, "last")))
        + lines_text(counting);
}

/// A list as fail2ban-client draws it, or that there is none.
std::string drawn_list(const Json& list, std::string_view none, std::string_view title)
{
    if (list.empty())
        return std::string {none};
    std::string text {title};
    for (std::size_t i = 0; i < list.size(); ++i)
        text += fmt::format(
            "\n{} {}", i + 1 == list.size() ? "`-" : "|-", printable(list[i].get<std::string>()));
    return text;
}

}  // namespace

std::string joined_texts(const Json& object, const char* key, std::string_view separator)
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

std::string ban_status_text(const Json& answer)
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

std::string jail_status_text(const Json& answer)
{
    const auto filter = answer.value("filter", Json::object());
    const auto actions = answer.value("actions", Json::object());
    const auto source = filter.contains("journal")
        ? "Journal matches:\t" + printable(text_at(filter, "journal"))
        : "File list:\t" + joined_texts(filter, "files", " ");
    return fmt::format("Status for the jail: {}\n|- Filter\n|  |- Currently failed:\t{}\n"
                       "|  |- Total failed:\t{}\n|  `- {}\n`- Actions\n"
                       "   |- Currently banned:\t{}\n   |- Total banned:\t{}\n"
                       "   `- Banned IP list:\t{}",
        text_at(answer, "jail"), integer_at(filter, "currently_failed"),
        integer_at(filter, "total_failed"), source, integer_at(actions, "currently_banned"),
        integer_at(actions, "total_banned"), joined_texts(actions, "banned", " "));
}

std::string python_list(const Json& texts)
{
    std::string all;
    for (const auto& text : texts)
        all += fmt::format("{}'{}'", all.empty() ? "" : ", ", printable(text.get<std::string>()));
    return fmt::format("[{}]", all);
}

std::string banned_text(const Json& answer)
{
    const auto bans = answer.value("bans", Json::array());
    std::map<std::string, Json> jails;
    for (const auto& ban : bans)
        jails[text_at(ban, "jail")].push_back(text_at(ban, "address"));
    std::string all;
    for (const auto& [jail, addresses] : jails)
        all += fmt::format("{}{{'{}': {}}}", all.empty() ? "" : ", ", jail, python_list(addresses));
    return fmt::format("[{}]", all);
}

std::string setting_text(const Json& settings, const std::string& name)
{
    const auto value = settings.find(name);
    if (value == settings.end())
        return {};
    if (name == "logpath")
        return drawn_list(
            *value, "No file is currently monitored", "Current monitored log file(s):");
    if (name == "ignoreip")
        return drawn_list(
            *value, "No IP address/network is ignored", "These IP addresses/networks are ignored:");
    if (value->is_array())
        return joined_texts(settings, name.c_str(), ", ");
    if (value->is_boolean())
        return value->get<bool>() ? "True" : "False";
    return value->is_string() ? printable(value->get<std::string>()) : to_text(*value);
}

std::string why_text(const Json& answer)
{
    std::string text;
    for (const auto& ban : answer.value("bans", Json::array()))
        text += ban_text(ban);
    for (const auto& counting : answer.value("counting", Json::array()))
        text += counting_text(counting);
    if (const auto safe = text_at(answer, "safe"); !safe.empty())
        text += fmt::format("never banned: {}\n", safe);
    if (text.empty())
        return fmt::format("nothing is known of {}", text_at(answer, "address"));
    text.pop_back();
    return text;
}

std::string safe_list_text(const Json& answer)
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

std::string banned_table(const Json& answer, bool is_styled)
{
    Table table {{{"ADDRESS"}, {"JAIL"}, {"UNTIL"}}};
    for (const auto& one : answer.value("bans", Json::array()))
        table.add({{.text = printable(text_at(one, "address"))},
            {.text = printable(text_at(one, "jail"))}, {.text = time_text(real_at(one, "until"))}});
    auto text = table.text(is_styled);
    text.pop_back();
    return text;
}

}  // namespace hive
