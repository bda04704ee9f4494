#include "daemons/ban/filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using Kind = LineMatch::Kind;
using testing::HasSubstr;

Filter make(const FilterRules& rules, LineView view = LineView::whole)
{
    return Filter::create(rules, view).value();
}

struct HostCase {
    const char* name;
    const char* line;
    Kind kind;
    const char* address = "";
};
class Hosts : public testing::TestWithParam<HostCase> { };

TEST_P(Hosts, AreTakenFromTheLine)
{
    auto filter = make({.fail = {"^login failed from <HOST>$"}});
    const auto match = filter.match(GetParam().line);
    EXPECT_EQ(match.kind, GetParam().kind);
    EXPECT_EQ(match.kind == Kind::failure ? match.address.text() : "", GetParam().address);
}

INSTANTIATE_TEST_SUITE_P(Table, Hosts,
    testing::Values(HostCase {"V4", "login failed from 192.0.2.7", Kind::failure, "192.0.2.7"},
        HostCase {"V6", "login failed from 2001:db8::1", Kind::failure, "2001:db8::1"},
        HostCase {"V6InBrackets", "login failed from [2001:db8::1]", Kind::failure, "2001:db8::1"},
        HostCase {"V4Mapped", "login failed from ::ffff:192.0.2.7", Kind::failure, "192.0.2.7"},
        HostCase {"Name", "login failed from host.example", Kind::no_address},
        HostCase {"NoAddress", "login failed from 300.1.2.3", Kind::no_address},
        HostCase {"OtherLine", "login worked from 192.0.2.7", Kind::none},
        HostCase {"Empty", "", Kind::none}),
    [](const auto& param) { return param.param.name; });

TEST(Filter, SaysWhichRuleMatched)
{
    auto filter = make({.fail = {"a <HOST>", "b <HOST>"}});
    EXPECT_EQ(filter.match("b 192.0.2.7").rule, 1U);
}

TEST(Filter, LetsAnIgnoreRuleTakeAFailureBack)
{
    auto filter = make({.fail = {"bad <HOST>"}, .ignore = {"monitor"}});
    EXPECT_EQ(filter.match("bad 192.0.2.7").kind, Kind::failure);
    EXPECT_EQ(filter.match("bad 192.0.2.7 by monitor").kind, Kind::ignored);
}

TEST(Filter, ShowsTheRulesOnlyTheContentOfThePrefix)
{
    auto filter
        = make({.fail = {"^bad"}, .prefix = R"(^\w+ \[<HOST>\] <F-CONTENT>.+</F-CONTENT>$)"});
    EXPECT_EQ(filter.match("web [192.0.2.7] bad login").address.text(), "192.0.2.7");
    EXPECT_EQ(filter.match("web [192.0.2.7] no bad login").kind, Kind::none);
    EXPECT_EQ(filter.match("bad login").kind, Kind::none);
}

TEST(Filter, SeesALineThatIsNoFailure)
{
    auto filter = make({.fail = {"^<F-NOFAIL>closed</F-NOFAIL> <HOST>", "^failed <HOST>"}});
    EXPECT_EQ(filter.match("closed 192.0.2.7").kind, Kind::no_failure);
    EXPECT_EQ(filter.match("failed 192.0.2.7").kind, Kind::failure);
}

TEST(Filter, CutsTheDateOutForAFilterOfFail2ban)
{
    auto filter = make({.fail = {R"(^\s*\[error\] client <HOST>$)", R"(^<HOST> - \[\] bad$)"}},
        LineView::without_date);
    EXPECT_EQ(filter.match("2026/05/29 15:45:01 [error] client 192.0.2.7").kind, Kind::failure);
    EXPECT_EQ(filter.match("192.0.2.7 - [29/May/2026:15:45:01 +1000] bad").kind, Kind::failure);
}

TEST(Filter, ShowsTheWholeLineToARuleOfOnesOwn)
{
    auto filter = make({.fail = {R"(^2026/05/29 \S+ client <HOST>)"}});
    EXPECT_EQ(filter.match("2026/05/29 15:45:01 client 192.0.2.7").kind, Kind::failure);
}

TEST(Filter, CountsTheLinesItGaveUpOn)
{
    auto filter = make({.fail = {"^(?:a+)+ <HOST>$"}});
    EXPECT_EQ(filter.match(std::string(100, 'a') + "! 192.0.2.7").kind, Kind::none);
    EXPECT_EQ(filter.overruns(), 1U);
}

struct MistakeCase {
    const char* name;
    FilterRules rules;
    const char* message;
};
class FilterMistakes : public testing::TestWithParam<MistakeCase> { };

TEST_P(FilterMistakes, AreTold)
{
    const auto filter = Filter::create(GetParam().rules, LineView::whole);
    ASSERT_FALSE(filter);
    EXPECT_THAT(filter.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(Table, FilterMistakes,
    testing::Values(MistakeCase {"Nothing", {}, "there is no rule"},
        MistakeCase {"NoHost", {.fail = {"bad"}}, "<HOST> is missing"},
        MistakeCase {"SecondRule", {.fail = {"<HOST>", "("}}, "rule 2: missing closing"},
        MistakeCase {"Prefix", {.fail = {"<HOST>"}, .prefix = "("}, "prefix rule: missing"},
        MistakeCase {"Ignore", {.fail = {"<HOST>"}, .ignore = {"("}}, "missing closing"},
        MistakeCase {"Tag", {.fail = {"<HOST><F-ID>a</F-ID>"}}, "<F-ID> is not supported"}),
    [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace hive
