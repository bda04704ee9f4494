#include <algorithm>
#include <chrono>
#include <thread>

#include "lib/json.h"
#include "tools/hivectl/answer.h"
#include "tools/hivectl/ask.h"
#include "tools/hivectl/commands.h"
#include "tools/hivectl/core_reload.h"
#include "tools/hivectl/service_view.h"

namespace hive {
namespace {

constexpr std::string_view supervisor = "supervisor";
constexpr std::chrono::milliseconds pause {100};
constexpr std::chrono::seconds longest_wait {60};

using Clock = std::chrono::steady_clock;

/// Whether every monitored check was looked at since then.
bool has_looked(const Json& status, double since)
{
    const auto checks = status.find("checks");
    if (checks == status.end() || !checks->is_array())
        return true;
    return std::ranges::all_of(*checks, [since](const Json& check) {
        return text_at(check, "state") == "unmonitored" || real_at(check, "looked") >= since;
    });
}

}  // namespace

int show_summary(const Invocation& invocation, const Terminal& terminal)
{
    auto status = ask(supervisor, "status", Json::object());
    if (status && !invocation.group.empty())
        status = only_group(*status, invocation.group);
    else if (status && !invocation.words.empty())
        status = only_named(*status, invocation.words.front());
    if (!status)
        return complain(status.error().message());
    say(invocation.is_json ? to_text(*status) + '\n' : summary_table(*status, terminal));
    return 0;
}

int show_report(const Invocation& invocation, const Terminal& /*terminal*/)
{
    const auto status = ask(supervisor, "status", Json::object());
    if (!status)
        return complain(status.error().message());
    const auto sum = count_states(*status);
    const Json numbers {{"up", sum.up}, {"down", sum.down}, {"initialising", sum.initialising},
        {"unmonitored", sum.unmonitored}, {"total", sum.total()}};
    if (!invocation.words.empty()) {
        const auto& word = invocation.words.front();
        if (!numbers.contains(word))
            return complain(
                fmt::format("'{}' is none of up, down, initialising, unmonitored and total", word));
        say(fmt::format("{}\n", integer_at(numbers, word)));
        return 0;
    }
    if (invocation.is_json)
        say(to_text(numbers) + '\n');
    else
        for (const auto& [name, number] : numbers.items())
            say(fmt::format("{:<13} {}\n", name + ':', to_text(number)));
    return 0;
}

int validate(const Invocation& invocation, const Terminal& terminal)
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto began = std::chrono::duration<double> {now}.count();
    if (const auto asked = ask(supervisor, "validate", Json::object()); !asked)
        return complain(asked.error().message());
    const auto deadline = Clock::now() + longest_wait;
    for (;;) {
        const auto status = ask(supervisor, "status", Json::object());
        if (!status)
            return complain(status.error().message());
        if (has_looked(*status, began) || Clock::now() >= deadline) {
            say(invocation.is_json ? to_text(*status) + '\n' : summary_table(*status, terminal));
            const auto sum = count_states(*status);
            return sum.down == 0 && sum.initialising == 0 ? 0 : 1;
        }
        std::this_thread::sleep_for(pause);
    }
}

int match_processes(const Invocation& invocation, const Terminal& /*terminal*/)
{
    const auto answer = ask(supervisor, "procmatch", {{"pattern", invocation.words.front()}});
    const auto found = answer ? answer->find("processes") : Json::const_iterator {};
    if (!answer || found == answer->end() || !found->is_array())
        return complain(
            answer ? "the supervisor answered without processes" : answer.error().message());
    if (invocation.is_json)
        say(to_text(*found) + '\n');
    else
        for (const auto& process : *found)
            say(fmt::format(
                "{} {}\n", integer_at(process, "pid"), printable(text_at(process, "name"))));
    return found->empty() ? 1 : 0;
}

int reexec(const Invocation& invocation, const Terminal& /*terminal*/)
{
    if (const auto reloaded = reload_core(); !reloaded)
        return complain(reloaded.error().message());
    return done(invocation);
}

}  // namespace hive
