#include <chrono>
#include <thread>

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

}  // namespace

int show_logs(const Invocation& invocation, const Terminal& terminal)
{
    Json arguments {{"lines", invocation.lines}, {"follow", invocation.is_following}};
    if (!invocation.words.empty())
        arguments["service"] = invocation.words.front();
    bool has_answered = false;
    for (int failures = 0;; ++failures) {
        const auto answer = ask("supervisor", "logs", arguments, [&](const Json& line) {
            show_line(line, invocation, terminal);
            has_answered = true;
            failures = 0;
        });
        if (answer)
            return 0;
        if (!has_answered || failures == reconnects)
            return complain(answer.error().message());
        arguments["lines"] = 0;
        std::this_thread::sleep_for(reconnect_interval);
    }
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
