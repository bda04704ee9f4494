#include "supervisor/core/check_config.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "supervisor/core/listen_spec.h"

namespace hive {
namespace {

constexpr std::array<std::string_view, 9> types {
    "process", "program", "file", "directory", "fifo", "filesystem", "host", "network", "system"};

std::vector<std::pair<std::string, CheckType>> type_words()
{
    std::vector<std::pair<std::string, CheckType>> words;
    words.reserve(types.size());
    for (const auto type : types)
        words.emplace_back(type, static_cast<CheckType>(words.size()));
    return words;
}

std::vector<Option> thing_options(CheckConfig& check)
{
    return {
        Option::choice<CheckType>("type", check.type, type_words(), "What it looks at."),
        Option::text("path", check.path, "Of a file, directory, fifo or filesystem."),
        Option::text("pid_file", check.pid_file, "File with the number of a process."),
        Option::text("pattern", check.pattern,
            "Extended regular expression that the command line of a process matches."),
        Option::text("interface", check.interface, "Of a network: eth0."),
        Option::parsed<Command>("command", check.command, &parse_command, "program arguments", "",
            "What a program check runs; a host check, too: something that asks the host and exits "
            "with 0 when it answers."),
        Option::parsed<ProbeSpec>("probe", check.probe, &parse_network_probe_spec,
            "http|https|tcp|tls|unix|mysql|dns ...", "",
            "How a host check asks, in the place of a command; see PROBES."),
    };
}

std::vector<Option> rule_options(CheckConfig& check)
{
    return {
        Option::list_of<Rule>("rules", check.rules, &parse_rule,
            "METRIC OPERATOR VALUE [for N of M] [then ACTION]",
            "What is wrong, and what follows: alert, restart, start, stop, exec PROGRAM or "
            "unmonitor. Every rule that holds is an alert as well."),
        Option::choice<Severity>("severity", check.severity,
            {{"info", Severity::info}, {"warning", Severity::warning},
                {"critical", Severity::critical}},
            "Of its alerts."),
        Option::choice<CheckMode>("mode", check.mode,
            {{"active", CheckMode::active}, {"passive", CheckMode::passive}},
            "A passive check only tells."),
        Option::parsed<Command>(
            "start", check.start, &parse_command, "program arguments", "", "Starts the thing."),
        Option::parsed<Command>(
            "stop", check.stop, &parse_command, "program arguments", "", "Stops the thing."),
        Option::text("user", check.user, "User the programs run as; without one the supervisor's."),
        Option::milliseconds("timeout", check.timeout, {100, 3'600'000},
            "A program that has not ended by then is killed, and has failed."),
    };
}

std::vector<Option> time_options(CheckConfig& check)
{
    return {
        Option::milliseconds(
            "interval", check.interval, {100, 86'400'000}, "Time between two looks."),
        Option::number("every", check.every, {1, 10'000},
            "Looks only each time so many intervals "
            "have passed."),
        Option::parsed<CronSpec>("when", check.when, &parse_cron, "minute hour day month weekday",
            "", "Looks only in the minutes of crontab(5) named here."),
        Option::parsed<CronSpec>("not_when", check.not_when, &parse_cron,
            "minute hour day month weekday", "", "Does not look in these minutes."),
        Option::choice<OnReboot>("on_reboot", check.on_reboot,
            {{"start", OnReboot::start}, {"nostart", OnReboot::nostart},
                {"laststate", OnReboot::laststate}},
            "When the supervisor starts: monitor it, do not, or as it was before."),
        Option::list("groups", check.groups, "Groups for hivectl -g."),
    };
}

bool is_about_path(CheckType type)
{
    return type == CheckType::file || type == CheckType::directory || type == CheckType::fifo
        || type == CheckType::filesystem;
}

std::string_view missing_option(const CheckConfig& check)
{
    if (is_about_path(check.type) && check.path.empty())
        return "path";
    if (check.type == CheckType::process && check.pid_file.empty() && check.pattern.empty())
        return "pid_file or a pattern";
    if (check.type == CheckType::network && check.interface.empty())
        return "interface";
    if (check.type == CheckType::program && check.command.words.empty())
        return "command";
    if (check.type == CheckType::host && check.command.words.empty() == check.probe.words.empty())
        return "command or a probe";
    return "";
}

/// What a reading of each type may hold (look.h), in the order of CheckType.
constexpr std::string_view file_metrics = "age permission user group size sha256 content";
constexpr std::array<std::string_view, 9> metrics {"pid cpu memory descriptors children uptime",
    "status output", file_metrics, "age permission user group", "age permission user group",
    "space inodes free flags", "status output response",
    "link state errors received sent saturation", "load1 load5 load15 cpu memory swap pressure"};

bool has_word(std::string_view words, std::string_view word)
{
    for (auto rest = words; !rest.empty();) {
        const auto next = rest.substr(0, rest.find(' '));
        if (next == word)
            return true;
        rest.remove_prefix(std::min(next.size() + 1, rest.size()));
    }
    return false;
}

bool needs_program(RuleAction action)
{
    return action == RuleAction::start || action == RuleAction::stop
        || action == RuleAction::restart;
}

std::vector<Mistake> mistakes_of(const CheckConfig& check)
{
    std::vector<Mistake> mistakes;
    const auto section = "check " + check.name;
    if (!is_plain_name(check.name))
        mistakes.push_back(
            {section, "", "a check is named with at most 32 small letters, digits and '-'"});
    if (const auto missing = missing_option(check); !missing.empty())
        mistakes.push_back(
            {section, "type", fmt::format("a {} needs a {}", name_of(check.type), missing)});
    if (auto message = unknown_metric(check.type, check.rules))
        mistakes.push_back({section, "rules", *std::move(message)});
    for (const auto& rule : check.rules) {
        const auto& program = rule.action == RuleAction::stop ? check.stop : check.start;
        if (needs_program(rule.action) && program.words.empty())
            mistakes.push_back(
                {section, "rules", fmt::format("'{}' has no program to do it", rule.text)});
    }
    return mistakes;
}

}  // namespace

std::string_view metrics_of(CheckType type)
{
    return metrics.at(static_cast<std::size_t>(std::to_underlying(type)));
}

std::optional<std::string> unknown_metric(CheckType type, const std::vector<Rule>& rules)
{
    const auto known = metrics_of(type);
    for (const auto& rule : rules)
        if (rule.metric != "missing" && !has_word(known, rule.metric))
            return fmt::format("'{}': a {} has missing {}", rule.text, name_of(type), known);
    return std::nullopt;
}

std::string_view name_of(CheckType type)
{
    return types.at(static_cast<std::size_t>(std::to_underlying(type)));
}

std::vector<Option> check_options(CheckConfig& check)
{
    auto options = thing_options(check);
    for (auto&& part : {rule_options(check), time_options(check)})
        std::ranges::move(part, std::back_inserter(options));
    return options;
}

std::vector<Mistake> check_checks(const std::list<CheckConfig>& checks)
{
    std::vector<Mistake> mistakes;
    for (const auto& check : checks)
        std::ranges::move(mistakes_of(check), std::back_inserter(mistakes));
    return mistakes;
}

std::vector<Rule> rules_of(const CheckConfig& check)
{
    auto rules = check.rules;
    const bool knows_missing
        = std::ranges::find(rules, Comparison::missing, &Rule::comparison) != rules.end();
    const bool can_be_missing = check.type != CheckType::system && check.type != CheckType::program;
    if (can_be_missing && !knows_missing)
        rules.push_back({.text = "missing",
            .metric = "missing",
            .action = check.start.words.empty() ? RuleAction::alert : RuleAction::start});
    if (check.type == CheckType::program && check.rules.empty())
        rules.push_back({.text = "status != 0",
            .metric = "status",
            .comparison = Comparison::different,
            .word = "0"});
    return rules;
}

}  // namespace hive
