#include "daemons/chart/rule.h"

#include <string>

#include <gtest/gtest.h>

#include "lib/json.h"

namespace hive {
namespace {

TEST(Rule, ReadsBackWhatItWrites)
{
    const auto rule = parse_rule(R"({"apiary":3,"name":"too warm","kind":"threshold",
        "series":"external","above":38.5,"below":null,"for_seconds":600,"hours":[20,6],
        "months":[4,5],"to":["mail"],"enabled":false})");
    ASSERT_TRUE(rule) << rule.error().message();
    EXPECT_EQ(rule->apiary, 3);
    EXPECT_EQ(rule->above, 38.5);
    EXPECT_FALSE(rule->below);
    EXPECT_EQ(rule->for_seconds, 600);
    EXPECT_FALSE(rule->is_enabled);
    const auto again = parse_rule(to_text(rule_body(*rule)));
    ASSERT_TRUE(again);
    EXPECT_EQ(rule_json(*again), rule_json(*rule));
}

TEST(Rule, IsForAllApiariesAndOnWhenNothingElseIsSaid)
{
    const auto rule = parse_rule(R"({"name":"silent","kind":"missing","missing_seconds":3600})");
    ASSERT_TRUE(rule);
    EXPECT_FALSE(rule->apiary);
    EXPECT_TRUE(rule->is_enabled);
    EXPECT_EQ(rule->series, "internal");
}

struct RefusedRule {
    const char* name;
    std::string body;
    const char* message;
};

class Refused : public testing::TestWithParam<RefusedRule> { };

TEST_P(Refused, NamesTheMember)
{
    const auto rule = parse_rule(GetParam().body);
    ASSERT_FALSE(rule);
    EXPECT_EQ(rule.error().message(), GetParam().message);
}

std::string with(const std::string& members)
{
    return R"({"name":"x","kind":"threshold","above":1)" + members + "}";
}

INSTANTIATE_TEST_SUITE_P(Rule, Refused,
    testing::Values(RefusedRule {"nothing", "", "the body is no JSON object"},
        RefusedRule {"a_list", "[]", "the body is no JSON object"},
        RefusedRule {"nameless", R"({"kind":"swarm"})", "name: missing"},
        RefusedRule {"kind", R"({"name":"x","kind":"storm"})",
            "kind: 'storm' is none of threshold, rate, missing, swarm"},
        RefusedRule {
            "no_limit", R"({"name":"x","kind":"threshold"})", "above: missing, and below too"},
        RefusedRule {"limits_crossed", with(R"(,"below":2)"), "below: not lower than above"},
        RefusedRule {
            "no_rate", R"({"name":"x","kind":"rate","per_hour":0})", "per_hour: missing or 0"},
        RefusedRule {"no_silence", R"({"name":"x","kind":"missing"})", "missing_seconds: missing"},
        RefusedRule {"short_silence", R"({"name":"x","kind":"missing","missing_seconds":5})",
            "missing_seconds: outside 60-31622400"},
        RefusedRule {"one_hour", with(R"(,"hours":[6])"), "hours: not two different hours"},
        RefusedRule {"hour_25", with(R"(,"hours":[6,25])"), "hours: outside 0-24"},
        RefusedRule {"month_13", with(R"(,"months":[13])"), "months: outside 1-12"},
        RefusedRule {
            "text_limit", R"({"name":"x","kind":"threshold","above":"1"})", "above: not a number"},
        RefusedRule {
            "half_delay", with(R"(,"for_seconds":0.5)"), "for_seconds: not a whole number"},
        RefusedRule {"huge_apiary", with(R"(,"apiary":18446744073709551615)"),
            "apiary: outside 1-9223372036854775807"},
        RefusedRule {"line_break", R"({"name":"a\nb","kind":"swarm"})", "name: control characters"},
        RefusedRule {"unknown", with(R"(,"colour":1)"), "colour: no such member here"},
        RefusedRule {"flag", with(R"(,"enabled":"yes")"), "enabled: neither true nor false"}),
    [](const auto& row) { return row.param.name; });

struct ActiveCase {
    const char* name;
    const char* members;
    int hour, month;
    bool active;
};

class Active : public testing::TestWithParam<ActiveCase> { };

TEST_P(Active, InItsHoursAndMonths)
{
    const auto rule = parse_rule(with(GetParam().members)).value();
    EXPECT_EQ(is_active(rule, GetParam().hour, GetParam().month), GetParam().active);
}

INSTANTIATE_TEST_SUITE_P(Rule, Active,
    testing::Values(ActiveCase {"always", "", 3, 1, true},
        ActiveCase {"by_day", R"(,"hours":[8,20])", 8, 1, true},
        ActiveCase {"after_day", R"(,"hours":[8,20])", 20, 1, false},
        ActiveCase {"by_night", R"(,"hours":[20,6])", 23, 1, true},
        ActiveCase {"late_by_night", R"(,"hours":[20,6])", 5, 1, true},
        ActiveCase {"after_night", R"(,"hours":[20,6])", 6, 1, false},
        ActiveCase {"to_midnight", R"(,"hours":[18,24])", 23, 1, true},
        ActiveCase {"in_may", R"(,"months":[4,5])", 0, 5, true},
        ActiveCase {"in_june", R"(,"months":[4,5])", 0, 6, false}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
