#include "daemons/guard/config.h"

#include <algorithm>
#include <iterator>

#include "daemons/guard/rules.h"
#include "lib/trim.h"

namespace hive {
namespace {

constexpr std::int64_t hour = 3600;
constexpr std::int64_t day = 24 * hour;
constexpr std::size_t max_logs = 100;

std::vector<Option> policy_options(GuardConfig& config)
{
    return {
        Option::choice<GuardMode>("mode", config.mode,
            {{"auto", GuardMode::automatic}, {"dry-run", GuardMode::dry_run},
                {"armed", GuardMode::armed}},
            "dry-run: decide and show, but ban nobody. armed: have hive-ban ban. auto: dry run for "
            "the time of dry_run_for after the first start, then armed."),
        Option::seconds(
            "dry_run_for", config.dry_run_for, {60, 365 * day}, "How long mode auto only watches."),
        Option::list("dry_run_classes", config.dry_run_classes,
            "Classes that are never acted upon, only shown."),
        Option::number("strikes", config.strikes, {1, 10},
            "Verdicts against a client, at least a second apart, that make a decision."),
        Option::seconds("strike_window", config.strike_window, {10, day},
            "A verdict older than this does not count any more."),
        Option::seconds(
            "ban_time", config.ban_time, {1, 365 * day}, "How long hive-ban is asked to ban."),
    };
}

std::vector<Option> model_options(GuardConfig& config)
{
    return {
        Option::text("http_model", config.http_model,
            "The model of clients' windows, in the state directory, with its card beside it. It "
            "is taken when the card changes; without it rules alone judge."),
        Option::text("flow_model", config.flow_model, "The model of flow records, likewise."),
        Option::real("drift_limit", config.drift_limit, 0.05, 10,
            "A feature whose stability index against training (PSI) is above this has drifted: "
            "an alert is sent."),
        Option::seconds("drift_every", config.drift_every, {1, day},
            "How long traffic is gathered before it is compared; 200 windows are needed."),
        Option::number("sample_every", config.sample_every, {1, 1'000'000},
            "Of windows nothing was said against one in so many is kept for training."),
    };
}

std::vector<Option> safe_options(GuardConfig& config)
{
    auto networks = Option::list_of<Network>("safe_networks", config.safe_networks, &Network::parse,
        "networks", "Addresses and networks that are never acted against.");
    auto agents = Option::list_of<SafeAgent>("safe_agents", config.safe_agents, &parse_safe_agent,
        "WORD in DOMAIN",
        "Robots that are never acted against: a word of their User-Agent and the domain that the "
        "name of their address must end in, which must lead back to that address: \"Googlebot "
        "in googlebot.com\".");
    return {
        std::move(networks),
        std::move(agents),
        Option::list("safe_paths", config.safe_paths,
            "Requests for paths that begin so are not judged at all."),
        Option::list("safe_users", config.safe_users,
            "An address from which one of these users made a request in the last ten minutes is "
            "not acted against."),
    };
}

std::vector<Option> limit_options(GuardConfig& config)
{
    return {
        Option::text("database", config.database,
            "The SQLite file of traffic and decisions, in the state directory."),
        Option::number("max_clients", config.max_clients, {100, 5'000'000},
            "Clients remembered, some 300 bytes each; the one silent longest is forgotten first."),
        Option::seconds("slow_after", config.slow_after, {1, 600},
            "A connection without a whole request head for so long counts for the rule slow."),
        Option::seconds("keep_seconds", config.keep_seconds, {60, 7 * day},
            "How long traffic by the second is kept."),
        Option::seconds("keep_fives", config.keep_fives, {hour, 90 * day},
            "How long traffic by five seconds is kept."),
        Option::seconds("keep_decisions", config.keep_decisions, {day, 365 * day},
            "How long decisions are kept."),
        Option::seconds("keep_windows", config.keep_windows, {day, 365 * day},
            "How long windows are kept for training."),
    };
}

std::vector<Option> rule_options(RuleConfig& rule)
{
    return {
        Option::flag("enabled", rule.is_enabled, "Whether the rule is looked at."),
        Option::number("limit", rule.limit, {0, 10'000'000},
            "More than this in the window is an offence; 0 is the rule's own limit."),
        Option::seconds("window", rule.window, {0, hour},
            "The time in which the limit is counted; 0 is the rule's own."),
    };
}

std::vector<Option> log_options(LogConfig& log)
{
    return {
        Option::text("path", log.path,
            "An access log to follow, over rotation: common, combined, vhost or Hive's JSON.")
            .required(),
        Option::text("server", log.server, "What the traffic is shown under; the name without it."),
    };
}

std::vector<Option> flow_options(FlowsConfig& flows)
{
    return {
        Option::text("follow", flows.path,
            "A file of flow records to follow, JSON lines or CSV with a header. Without it the "
            "section is about the socket guard-flows.sock."),
        Option::text("source", flows.source, "Name of the field with the client's address."),
        Option::text("destination", flows.destination, "Name of the field with the server."),
        Option::text("timestamp", flows.timestamp, "Name of the field with the time."),
        Option::text(
            "label", flows.label, "Name of the field with the true class, if there is one."),
        Option::list("features", flows.features,
            "Features that are called otherwise: \"Pkt Size Avg=avg_size\"."),
    };
}

void check_rules(const GuardConfig& config, std::vector<Mistake>& mistakes)
{
    for (const auto& rule : config.rules)
        if (find_rule(rule.name) == nullptr)
            mistakes.push_back({"rule " + rule.name, "",
                fmt::format("there is no rule '{}'; there are {}", rule.name, rule_names())});
}

void check_flows(const GuardConfig& config, std::vector<Mistake>& mistakes)
{
    int sockets = 0;
    for (const auto& flows : config.flows) {
        const auto section = "flows " + flows.name;
        if (flows.path.empty() && ++sockets == 2)
            mistakes.push_back({section, "follow", "another section is about the socket already"});
        for (const auto& pair : flows.features) {
            const auto name = pair.substr(0, pair.find('='));
            if (pair.find('=') == std::string::npos
                || std::ranges::find(flow_feature_names, name) == flow_feature_names.end())
                mistakes.push_back(
                    {section, "features", fmt::format("'{}' is not FEATURE=NAME", pair)});
        }
    }
}

std::vector<Mistake> check(const GuardConfig& config)
{
    std::vector<Mistake> mistakes;
    check_rules(config, mistakes);
    check_flows(config, mistakes);
    if (config.logs.size() + config.flows.size() > max_logs)
        mistakes.push_back({"guard", "", fmt::format("more than {} logs and flows", max_logs)});
    return mistakes;
}

}  // namespace

Result<SafeAgent> parse_safe_agent(std::string_view text)
{
    const auto middle = text.find(" in ");
    if (middle == std::string_view::npos)
        return fail("'{}' is not WORD in DOMAIN", text);
    SafeAgent agent {.word = std::string {trimmed(text.substr(0, middle))},
        .domain = std::string {trimmed(text.substr(middle + 4))}};
    for (auto* part : {&agent.word, &agent.domain})
        std::ranges::transform(*part, part->begin(),
            [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (agent.word.empty() || agent.domain.find('.') == std::string::npos
        || agent.domain.contains(' '))
        return fail("'{}' is not WORD in DOMAIN", text);
    return agent;
}

FlowFields FlowsConfig::fields() const
{
    FlowFields all;
    all.source = source;
    all.destination = destination;
    all.timestamp = timestamp;
    all.label = label;
    for (const auto& pair : features) {
        const auto equals = pair.find('=');
        const auto* const feature = std::ranges::find(flow_feature_names, pair.substr(0, equals));
        if (feature != flow_feature_names.end() && equals != std::string::npos)
            all.features[static_cast<std::size_t>(feature - flow_feature_names.begin())]
                = pair.substr(equals + 1);
    }
    return all;
}

Schema schema(GuardConfig& config)
{
    std::vector<Option> all;
    for (auto options : {policy_options(config), safe_options(config), model_options(config),
             limit_options(config)})
        std::ranges::move(options, std::back_inserter(all));
    return {.sections
        = {Section::plain("guard", "What is decided, and about whom never.", std::move(all)),
            Section::named<RuleConfig>("rule", "NAME",
                "Changes the numbers of a rule, or turns it off.", config.rules, &rule_options),
            Section::named<LogConfig>("log", "NAME",
                "An access log of another web server that is followed.", config.logs, &log_options),
            Section::named<FlowsConfig>("flows", "NAME",
                "Flow records, and what their fields are called.", config.flows, &flow_options)},
        .check = [&config] { return check(config); }};
}

}  // namespace hive
