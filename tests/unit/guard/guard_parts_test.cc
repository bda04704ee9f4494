#include <gtest/gtest.h>

#include <fmt/format.h>

#include "daemons/guard/agent_check.h"
#include "daemons/guard/config.h"
#include "daemons/guard/flow_clients.h"
#include "daemons/guard/flow_lines.h"
#include "daemons/guard/lines.h"
#include "daemons/guard/replay.h"
#include "daemons/guard/rules.h"
#include "daemons/guard/safe_list.h"

namespace hive {
namespace {

using namespace std::chrono_literals;

RequestTraits missing(int path)
{
    return {.status = 404, .path_hash = static_cast<std::uint32_t>(path)};
}

TEST(RuleState, EmptiesWithTime)
{
    RuleState state;
    RuleState::Offences offences = 0;
    for (int i = 0; i < 60; ++i)
        offences = state.add(standard_rules, missing(i), EventTime {1000s + i * 2s});
    EXPECT_EQ(state.fired(standard_rules, offences), std::nullopt)
        << "one missing path in two seconds is what the rule allows";
}

TEST(RuleState, APathAskedForAgainIsNoFurtherOne)
{
    RuleState state;
    RuleState::Offences offences = 0;
    for (int i = 0; i < 200; ++i)
        offences = state.add(standard_rules, missing(7), EventTime {1000s});
    EXPECT_EQ(state.fired(standard_rules, offences), std::nullopt);
}

TEST(RuleState, OnlyTheRuleJustOffendedAgainstFires)
{
    RuleState state;
    for (int i = 0; i < 40; ++i)
        state.add(standard_rules, missing(i), EventTime {1000s});
    const auto harmless
        = state.add(standard_rules, RequestTraits {.status = 200}, EventTime {1000s});
    EXPECT_EQ(state.fired(standard_rules, harmless), std::nullopt);
    const auto offence = state.add(standard_rules, missing(41), EventTime {1000s});
    EXPECT_EQ(state.fired(standard_rules, offence), RuleId::scan);
}

RuleState::Offences repeat(
    RuleState& state, const RequestTraits& request, int times, EventTime time = EventTime {1000s})
{
    RuleState::Offences offences = 0;
    for (int i = 0; i < times; ++i)
        offences = state.add(standard_rules, request, time);
    return offences;
}

TEST(RuleState, AToolThatGuessesPasswordsIsNamedForThat)
{
    constexpr RequestTraits guess {.agent = RequestTraits::Agent::tool, .is_login_refused = true};
    RuleState state;
    EXPECT_EQ(state.fired(standard_rules, repeat(state, guess, 5)), RuleId::agent);
    EXPECT_EQ(state.fired(standard_rules, repeat(state, guess, 6)), RuleId::login);
    constexpr RequestTraits harmless {.agent = RequestTraits::Agent::tool, .status = 200};
    EXPECT_EQ(state.fired(standard_rules, repeat(state, harmless, 1)), RuleId::login);
}

TEST(RuleState, AnAnswerThatAsksForALoginIsNoRefusedOne)
{
    RuleState state;
    const auto offences = repeat(state, {.status = 401}, 100);
    EXPECT_EQ(state.fired(standard_rules, offences), std::nullopt);
}

constexpr RequestTraits ordinary {.status = 200};

TEST(RuleState, OrdinaryRequestsMakeUpForDeadLinks)
{
    RuleState state;
    RuleState::Offences offences = 0;
    for (int i = 0; i < 2000; ++i) {
        const auto time = EventTime {1000s + i * 50ms};
        repeat(state, ordinary, 2, time);
        offences = state.add(standard_rules, missing(i), time);
    }
    EXPECT_EQ(state.fired(standard_rules, offences), std::nullopt);
    for (int i = 0; i < 100; ++i) {
        const auto time = EventTime {2000s + i * 50ms};
        repeat(state, ordinary, 1, time);
        offences = state.add(standard_rules, missing(i), time);
    }
    EXPECT_EQ(state.fired(standard_rules, offences), RuleId::scan) << "one for one is too little";
}

TEST(RuleState, OrdinaryRequestsDoNotMakeUpForMany)
{
    constexpr RequestTraits injection {.status = 200, .signs = {.sql = payload_found}};
    RuleState state;
    RuleState::Offences offences = 0;
    for (int i = 0; i < 10; ++i) {
        repeat(state, ordinary, 20);
        offences = state.add(standard_rules, injection, EventTime {1000s});
    }
    EXPECT_EQ(state.fired(standard_rules, offences), RuleId::sql);
}

TEST(RuleState, APathProbedAgainIsNoFurtherOne)
{
    constexpr RequestTraits monitor {.status = 503, .is_probe = true, .path_hash = 7};
    RuleState state;
    EXPECT_EQ(state.fired(standard_rules, repeat(state, monitor, 100)), std::nullopt);
}

/// Requests of clients that mean no harm, however many there are.
struct Harmless {
    const char* name;
    const char* method;
    const char* target;
    int status;
    bool has_referer = false;
};
class HarmlessRequest : public testing::TestWithParam<Harmless> { };

TEST_P(HarmlessRequest, IsNoOffence)
{
    RuleState state;
    RuleState::Offences offences = 0;
    for (int i = 0; i < 200; ++i) {
        const auto target = fmt::format(fmt::runtime(GetParam().target), i);
        offences = state.add(standard_rules,
            traits_of({.has_referer = GetParam().has_referer,
                .status = GetParam().status,
                .method = GetParam().method,
                .target = target,
                .agent = "client/1"}),
            EventTime {1000s + i * 100ms});
    }
    EXPECT_EQ(state.fired(standard_rules, offences), std::nullopt);
    EXPECT_FALSE(state.is_suspect(standard_rules));
}

INSTANTIATE_TEST_SUITE_P(Requests, HarmlessRequest,
    testing::Values(Harmless {"shadow_of_a_file", "PROPFIND", "/share/._{}.txt", 404},
        Harmless {"windows_share", "PROPFIND", "/share/{}/desktop.ini", 404},
        Harmless {"backup_on_a_share", "PUT", "/share/{}.bak", 423},
        Harmless {"calendar", "MKCALENDAR", "/dav/{}", 405},
        Harmless {"svn", "VERSION-CONTROL", "/svn/{}", 409},
        Harmless {"thumbnails_that_are_gone", "GET", "/thumbs/{}.jpg", 404, true},
        Harmless {"expired_session", "GET", "/api/{}", 401, true},
        Harmless {"map_tiles", "GET", "/tile?x={}", 200, true},
        Harmless {"packages", "GET", "/repo/package-{}.tar.gz", 200}),
    [](const auto& row) { return row.param.name; });

TEST(RuleState, ARuleThatIsOffNeverFires)
{
    const auto rules = rules_of({{.name = "scan", .is_enabled = false}});
    RuleState state;
    RuleState::Offences offences = 0;
    for (int i = 0; i < 300; ++i)
        offences = state.add(rules, missing(i), EventTime {1000s});
    EXPECT_EQ(state.fired(rules, offences), std::nullopt);
}

TEST(RuleState, AClockThatGoesBackEmptiesNothing)
{
    RuleState state;
    auto offences = state.add(standard_rules, RuleId::probe, EventTime {1000s});
    for (int i = 0; i < 5; ++i)
        offences = state.add(standard_rules, RuleId::probe, EventTime {10s});
    EXPECT_EQ(state.fired(standard_rules, offences), RuleId::probe);
}

TEST(Rules, TakeTheNumbersOfTheConfiguration)
{
    const auto rules = rules_of({{.name = "login", .limit = 3, .window = 10s}});
    const auto& login = rules[static_cast<std::size_t>(RuleId::login)];
    EXPECT_EQ(login.limit, 3);
    EXPECT_EQ(login.window, 10s);
}

TEST(GuardConfig, NamesUnknownRulesAndFeatures)
{
    GuardConfig config;
    const auto mistakes = parse_config(
        "[rule speed]\nlimit = 3\n[flows x]\nfeatures = Colour=c\n", "guard.ini", schema(config));
    ASSERT_EQ(mistakes.size(), 2);
    EXPECT_NE(mistakes[0].message().find("there is no rule 'speed'"), std::string::npos);
    EXPECT_NE(mistakes[1].message().find("'Colour=c' is not FEATURE=NAME"), std::string::npos);
}

TEST(GuardConfig, MapsTheNamesOfFeatures)
{
    GuardConfig config;
    ASSERT_TRUE(
        parse_config("[flows x]\nsource = src\nfeatures = Pkt Size Avg=avg, Flow Duration=d\n",
            "guard.ini", schema(config))
            .empty());
    const auto fields = config.flows.front().fields();
    EXPECT_EQ(fields.source, "src");
    EXPECT_EQ(fields.features.back(), "avg");
    EXPECT_EQ(fields.features.front(), "Bwd Pkt Len Min");
}

TEST(SafeList, KeepsWhatTheFileSaysAndForgetsWhatTheOperatorTakesBack)
{
    GuardConfig config;
    config.safe_users = {"ann"};
    SafeList safe {config};
    EXPECT_TRUE(safe.add({.kind = "network", .value = "192.0.2.0/24", .added = 1}).value());
    EXPECT_FALSE(safe.add({.kind = "network", .value = "192.0.2.0/24", .added = 1}).value());
    EXPECT_TRUE(safe.reason(Address::parse("192.0.2.9").value()));
    EXPECT_TRUE(safe.remove("network", "192.0.2.0/24"));
    EXPECT_FALSE(safe.reason(Address::parse("192.0.2.9").value()));
    EXPECT_FALSE(safe.remove("user", "ann"));
    EXPECT_TRUE(safe.has_user("ann"));
}

TEST(SafeList, SparesAnIPv6ClientOfWhomOneAddressIsSafe)
{
    SafeList safe {GuardConfig {}};
    ASSERT_TRUE(safe.add({.kind = "network", .value = "2001:db8::7", .added = 1}));
    EXPECT_TRUE(safe.reason(Address::parse("2001:db8::").value()));
}

struct NoEntry {
    const char* name;
    const char* kind;
    const char* value;
};
class NotSafe : public testing::TestWithParam<NoEntry> { };

TEST_P(NotSafe, IsRefused)
{
    SafeList safe {GuardConfig {}};
    EXPECT_FALSE(safe.add({.kind = GetParam().kind, .value = GetParam().value}));
}

INSTANTIATE_TEST_SUITE_P(Entries, NotSafe,
    testing::Values(NoEntry {"network", "network", "all"}, NoEntry {"agent", "agent", "Googlebot"},
        NoEntry {"path", "path", "app"}, NoEntry {"kind", "colour", "red"},
        NoEntry {"empty", "user", ""}),
    [](const auto& row) { return row.param.name; });

TEST(AgentCheck, ADomainEndsAtADot)
{
    EXPECT_TRUE(is_in_domain("crawl-1.googlebot.com", "googlebot.com"));
    EXPECT_TRUE(is_in_domain("crawl-1.googlebot.com.", "googlebot.com"));
    EXPECT_FALSE(is_in_domain("evilgooglebot.com", "googlebot.com"));
    EXPECT_FALSE(is_in_domain("googlebot.com", "googlebot.com"));
    EXPECT_FALSE(is_in_domain("googlebot.com.evil.example", "googlebot.com"));
}

TEST(FlowClients, OneMisjudgedFlowSpeaksAgainstNobody)
{
    FlowClients clients {10};
    const auto client = Address::parse("192.0.2.1").value();
    EXPECT_EQ(clients.count(client, EventTime {10s}, 0.9), nullptr);
    EXPECT_EQ(clients.count(client, EventTime {10s}, 0.9), nullptr);
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(clients.count(client, EventTime {10s}, std::nullopt), nullptr);
    EXPECT_EQ(clients.count(client, EventTime {10s}, 0.9), nullptr) << "3 of 13";
    EXPECT_EQ(clients.count(client, EventTime {15s}, 0.9), nullptr) << "a new window";
    EXPECT_EQ(clients.count(client, EventTime {15s}, 0.9), nullptr);
    EXPECT_NE(clients.count(client, EventTime {15s}, 0.9), nullptr);
}

TEST(Lines, CutsWhatIsTooLong)
{
    Lines lines {4};
    std::vector<std::string> seen;
    const auto take = [&seen](std::string_view line) { seen.emplace_back(line); };
    lines.feed("ab", take);
    lines.feed("c\n123456", take);
    lines.feed("789\nx\ny", take);
    EXPECT_EQ(seen, (std::vector<std::string> {"abc", "12345", "x"}));
    EXPECT_EQ(lines.rest(), "y");
}

TEST(FlowLines, ReadsCsvBehindItsHeaderAndJsonAnywhere)
{
    FlowLines lines {FlowFields {}};
    std::string header;
    std::string row;
    for (const auto name : flow_feature_names) {
        header += std::string {name} + ',';
        row += "1,";
    }
    EXPECT_EQ(lines.read(header + "Source").value(), std::nullopt);
    const auto flow = lines.read(row + "192.0.2.1").value();
    EXPECT_EQ(flow->source, "192.0.2.1");
    EXPECT_EQ(lines.read("").value(), std::nullopt);
    EXPECT_FALSE(lines.read("1,2"));
    EXPECT_EQ(lines.read(format_flow(*flow)).value()->source, "192.0.2.1");
}

TEST(ReplayArguments, TakesFilesAmongOptions)
{
    const std::vector<const char*> words {
        "a.log", "--speed", "10", "--json", "-", "--server", "shop"};
    const auto arguments = parse_replay_arguments(words).value();
    EXPECT_EQ(arguments.files, (std::vector<std::string> {"a.log", "-"}));
    EXPECT_EQ(arguments.speed, 10);
    EXPECT_EQ(arguments.server, "shop");
    EXPECT_FALSE(parse_replay_arguments(std::vector<const char*> {"--speed", "max"}));
    EXPECT_FALSE(parse_replay_arguments(std::vector<const char*> {"x", "--speed", "fast"}));
}

}  // namespace
}  // namespace hive
