#include "daemons/ban/actions.h"

#include <algorithm>

#include "lib/json.h"
#include "lib/log.h"

namespace hive {
namespace {

using std::chrono::system_clock;

std::string_view word(Actions::Event event)
{
    switch (event) {
    case Actions::Event::ban: return "ban";
    case Actions::Event::unban: return "unban";
    }
    std::unreachable();
}

Command command_of(const ActionConfig& action, const Ban& ban, Actions::Event event)
{
    const auto seconds = (ban.until - ban.since) / std::chrono::seconds {1};
    std::vector<std::pair<std::string_view, std::string>> values {{"ip", ban.network.text()},
        {"jail", ban.jail}, {"failures", fmt::format("{}", ban.failures)},
        {"bantime", fmt::format("{}", seconds)}, {"event", std::string {word(event)}}};
    Command command {.argv = command_words(action.command, values), .timeout = action.timeout};
    values.emplace_back("matches", fmt::format("{}", fmt::join(ban.lines, "\n")));
    for (const auto& [name, value] : values) {
        std::string variable = "HIVE_BAN_";
        std::ranges::transform(name, std::back_inserter(variable),
            [](char c) { return static_cast<char>(c - 'a' + 'A'); });
        command.environment.push_back(fmt::format("{}={}", variable, value));
    }
    return command;
}

}  // namespace

void Actions::run(const JailConfig& jail, const Ban& ban, Event event)
{
    for (const auto& name : jail.actions) {
        const auto action = std::ranges::find(actions_, name, &ActionConfig::name);
        if (action == actions_.end() || (event == Event::unban && !action->tells_unbans))
            continue;
        if (action->command.empty())
            send_(ban_alert(*action, ban, event));
        else
            run_command(*action, ban, event);
    }
}

void Actions::run_command(const ActionConfig& action, const Ban& ban, Event event)
{
    const bool is_queued = runner_.run(
        command_of(action, ban, event), [this, name = action.name](std::optional<int> status) {
            ++counts_.run;
            if (status == 0)
                return;
            ++counts_.failed;
            log::warning("failed {} {}", log::field("action", name),
                status ? fmt::format("status={}", *status) : "reason=\"no exit status\"");
        });
    if (is_queued)
        return;
    ++counts_.dropped;
    log::warning("dropped {} reason=\"too many wait\"", log::field("action", action.name));
}

Json ban_alert(const ActionConfig& action, const Ban& ban, Actions::Event event)
{
    const bool is_ban = event == Actions::Event::ban;
    const auto subject = fmt::format(
        "{} {} by jail {}", is_ban ? "banned" : "unbanned", ban.network.text(), ban.jail);
    std::string text = subject + '\n';
    if (is_ban)
        text += fmt::format("failures: {}\nfor: {} s\n", ban.failures,
            (ban.until - ban.since) / std::chrono::seconds {1});
    for (const auto& line : ban.lines)
        text += line + '\n';
    return {{"key",
                fmt::format("ban:{}:{}:{}", ban.jail, ban.network.text(),
                    system_clock::to_time_t(ban.since))},
        {"event", is_ban ? "info" : "recovered"}, {"severity", "info"}, {"source", "hive-ban"},
        {"subject", subject}, {"text", text}, {"to", action.to}};
}

}  // namespace hive
