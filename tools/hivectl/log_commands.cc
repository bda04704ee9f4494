#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>
#include <utility>

#include "lib/json.h"
#include "tools/hivectl/ask.h"
#include "tools/hivectl/commands.h"
#include "tools/hivectl/service_view.h"
#include "tools/hivectl/table.h"

namespace hive {
namespace {

constexpr std::chrono::milliseconds reconnect_interval {200};
constexpr std::int64_t most_missed = 200;
constexpr int reconnects = 25;  // in a row: 5 s, longer than a restart of the supervisor's core

std::string dressed(const std::string& text, const Terminal& terminal)
{
    if (text.contains("[ERROR]"))
        return terminal.dress(text, style::bad);
    return text.contains("[WARNING]") ? terminal.dress(text, style::warn) : text;
}

void show_line(const Json& line, const Invocation& invocation, const Terminal& terminal)
{
    if (invocation.is_json)
        return say(to_text(line) + '\n');
    const auto text = printable(text_at(line, "text"));
    say(invocation.words.empty()
            ? terminal.dress(fmt::format("{:<12} ", text_at(line, "service")), style::dim)
            : "");
    say(dressed(text, terminal) + '\n');
}

/// Goes on over a restart of the supervisor's core.
int follow_logs(Json arguments, const std::function<void(const Json&)>& show)
{
    arguments["follow"] = true;
    for (int failures = 0;; ++failures) {
        const auto answer = ask("supervisor", "logs", arguments, [&](const Json& line) {
            failures = 0;
            show(line);
        });
        if (answer || failures == reconnects)
            return answer ? 0 : complain(answer.error().message());
        arguments["lines"] = 0;
        std::this_thread::sleep_for(reconnect_interval);
    }
}

void show_event(const Json& event, const Invocation& invocation, const Terminal& terminal)
{
    say(invocation.is_json ? to_text(event) + '\n' : event_text(event, terminal));
}

/// Whether two names are of one service: one of them may lack the "hive-".
bool is_same_service(const std::string& told, const std::string& wanted)
{
    return told == wanted || told == "hive-" + wanted;
}

/// The last events, the oldest first.
void ask_missed(const std::function<void(const Json&)>& show)
{
    const auto answer = ask("supervisor", "events", {{"limit", most_missed}});
    if (!answer)
        return;
    const auto events = answer->find("events");
    if (events == answer->end() || !events->is_array())
        return;
    for (auto event = events->rbegin(); event != events->rend(); ++event)
        show(*event);
}

/// Goes on over a restart of the supervisor's core. What happened in between is asked for.
/// @param newest id of the last event shown
int follow_events(std::int64_t newest, const Invocation& invocation, const Terminal& terminal)
{
    const std::string wanted = invocation.words.empty() ? "" : invocation.words.front();
    const auto show = [&](const Json& event) {
        if (integer_at(event, "id") <= newest
            || (!wanted.empty() && !is_same_service(text_at(event, "service"), wanted)))
            return;
        newest = integer_at(event, "id");
        show_event(event, invocation, terminal);
    };
    for (int failures = 0;; ++failures) {
        ask_missed(show);
        const auto answer = ask("supervisor", "follow", Json::object(), [&](const Json& line) {
            failures = 0;
            if (const auto event = line.find("event"); event != line.end())
                show(*event);
        });
        if (answer || failures == reconnects)
            return answer ? 0 : complain(answer.error().message());
        std::this_thread::sleep_for(reconnect_interval);
    }
}

}  // namespace

int show_logs(const Invocation& invocation, const Terminal& terminal)
{
    const auto show = [&](const Json& line) { show_line(line, invocation, terminal); };
    Json arguments {{"lines", invocation.is_following ? 0 : invocation.lines}};
    if (!invocation.words.empty())
        arguments["service"] = invocation.words.front();
    // Following is tried again when the connection breaks; a wrong name shows here, once.
    const auto answer = ask("supervisor", "logs", arguments, show);
    if (!answer)
        return complain(answer.error().message());
    if (!invocation.is_following)
        return 0;
    arguments["lines"] = invocation.lines;
    return follow_logs(std::move(arguments), show);
}

int show_events(const Invocation& invocation, const Terminal& terminal)
{
    Json arguments {{"limit", invocation.lines}};
    if (!invocation.words.empty())
        arguments["service"] = invocation.words.front();
    const auto answer = ask("supervisor", "events", arguments);
    if (!answer)
        return complain(answer.error().message());
    const auto events = answer->find("events");
    if (events == answer->end() || !events->is_array())
        return complain("the supervisor answered without events");
    if (invocation.is_json && !invocation.is_following) {
        say(to_text(*events) + '\n');
        return 0;
    }
    std::int64_t newest = 0;
    for (auto event = events->rbegin(); event != events->rend(); ++event) {
        newest = std::max(newest, integer_at(*event, "id"));
        show_event(*event, invocation, terminal);
    }
    return invocation.is_following ? follow_events(newest, invocation, terminal) : 0;
}

}  // namespace hive
