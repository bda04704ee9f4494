#include "daemons/guard/engine.h"

#include <gtest/gtest.h>

#include "lib/forest_model.h"

namespace hive {
namespace {

using namespace std::chrono_literals;

/// A site under watch.
class EngineTest : public testing::Test {
protected:
    EngineTest() { config.mode = GuardMode::armed; }

    Engine& engine()
    {
        if (!engine_)
            engine_.emplace(config,
                Engine::Callbacks {
                    .judged = [this](const Verdict& one) { verdicts.push_back(one); },
                    .decided = [this](Decision one) { decisions.push_back(std::move(one)); },
                    .learned = [this](JudgedVector one) { vectors.push_back(std::move(one)); }});
        return *engine_;
    }
    static EventTime at(std::chrono::milliseconds time) { return EventTime {1'000'000s + time}; }
    void request(const char* client, std::chrono::milliseconds time, const std::string& target,
        int status = 200, bool is_banned = false)
    {
        engine().take({.kind = TrafficEvent::Kind::answered,
            .is_banned = is_banned,
            .status = status,
            .time = at(time),
            .client = Address::parse(client).value(),
            .method = "GET",
            .target = target,
            .host = "Hive.example:8080",
            .agent = agent,
            .user = user});
    }
    void connection(TrafficEvent::Kind kind, std::uint64_t number, std::chrono::milliseconds time)
    {
        engine().take({.kind = kind,
            .time = at(time),
            .connection = number,
            .client = Address::parse("203.0.113.7").value()});
    }
    /// Two bursts of missing paths, two seconds apart.
    void scan(const char* client)
    {
        for (int burst = 0; burst < 2; ++burst)
            for (int i = 0; i < 40; ++i)
                request(client, burst * 2000ms + i * 10ms, fmt::format("/{}-{}", burst, i), 404);
    }

    GuardConfig config;
    std::string agent = "Mozilla/5.0";
    std::string user;
    std::vector<Verdict> verdicts;
    std::vector<Decision> decisions;
    std::vector<JudgedVector> vectors;

private:
    std::optional<Engine> engine_;
};

TEST_F(EngineTest, TwoStrikesMakeADecisionWithReasonsAndLines)
{
    scan("203.0.113.7");
    ASSERT_EQ(verdicts.size(), 2);
    ASSERT_EQ(decisions.size(), 1);
    EXPECT_EQ(decisions[0].action, Decision::Action::pending);
    EXPECT_EQ(decisions[0].verdict.class_name, "Scan");
    EXPECT_EQ(decisions[0].verdict.by, "rule scan");
    EXPECT_EQ(decisions[0].verdict.server, "hive.example");
    EXPECT_GT(decisions[0].verdict.score, 0.5);
    ASSERT_FALSE(decisions[0].verdict.reasons.empty());
    EXPECT_EQ(decisions[0].verdict.lines.size(), max_sample_lines);
}

TEST_F(EngineTest, OneBurstIsOneStrike)
{
    for (int i = 0; i < 500; ++i)
        request("203.0.113.7", i * 1ms, fmt::format("/{}", i), 404);
    EXPECT_EQ(verdicts.size(), 1);
    EXPECT_TRUE(decisions.empty());
}

TEST_F(EngineTest, AClientBesideTheAttackerIsLeftAlone)
{
    for (int i = 0; i < 200; ++i) {
        request("203.0.113.7", i * 50ms, fmt::format("/{}", i), 404);
        request("192.0.2.1", i * 50ms, fmt::format("/page/{}", i % 20));
    }
    ASSERT_FALSE(verdicts.empty());
    for (const auto& verdict : verdicts)
        EXPECT_EQ(verdict.client.text(), "203.0.113.7");
}

TEST_F(EngineTest, ADryRunDecidesButDoesNotAct)
{
    config.mode = GuardMode::dry_run;
    scan("203.0.113.7");
    ASSERT_EQ(decisions.size(), 1);
    EXPECT_EQ(decisions[0].action, Decision::Action::dry_run);
}

TEST_F(EngineTest, AutomaticModeWatchesFirstAndActsThen)
{
    config.mode = GuardMode::automatic;
    engine().policy().set_dry_run_until(at(10min));
    EXPECT_TRUE(engine().policy().is_dry_run(at(9min)));
    EXPECT_FALSE(engine().policy().is_dry_run(at(10min)));
}

TEST_F(EngineTest, AClassInDryRunIsOnlyShown)
{
    config.dry_run_classes = {"Scan"};
    scan("203.0.113.7");
    ASSERT_EQ(decisions.size(), 1);
    EXPECT_EQ(decisions[0].action, Decision::Action::dry_run);
    engine().policy().arm("Scan", Policy::Arming::on);
    scan("203.0.113.8");
    EXPECT_EQ(decisions.back().action, Decision::Action::pending);
}

TEST_F(EngineTest, ASafeNetworkIsSpared)
{
    config.safe_networks = {Network::parse("203.0.113.0/24").value()};
    scan("203.0.113.7");
    ASSERT_EQ(decisions.size(), 1);
    EXPECT_EQ(decisions[0].action, Decision::Action::refused);
    EXPECT_EQ(decisions[0].why, "203.0.113.0/24 is on the safe list");
}

TEST_F(EngineTest, ASafeUserSparesTheAddress)
{
    config.safe_users = {"ann"};
    user = "ann";
    request("203.0.113.7", 0ms, "/");
    user = "";
    scan("203.0.113.7");
    ASSERT_EQ(decisions.size(), 1);
    EXPECT_EQ(decisions[0].action, Decision::Action::refused);
}

TEST_F(EngineTest, RequestsForASafePathAreNotJudged)
{
    config.safe_paths = {"/0", "/1"};
    scan("203.0.113.7");
    EXPECT_TRUE(verdicts.empty());
}

TEST_F(EngineTest, ARobotThatMayBeGenuineIsToBeChecked)
{
    config.safe_agents = {parse_safe_agent("Googlebot in googlebot.com").value()};
    agent = "Mozilla/5.0 (compatible; Googlebot/2.1)";
    scan("203.0.113.7");
    ASSERT_EQ(decisions.size(), 1);
    EXPECT_EQ(decisions[0].verdict.claimed_domain, "googlebot.com");
}

TEST_F(EngineTest, WhatABanRefusesIsNoNewOffence)
{
    for (int i = 0; i < 3000; ++i)
        request("203.0.113.7", i * 10ms, fmt::format("/{}", i), 403, true);
    EXPECT_TRUE(verdicts.empty());
    EXPECT_EQ(engine().ignored(), 3000);
}

TEST_F(EngineTest, The403sOfOurOwnBanAreNoNewOffence)
{
    scan("203.0.113.7");
    const auto strikes = verdicts.size();
    for (int i = 0; i < 500; ++i)
        request("203.0.113.7", 5s + i * 10ms, "/.git/config", 403);
    EXPECT_EQ(verdicts.size(), strikes);
}

TEST_F(EngineTest, WhatIsRefusedToAClientThatWasNotBannedIsAnOffence)
{
    scan("203.0.113.7");
    const auto strikes = verdicts.size();
    engine().policy().take_back_ban(Address::parse("203.0.113.7").value(), at(4s));
    for (int i = 0; i < 50; ++i)
        request("203.0.113.7", 5s + i * 100ms, fmt::format("/.git/{}", i), 403);
    EXPECT_GT(verdicts.size(), strikes);
    EXPECT_EQ(engine().ignored(), 0);
    EXPECT_EQ(decisions.size(), 1) << "not asked for again at once";
    for (int i = 0; i < 50; ++i)
        request("203.0.113.7", 11min + i * 100ms, fmt::format("/.git/{}", i), 403);
    EXPECT_EQ(decisions.size(), 2);
}

TEST_F(EngineTest, ABanOutlastsARestart)
{
    engine().policy().recall_ban(Address::parse("203.0.113.7").value(), at(60s));
    for (int i = 0; i < 50; ++i)
        request("203.0.113.7", i * 100ms, fmt::format("/.git/{}", i), 403);
    EXPECT_EQ(engine().ignored(), 50);
    EXPECT_EQ(engine().policy().suspect(Address::parse("203.0.113.7").value()), nullptr);
    EXPECT_FALSE(engine().policy().is_banned(Address::parse("203.0.113.7").value(), at(60s)));
}

TEST_F(EngineTest, WhatADroppedClientLeavesBehindIsNoNewOffence)
{
    for (std::uint64_t i = 1; i <= 100; ++i)
        connection(TrafficEvent::Kind::opened, i, 0ms);
    scan("203.0.113.7");
    const auto strikes = verdicts.size();
    engine().advance(at(20s));
    EXPECT_EQ(verdicts.size(), strikes);
    EXPECT_EQ(engine().ignored(), 100);
}

TEST_F(EngineTest, ForgivenStrikesDoNotCount)
{
    for (int i = 0; i < 40; ++i)
        request("203.0.113.7", i * 10ms, fmt::format("/{}", i), 404);
    ASSERT_EQ(verdicts.size(), 1);
    engine().policy().forgive(Address::parse("203.0.113.7").value());
    for (int i = 0; i < 40; ++i)
        request("203.0.113.7", 2s + i * 10ms, fmt::format("/x{}", i), 404);
    EXPECT_TRUE(decisions.empty());
}

TEST_F(EngineTest, ConnectionsWithoutAHeadAreSeenWhileTheyAreOpen)
{
    for (std::uint64_t i = 0; i < 400; ++i)
        connection(TrafficEvent::Kind::opened, i, i * 10ms);
    engine().advance(at(20s));
    ASSERT_FALSE(verdicts.empty());
    EXPECT_EQ(verdicts[0].class_name, "Slow requests");
}

TEST_F(EngineTest, ConnectionsThatSendTheirHeadAreNotSlow)
{
    for (std::uint64_t i = 0; i < 400; ++i) {
        connection(TrafficEvent::Kind::opened, i, i * 10ms);
        connection(TrafficEvent::Kind::head, i, i * 10ms);
    }
    engine().advance(at(20s));
    EXPECT_TRUE(verdicts.empty());
}

TEST_F(EngineTest, TrafficIsCountedByServerAndClass)
{
    scan("203.0.113.7");
    engine().finish();
    const auto counted = engine().traffic().take();
    std::uint64_t all = 0;
    std::uint64_t attacks = 0;
    std::uint64_t fives = 0;
    for (const auto& [key, count] : counted.seconds) {
        all += count;
        attacks += key.second == Traffic::benign ? 0 : count;
        EXPECT_EQ(engine().traffic().servers().name(key.first), "hive.example");
    }
    for (const auto& [key, count] : counted.fives)
        fives += count;
    EXPECT_EQ(all, 80);
    EXPECT_EQ(fives, 80);
    EXPECT_GE(attacks, 40) << "from the first strike on";
    EXPECT_LT(attacks, 80);
}

TEST_F(EngineTest, TheSameEventsLeadToTheSameDecisions)
{
    const auto run = [this] {
        decisions.clear();
        Engine one {config, {.decided = [this](Decision made) { decisions.push_back(made); }}};
        std::uint32_t seed = 7;
        for (int i = 0; i < 20'000; ++i) {
            seed = seed * 1664525U + 1013904223U;
            const auto address = fmt::format("203.0.113.{}", (seed >> 8U) % 40U);
            const auto target = fmt::format("/{}", (seed >> 12U) % 5000U);
            one.take({.kind = TrafficEvent::Kind::answered,
                .status = (seed >> 20U) % 3U == 0 ? 200 : 404,
                .time = at(i * 7ms + std::chrono::milliseconds {(seed >> 9U) % 4000U}),
                .client = Address::parse(address).value(),
                .method = "GET",
                .target = target,
                .host = "hive"});
        }
        one.finish();
        std::string text;
        for (const auto& made : decisions)
            text += fmt::format("{} {} {} {}\n", made.verdict.time.time_since_epoch().count(),
                made.verdict.client.text(), made.verdict.by, made.verdict.score);
        return text;
    };
    const auto first = run();
    EXPECT_FALSE(first.empty());
    EXPECT_EQ(run(), first);
}

ModelCard card_of(std::vector<std::string> features)
{
    return {.kind = "http",
        .benign = "Benign",
        .classes = {"Benign", "Attack"},
        .features = std::move(features)};
}

/// One split: more than a third of the first feature is an attack.
ForestModel split_at_a_third(std::size_t features)
{
    ForestModel forest {
        .objective = ForestModel::Objective::mean, .classes = 2, .features = features};
    forest.trees.push_back({.left = {1, -1, -1},
        .right = {2, -1, -1},
        .feature = {0, 0, 0},
        .threshold = {0.33F, 0, 0},
        .missing_left = {1, 0, 0},
        .cover = {10, 5, 5},
        .value = {0.5F, 0.5F, 1, 0, 0.1F, 0.9F},
        .width = 2});
    return forest;
}

Model busy_model()
{
    ModelFile file {.forest = Forest {split_at_a_third(http_feature_count)},
        .card = card_of({http_feature_names.begin(), http_feature_names.end()})};
    return Model::create(std::move(file), "http", http_feature_names).value();
}

TEST_F(EngineTest, AModelStrikesOnceForEachWindowAndSaysWhy)
{
    config.rules = {{.name = "scan", .window = 600s}};
    engine().set_http_model(busy_model());
    for (int i = 0; i < 30; ++i) {
        request("203.0.113.7", i * 500ms, fmt::format("/{}", i), 404);
        if (i % 4 == 0)
            request("192.0.2.1", i * 500ms, "/");
    }
    engine().finish();
    ASSERT_EQ(verdicts.size(), 3);
    EXPECT_EQ(verdicts[0].client.text(), "203.0.113.7");
    EXPECT_EQ(verdicts[0].by, "model http");
    EXPECT_EQ(verdicts[0].class_name, "Attack");
    EXPECT_NEAR(verdicts[0].score, 0.9, 1e-6);
    ASSERT_EQ(verdicts[0].reasons.size(), 1);
    EXPECT_TRUE(verdicts[0].reasons[0].text.starts_with("paths is 0."));
    EXPECT_EQ(decisions.size(), 1);
    ASSERT_FALSE(vectors.empty());
    EXPECT_EQ(vectors[0].features.size(), http_feature_count);
}

TEST_F(EngineTest, AModelAloneStrikesNobody)
{
    engine().set_http_model(busy_model());
    for (int i = 0; i < 400; ++i)
        request("203.0.113.7", i * 500ms, fmt::format("/{}", i));
    engine().finish();
    EXPECT_TRUE(verdicts.empty());
    ASSERT_FALSE(vectors.empty());
    EXPECT_EQ(vectors[0].class_name, "Attack") << "what it says is shown all the same";
}

TEST_F(EngineTest, AModelOfOtherFeaturesIsRefused)
{
    ModelFile file {.forest = Forest {split_at_a_third(1)}, .card = card_of({"colour"})};
    EXPECT_FALSE(Model::create(std::move(file), "http", http_feature_names));
}

}  // namespace
}  // namespace hive
