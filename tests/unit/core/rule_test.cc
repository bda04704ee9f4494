#include "supervisor/core/rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;

TEST(Rule, ReadsEveryPart)
{
    const auto rule = parse_rule("memory > 200M for 3 of 5 then exec /bin/act 'a b'");
    ASSERT_TRUE(rule) << rule.error().message();
    EXPECT_EQ(rule->metric, "memory");
    EXPECT_EQ(rule->comparison, Comparison::above);
    EXPECT_EQ(rule->number, 200.0 * 1024 * 1024);
    EXPECT_EQ(rule->needed, 3);
    EXPECT_EQ(rule->window, 5);
    EXPECT_EQ(rule->action, RuleAction::exec);
    EXPECT_THAT(rule->command.words, ElementsAre("/bin/act", "a b"));
}

TEST(Rule, AlertsAtOnceUnlessItSaysMore)
{
    const auto rule = parse_rule("cpu > 80%");
    EXPECT_EQ(rule->needed, 1);
    EXPECT_EQ(rule->window, 1);
    EXPECT_EQ(rule->action, RuleAction::alert);
}

struct Refused {
    const char* name;
    const char* text;
    const char* message;
};

class RefusedRule : public testing::TestWithParam<Refused> { };

TEST_P(RefusedRule, SaysWhy)
{
    const auto rule = parse_rule(GetParam().text);
    ASSERT_FALSE(rule);
    EXPECT_EQ(rule.error().message(), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(Cases, RefusedRule,
    testing::Values(
        Refused {"NoOperator", "cpu", "'' is not > < >= <= = != contains lacks changes"},
        Refused {"NoValue", "cpu >", "'cpu >' needs a value"},
        Refused {"NoNumber", "cpu > high", "'high' is not a number"},
        Refused {"NotFinite", "cpu > nan", "'nan' is not a number"},
        Refused {"UnknownUnit", "size > 3T", "'3T' is not a number"},
        Refused {"MoreThanTheWindow", "cpu > 1 for 3 of 2",
            "'for N of M' with N from 1 to M and M at most 64"},
        Refused {"UnknownAction", "cpu > 1 then explode",
            "'explode' is none of alert|restart|start|stop|exec|unmonitor"},
        Refused {"NoProgram", "cpu > 1 then exec", "exec needs a program"},
        Refused {"TooMuch", "missing then start now", "'now' is one word too many"}),
    [](const auto& row) { return row.param.name; });

struct Match {
    const char* name;
    const char* rule;
    std::optional<bool> is_match;
};

class RuleMatch : public testing::TestWithParam<Match> { };

TEST_P(RuleMatch, ComparesTheReading)
{
    const Reading before {.numbers = {{"size", 10}}, .texts = {{"sha256", "aa"}}};
    const Reading reading {.numbers = {{"size", 2048}, {"age", 90}},
        .texts = {{"sha256", "bb"}, {"output", "all is well"}, {"permission", "0644"}}};
    EXPECT_EQ(matches(*parse_rule(GetParam().rule), reading, &before), GetParam().is_match);
}

INSTANTIATE_TEST_SUITE_P(Cases, RuleMatch,
    testing::Values(Match {"Above", "size > 1k", true}, Match {"NotAbove", "size > 2k", false},
        Match {"AtLeast", "size >= 2k", true}, Match {"Below", "age < 1m", false},
        Match {"AtMost", "age <= 90s", true}, Match {"Equal", "age = 90", true},
        Match {"TextEqual", "permission = 0644", true},
        Match {"TextDiffers", "permission != 0644", false},
        Match {"Contains", "output contains 'is well'", true},
        Match {"Lacks", "output lacks well", false}, Match {"TextChanges", "sha256 changes", true},
        Match {"NumberChanges", "size changes", true},
        Match {"NotMeasuredBefore", "age changes", std::nullopt},
        Match {"NotMeasured", "cpu > 3", std::nullopt}, Match {"NotMissing", "missing", false}),
    [](const auto& row) { return row.param.name; });

TEST(Rule, TellsNothingButMissingOfAThingThatIsNotThere)
{
    const Reading gone {.is_missing = true};
    EXPECT_EQ(matches(*parse_rule("missing"), gone, nullptr), true);
    EXPECT_EQ(matches(*parse_rule("size > 1"), gone, nullptr), std::nullopt);
}

TEST(Rule, SeesNoChangeWhenAThingComesBack)
{
    const Reading gone {.is_missing = true};
    EXPECT_EQ(
        matches(*parse_rule("size changes"), {.numbers = {{"size", 1}}}, &gone), std::nullopt);
}

TEST(RuleCounter, RaisesWithEnoughMatchesInItsWindow)
{
    using enum RuleCounter::Change;
    const auto rule = *parse_rule("cpu > 1 for 2 of 3");
    RuleCounter counter;
    EXPECT_EQ(counter.add(rule, true), none);
    EXPECT_EQ(counter.add(rule, false), none);
    EXPECT_EQ(counter.add(rule, true), raised);
    EXPECT_EQ(counter.add(rule, false), cleared);
    EXPECT_EQ(counter.add(rule, true), raised);
    EXPECT_EQ(counter.add(rule, true), none);
}

TEST(RuleCounter, CountsAWindowOfSixtyFour)
{
    const auto rule = *parse_rule("cpu > 1 for 64 of 64");
    RuleCounter counter;
    for (int i = 0; i < 63; ++i)
        counter.add(rule, true);
    EXPECT_FALSE(counter.is_raised());
    EXPECT_EQ(counter.add(rule, true), RuleCounter::Change::raised);
}

}  // namespace
}  // namespace hive
