#include "tools/hive-sample/flow_arguments.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

Result<FlowArguments> parse(std::vector<const char*> words)
{
    return parse_flow_arguments(words);
}

TEST(FlowArguments, AreTaken)
{
    const auto arguments = parse({"--rate", "250.5", "--for", "60", "--seed", "9", "--servers", "7",
                                     "--attack-share", "0.1", "--labels", "--socket", "g.sock"})
                               .value();
    EXPECT_EQ(arguments.plan.rate, 250.5);
    EXPECT_EQ(arguments.duration, std::chrono::seconds {60});
    EXPECT_EQ(arguments.plan.seed, 9u);
    EXPECT_EQ(arguments.plan.servers, 7);
    EXPECT_EQ(arguments.plan.attack_share, .1);
    EXPECT_EQ(arguments.labels, FlowArguments::Labels::shown);
    EXPECT_EQ(arguments.socket, "g.sock");
}

TEST(FlowArguments, PlayHiddenLabelsUntilStoppedByDefault)
{
    const auto arguments = parse({"--json", "-"}).value();
    EXPECT_EQ(arguments.labels, FlowArguments::Labels::hidden);
    EXPECT_FALSE(arguments.duration);
    EXPECT_FALSE(arguments.count);
}

TEST(FlowArguments, AskForHelpWithoutATarget)
{
    EXPECT_EQ(parse({"--help"}).value().mode, FlowArguments::Mode::help);
}

struct BadCase {
    const char* name;
    std::vector<const char*> words;
    const char* message;
};
class BadFlowArguments : public testing::TestWithParam<BadCase> { };
TEST_P(BadFlowArguments, AreRefused)
{
    const auto arguments = parse(GetParam().words);
    ASSERT_FALSE(arguments);
    EXPECT_THAT(arguments.error().message(), testing::HasSubstr(GetParam().message));
}
INSTANTIATE_TEST_SUITE_P(All, BadFlowArguments,
    testing::Values(BadCase {"NoTarget", {"--rate", "5"}, "give one of --socket, --json and --csv"},
        BadCase {"TwoTargets", {"--json", "-", "--socket", "x"}, "give one of"},
        BadCase {"TwoFiles", {"--json", "a", "--csv", "b"}, "--csv: one file is enough"},
        BadCase {
            "CountAndTime", {"--json", "-", "--count", "5", "--for", "5"}, "exclude each other"},
        BadCase {"EndOfPlay", {"--json", "-", "--end", "5"}, "--end belongs to --count"},
        BadCase {"NoShare", {"--attack-share", "1.5"}, "--attack-share: 1.5 is outside 0-1"},
        BadCase {"NoRate", {"--rate", "0"}, "--rate: 0 is outside 0.01-1000000"},
        BadCase {"Unknown", {"--rows", "5"}, "unknown argument '--rows'"}),
    [](const auto& row) { return std::string {row.param.name}; });

}  // namespace
}  // namespace hive
