#include "tools/hivectl/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<Invocation> parse(const std::vector<std::string>& arguments)
{
    return parse_arguments(arguments);
}

TEST(Arguments, AreACommandAndItsWords)
{
    const auto invocation = parse({"restart", "hive-chart", "hive-sync"}).value();
    EXPECT_EQ(invocation.command, "restart");
    EXPECT_THAT(invocation.words, ElementsAre("hive-chart", "hive-sync"));
}

TEST(Arguments, MayHaveOptionsAnywhere)
{
    const auto invocation = parse({"--json", "logs", "-f", "proxy", "-n", "7"}).value();
    EXPECT_TRUE(invocation.is_json);
    EXPECT_TRUE(invocation.is_following);
    EXPECT_EQ(invocation.lines, 7);
    EXPECT_THAT(invocation.words, ElementsAre("proxy"));
}

TEST(Arguments, MayJoinAnOptionAndItsValue)
{
    EXPECT_EQ(parse({"logs", "--lines=9"}).value().lines, 9);
}

TEST(Arguments, AfterTwoDashesAreWords)
{
    EXPECT_THAT(parse({"control", "--", "ban", "-x"}).value().words, ElementsAre("ban", "-x"));
}

struct TimeRow {
    const char* text;
    int seconds;
};

class TimeArgument : public testing::TestWithParam<TimeRow> { };

TEST_P(TimeArgument, MayHaveAUnit)
{
    EXPECT_EQ(parse({"wait", "--timeout", GetParam().text}).value().timeout,
        std::chrono::seconds {GetParam().seconds});
}

INSTANTIATE_TEST_SUITE_P(Rows, TimeArgument,
    testing::Values(TimeRow {"90", 90}, TimeRow {"90s", 90}, TimeRow {"10m", 600},
        TimeRow {"2h", 7200}, TimeRow {"1d", 86400}),
    [](const auto& row) { return std::string {"T"} + row.param.text; });

struct BadRow {
    const char* name;
    std::vector<std::string> arguments;
    const char* message;
};

class BadArguments : public testing::TestWithParam<BadRow> { };

TEST_P(BadArguments, AreExplained)
{
    const auto invocation = parse(GetParam().arguments);
    ASSERT_FALSE(invocation);
    EXPECT_THAT(invocation.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(Rows, BadArguments,
    testing::Values(BadRow {"None", {}, "which command?"},
        BadRow {"UnknownCommand", {"frob"}, "unknown command 'frob'"},
        BadRow {"UnknownOption", {"status", "--fast"}, "unknown option '--fast'"},
        BadRow {"WordMissing", {"start"}, "usage: hivectl start NAME...|all"},
        BadRow {"NameAndGroup", {"stop", "web", "-g", "front"}, "usage: hivectl stop"},
        BadRow {"NameAndGroupToShow", {"status", "web", "-g", "x"}, "usage: hivectl status"},
        BadRow {"WordTooMany", {"status", "a", "b"}, "usage: hivectl status [NAME|-g GROUP]"},
        BadRow {"OptionOfAnotherCommand", {"status", "-f"}, "usage: hivectl status"},
        BadRow {"ValueMissing", {"logs", "-n"}, "option '-n' needs a value"},
        BadRow {"NoNumber", {"logs", "-n", "few"}, "'few' is not a number"},
        BadRow {"NoTime", {"wait", "--timeout", "soon"}, "'soon' is not a time"},
        BadRow {"EmptyTime", {"wait", "--timeout", ""}, "'' is not a time"},
        BadRow {"HelpOfNothing", {"frob", "--help"}, "unknown command 'frob'"}),
    [](const auto& row) { return row.param.name; });

TEST(Arguments, NameAGroupInPlaceOfServices)
{
    const auto invocation = parse({"unmonitor", "-g", "front"}).value();
    EXPECT_EQ(invocation.group, "front");
    EXPECT_TRUE(invocation.words.empty());
}

TEST(Arguments, AskForHelpWithoutNeedingTheWords)
{
    const auto invocation = parse({"start", "--help"}).value();
    EXPECT_TRUE(invocation.is_help);
    EXPECT_EQ(invocation.command, "start");
    EXPECT_EQ(parse({"--help"}).value().command, "help");
    EXPECT_EQ(parse({"--version"}).value().command, "version");
}

TEST(Help, ListsEveryCommand)
{
    for (const auto& form : command_forms())
        EXPECT_THAT(help_text(), HasSubstr(std::string {form.name}));
    EXPECT_THAT(help_text(*find_form("logs")), HasSubstr("[-f] [-n LINES] [NAME]"));
}

}  // namespace
}  // namespace hive
