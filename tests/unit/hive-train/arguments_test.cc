#include "tools/hive-train/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<Arguments> parse(std::vector<const char*> words)
{
    return parse_arguments(words);
}

TEST(Arguments, SayWhatToTrainFrom)
{
    const auto arguments
        = parse({"flows", "--data", "a.csv", "--data", "-", "--out", "m.json", "--boosted",
                    "--trees", "30", "--held-back", "0.25", "--benign-weight", "3"})
              .value();
    EXPECT_EQ(arguments.mode, Arguments::Mode::train);
    EXPECT_THAT(arguments.learn_from.data, ElementsAre("a.csv", "-"));
    EXPECT_EQ(arguments.kind, Arguments::Kind::flows);
    EXPECT_EQ(arguments.learner, Arguments::Learner::boosted);
    EXPECT_EQ(arguments.trees, 30);
    EXPECT_EQ(arguments.held_back, 0.25);
    EXPECT_EQ(arguments.benign_weight, 3);
}

TEST(Arguments, TakeLogsWithTheirClass)
{
    const auto arguments
        = parse({"http", "--log", "Benign=access.log", "--log", "Scan=a=b.log", "--test-log",
                    "Scan=c.log", "--history", "guard.db", "--out", "m.json"})
              .value();
    EXPECT_EQ(arguments.kind, Arguments::Kind::http);
    EXPECT_THAT(arguments.learn_from.logs,
        ElementsAre(LabelledLog {"Benign", "access.log"}, LabelledLog {"Scan", "a=b.log"}));
    EXPECT_THAT(arguments.judge_by.logs, ElementsAre(LabelledLog {"Scan", "c.log"}));
    EXPECT_THAT(arguments.learn_from.histories, ElementsAre("guard.db"));
}

struct BadRow {
    const char* name;
    std::vector<const char*> words;
    const char* error;
};

class BadArguments : public testing::TestWithParam<BadRow> { };

TEST_P(BadArguments, AreRefused)
{
    const auto arguments = parse(GetParam().words);
    ASSERT_FALSE(arguments);
    EXPECT_THAT(arguments.error().message(), HasSubstr(GetParam().error));
}

INSTANTIATE_TEST_SUITE_P(Rows, BadArguments,
    testing::Values(BadRow {"Nothing", {}, "what to do?"},
        BadRow {"NoCommand", {"--data", "x"}, "what to do?"},
        BadRow {"Unknown", {"flows", "--tree"}, "unknown argument '--tree'"},
        BadRow {"NoData", {"flows", "--out", "m"}, "--data is missing"},
        BadRow {"NoLog", {"http", "--out", "m"}, "--log is missing"},
        BadRow {"NoClass", {"http", "--log", "a.log"}, "--log: 'a.log' is not CLASS=FILE"},
        BadRow {"FlowsForHttp", {"http", "--data", "a", "--out", "m"}, "--data has flows"},
        BadRow {"LogsForFlows", {"flows", "--log", "A=a", "--out", "m"}, "--log has requests"},
        BadRow {"NoOut", {"flows", "--data", "x"}, "--out is missing"},
        BadRow {"ReportOverModel", {"flows", "--data", "x", "--out", "m.json", "--report", "m"},
            "--report m would overwrite the model"},
        BadRow {"NoModel", {"predict", "--data", "x"}, "--model is missing"},
        BadRow {"NoValue", {"flows", "--data"}, "--data needs FILE|-"},
        BadRow {"NoNumber", {"flows", "--trees", "many"}, "--trees: 'many' is not a whole number"},
        BadRow {"TooMany", {"flows", "--trees", "1001"}, "1001 is outside 1-1000"}),
    [](const auto& row) { return row.param.name; });

TEST(Arguments, AllStandInTheHelp)
{
    EXPECT_THAT(help_text(), HasSubstr("--held-back SHARE"));
}

}  // namespace
}  // namespace hive
