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
constexpr int reconnects = 25;  // in a row: 5 s, longer than a restart of the supervisor's core

void show_line(const Json& line, const Invocation& invocation, const Terminal& terminal)
{
    if (invocation.is_json)
        return say(to_text(line) + '\n');
    const auto text = printable(text_at(line, "text"));
    const bool is_bad = text.contains("[ERROR]");
    const bool is_warning = text.contains("[WARNING]");
    say(invocation.words.empty()
            ? terminal.dress(fmt::format("{:<12} ", text_at(line, "service")), style::dim)
            : "");
    say((is_bad              ? terminal.dress(text, style::bad)
                : is_warning ? terminal.dress(text, style::warn)
                             : text)
        + '\n');
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
    if (invocation.is_json) {
        say(to_text(*events) + '\n');
        return 0;
    }
    for (auto event = events->rbegin(); event != events->rend(); ++event)
        say(event_text(*event, terminal));
    return 0;
}

}  // namespace hive
