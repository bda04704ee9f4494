#include <algorithm>
#include <chrono>

#include "lib/json.h"
#include "lib/number.h"
#include "tools/hivectl/ask.h"
#include "tools/hivectl/commands.h"
#include "tools/hivectl/table.h"

namespace hive {
namespace {

constexpr std::string_view supervisor = "supervisor";
constexpr std::chrono::hours usual_mute {1};

std::string_view style_of(const Json& alert)
{
    if (text_at(alert, "state") != "firing")
        return style::dim;
    return text_at(alert, "severity") == "critical" ? style::bad : style::warn;
}

/// What stands in the way of its messages, or who has seen it.
std::string note_on(const Json& alert)
{
    if (const auto seen = alert.find("acknowledged"); seen != alert.end() && seen->is_object())
        return "seen by " + text_at(*seen, "by");
    const auto deliveries = alert.find("deliveries");
    if (deliveries == alert.end() || !deliveries->is_array())
        return {};
    for (const auto& delivery : *deliveries)
        if (text_at(delivery, "state") == "waiting" && integer_at(delivery, "tries") > 0)
            return fmt::format(
                "{}: {}", text_at(delivery, "destination"), text_at(delivery, "outcome"));
    return {};
}

/// A list of the answer; an answer without it has an empty one.
const Json& list_at(const Json& answer, std::string_view key)
{
    static const Json none = Json::array();
    const auto found = answer.find(key);
    return found != answer.end() && found->is_array() ? *found : none;
}

int list(const Invocation& invocation, const Terminal& terminal, std::string_view state)
{
    const auto answer = ask(supervisor, "alerts", {{"limit", invocation.lines}, {"state", state}});
    if (!answer)
        return complain(answer.error().message());
    if (invocation.is_json) {
        say(to_text(*answer) + '\n');
        return 0;
    }
    Table table {{{"ID", Align::right}, {"STATE"}, {"SINCE"}, {"COUNT", Align::right}, {"SUBJECT"},
        {"KEY"}, {"NOTE"}}};
    for (const auto& alert : list_at(*answer, "alerts"))
        table.add({{.text = fmt::format("{}", integer_at(alert, "id"))},
            {.text = printable(text_at(alert, "state")), .style = style_of(alert)},
            {.text = time_text(real_at(alert, "fired"))},
            {.text = fmt::format("{}", integer_at(alert, "count"))},
            {.text = printable(text_at(alert, "subject"))},
            {.text = printable(text_at(alert, "key"))}, {.text = printable(note_on(alert))}});
    say(table.text(terminal.is_styled));
    for (const auto& mute : list_at(*answer, "muted"))
        say(fmt::format("muted until {}: {}\n", time_text(real_at(mute, "until")),
            printable(text_at(mute, "key"))));
    return 0;
}

int show(const Result<Json>& answer, const Invocation& invocation)
{
    if (!answer)
        return complain(answer.error().message());
    if (invocation.is_json)
        say(to_text(*answer) + '\n');
    else if (const auto text = text_at(*answer, "text"); !text.empty())
        say(printable(text) + '\n');
    return 0;
}

int acknowledge(const std::string& word, const Invocation& invocation)
{
    const auto id = word == "all" ? 0 : number_of<std::int64_t>(word).value_or(-1);
    if (word != "all" && id < 1)
        return complain(fmt::format("'{}' is neither the number of an alert nor all", word));
    return show(ask(supervisor, "alert-acknowledge", {{"id", id}, {"by", own_user()}}), invocation);
}

}  // namespace

int alerts(const Invocation& invocation, const Terminal& terminal)
{
    const auto& words = invocation.words;
    const std::string what = words.empty() ? "list" : words.front();
    if ((what == "list" || what == "firing") && words.size() < 2)
        return list(invocation, terminal, what == "firing" ? "firing" : "");
    if (words.size() != 2)
        return complain(fmt::format("see hivectl alerts --help for '{}'", what));
    const auto& object = words.back();
    if (what == "ack")
        return acknowledge(object, invocation);
    if (what == "mute") {
        const auto span = invocation.span.count() > 0 ? invocation.span : usual_mute;
        return show(ask(supervisor, "alert-mute",
                        {{"key", object}, {"seconds", span.count()}, {"by", own_user()}}),
            invocation);
    }
    if (what == "unmute")
        return show(ask(supervisor, "alert-unmute", {{"key", object}}), invocation);
    if (what == "test")
        return show(ask(supervisor, "alert-test", {{"destination", object}, {"by", own_user()}}),
            invocation);
    return complain(fmt::format("'{}' is none of list, firing, ack, mute, unmute and test", what));
}

}  // namespace hive
