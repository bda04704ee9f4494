#include "tools/hive-sample/flow_stream.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/hive-sample/flow_shapes.h"

namespace hive {
namespace {

using namespace std::chrono_literals;

constexpr FlowTime some_day {1'700'000'000s};

std::vector<Flow> flows(const FlowPlan& plan, std::int64_t count)
{
    const FlowStream stream {plan};
    std::vector<Flow> all;
    for (std::int64_t i = 0; i < count; ++i)
        all.push_back(stream.at(i));
    return all;
}

double attack_share(const std::vector<Flow>& all)
{
    const auto attacks = std::ranges::count_if(
        all, [](const Flow& flow) { return flow.label != flow_classes[0].name; });
    return static_cast<double>(attacks) / static_cast<double>(all.size());
}

TEST(FlowStream, IsTheSameForTheSameSeed)
{
    EXPECT_EQ(
        flows({.seed = 3, .start = some_day}, 500), flows({.seed = 3, .start = some_day}, 500));
    EXPECT_NE(
        flows({.seed = 3, .start = some_day}, 500), flows({.seed = 4, .start = some_day}, 500));
}

TEST(FlowStream, HasEveryClassOfServerSafe)
{
    std::set<std::string> labels;
    for (const auto& flow : flows({.start = some_day}, 20'000))
        labels.insert(flow.label);
    EXPECT_EQ(labels.size(), flow_class_count);
    EXPECT_TRUE(labels.contains("Infilteration"));
}

TEST(FlowStream, SendsItsFlowsAtTheRate)
{
    const FlowStream stream {{.rate = 400, .start = some_day}};
    EXPECT_EQ(stream.at(0).time, some_day);
    EXPECT_EQ(stream.at(600).time, some_day + 1500ms);
}

TEST(FlowStream, GoesToAsManyServersAsAskedFor)
{
    std::map<std::string, int> servers;
    for (const auto& flow : flows({.servers = 7, .start = some_day}, 5000))
        ++servers[flow.destination];
    EXPECT_EQ(servers.size(), 7u);
    EXPECT_GT(servers["192.0.2.1"], servers["192.0.2.7"]);
}

TEST(FlowStream, HasOnlyFiniteFeaturesThatAreNotNegative)
{
    for (const auto& flow : flows({.attack_share = .9, .start = some_day}, 20'000))
        ASSERT_TRUE(std::ranges::all_of(flow.features, [](float value) {
            return std::isfinite(value) && value >= 0;
        })) << flow.label;
}

TEST(FlowStream, SpeaksOfOnePairOfClientAndServerInTermsThatAgree)
{
    for (const auto& flow : flows({.start = some_day}, 5000)) {
        const auto& x = flow.features;
        ASSERT_LE(x[1], x[3]) << "bytes a packet of both sides, and of the one that sent them";
        ASSERT_NEAR(x[16] * x[7] / 1e6 * x[3], x[2], x[2] * 1e-3 + 1) << "rate, time, size, total";
        ASSERT_LE(x[14], x[19]) << "flags of one side and of both";
    }
}

class AttackShare : public testing::TestWithParam<double> { };

TEST_P(AttackShare, IsAboutWhatWasAskedForInTheLongRun)
{
    const FlowPlan plan {.rate = 10, .attack_share = GetParam(), .start = some_day};
    EXPECT_NEAR(attack_share(flows(plan, 30'000)), GetParam(), .04);
}

INSTANTIATE_TEST_SUITE_P(Shares, AttackShare, testing::Values(0, .1, .25, .6, .95, 1),
    [](const auto& row) { return fmt::format("Percent{}", std::lround(row.param * 100)); });

TEST(FlowStream, AttacksInScenesOfDifferentWeight)
{
    const auto all = flows({.rate = 10, .start = some_day}, 15'000);
    std::vector<double> shares;
    for (std::size_t scene = 0; scene < 100; ++scene)
        shares.push_back(attack_share({all.begin() + static_cast<std::ptrdiff_t>(scene * 150),
            all.begin() + static_cast<std::ptrdiff_t>((scene + 1) * 150)}));
    const auto [calmest, heaviest] = std::ranges::minmax(shares);
    EXPECT_LT(calmest, .15);
    EXPECT_GT(heaviest, .35);
}

}  // namespace
}  // namespace hive
