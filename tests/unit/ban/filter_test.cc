#include "daemons/ban/filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using Kind = LineMatch::Kind;
using testing::ElementsAre;
using testing::HasSubstr;

const auto moment = std::chrono::system_clock::from_time_t(1'780'033'501);

Filter make(const FilterRules& rules, LineView view = LineView::whole)
{
    return Filter::create(rules, view, moment).value();
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
    const auto match = filter.match(GetParam().line, moment);
    EXPECT_EQ(match.kind, GetParam().kind);
    EXPECT_EQ(match.offender ? match.offender->text() : "", GetParam().address);
}

INSTANTIATE_TEST_SUITE_P(Table, Hosts,
    testing::Values(HostCase {"V4", "login failed from 192.0.2.7", Kind::failure, "192.0.2.7"},
        HostCase {"V6", "login failed from 2001:db8::1", Kind::failure, "2001:db8::1"},
        HostCase {"V6InBrackets", "login failed from [2001:db8::1]", Kind::failure, "2001:db8::1"},
        HostCase {"V4Mapped", "login failed from ::ffff:192.0.2.7", Kind::failure, "192.0.2.7"},
        HostCase {"Name", "login failed from host.example", Kind::failure},
        HostCase {"NoAddress", "login failed from 300.1.2.3", Kind::failure},
        HostCase {"OtherLine", "login worked from 192.0.2.7", Kind::none},
        HostCase {"Empty", "", Kind::none}),
    [](const auto& param) { return param.param.name; });

TEST(Filter, SaysWhichRuleMatched)
{
    auto filter = make({.fail = {"a <HOST>", "b <HOST>"}});
    EXPECT_EQ(filter.match("b 192.0.2.7", moment).rule, 1U);
}

TEST(Filter, LetsAnIgnoreRuleTakeAFailureBack)
{
    auto filter = make({.fail = {"bad <HOST>"}, .ignore = {"monitor"}});
    EXPECT_EQ(filter.match("bad 192.0.2.7", moment).kind, Kind::failure);
    EXPECT_EQ(filter.match("bad 192.0.2.7 by monitor", moment).kind, Kind::ignored);
}

TEST(Filter, ShowsTheRulesOnlyTheContentOfThePrefix)
{
    auto filter
        = make({.fail = {"^bad"}, .prefix = R"(^\w+ \[<HOST>\] <F-CONTENT>.+</F-CONTENT>$)"});
    EXPECT_EQ(filter.match("web [192.0.2.7] bad login", moment).id, "192.0.2.7");
    EXPECT_EQ(filter.match("web [192.0.2.7] no bad login", moment).kind, Kind::none);
    EXPECT_EQ(filter.match("bad login", moment).kind, Kind::none);
}

TEST(Filter, SeesALineThatIsNoFailure)
{
    auto filter = make({.fail = {"^<F-NOFAIL>closed</F-NOFAIL> <HOST>", "^failed <HOST>"}});
    EXPECT_EQ(filter.match("closed 192.0.2.7", moment).kind, Kind::no_failure);
    EXPECT_EQ(filter.match("failed 192.0.2.7", moment).kind, Kind::failure);
}

TEST(Filter, CutsTheDateOutForAFilterOfFail2ban)
{
    auto filter = make({.fail = {R"(^\s*\[error\] client <HOST>$)", R"(^<HOST> - \[\] bad$)"}},
        LineView::without_date);
    EXPECT_EQ(
        filter.match("2026/05/29 15:45:01 [error] client 192.0.2.7", moment).kind, Kind::failure);
    EXPECT_EQ(
        filter.match("192.0.2.7 - [29/May/2026:15:45:01 +1000] bad", moment).kind, Kind::failure);
}

TEST(Filter, ShowsTheWholeLineToARuleOfOnesOwn)
{
    auto filter = make({.fail = {R"(^2026/05/29 \S+ client <HOST>)"}});
    EXPECT_EQ(filter.match("2026/05/29 15:45:01 client 192.0.2.7", moment).kind, Kind::failure);
}

TEST(Filter, TakesLinesAfterADateFarAway)
{
    auto filter = make({.fail = {"bad <HOST>$"}});
    EXPECT_EQ(filter.match("0002-05-29 15:45:01 bad 192.0.2.7", moment).kind, Kind::failure);
    EXPECT_EQ(filter.match("bad 192.0.2.8", moment).kind, Kind::failure);
}

TEST(Filter, CountsTheLinesItGaveUpOn)
{
    auto filter = make({.fail = {"^(?:a+)+ <HOST>$"}});
    EXPECT_EQ(filter.match(std::string(100, 'a') + "! 192.0.2.7", moment).kind, Kind::none);
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
    const auto filter = Filter::create(GetParam().rules, LineView::whole, moment);
    ASSERT_FALSE(filter);
    EXPECT_THAT(filter.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(Table, FilterMistakes,
    testing::Values(MistakeCase {"Nothing", {}, "there is no rule"},
        MistakeCase {"NoHost", {.fail = {"bad"}}, "<HOST> is missing"},
        MistakeCase {"SecondRule", {.fail = {"<HOST>", "("}}, "rule 2: missing closing"},
        MistakeCase {"Prefix", {.fail = {"<HOST>"}, .prefix = "("}, "prefix rule: missing"},
        MistakeCase {"Ignore", {.fail = {"<HOST>"}, .ignore = {"("}}, "missing closing"},
        MistakeCase {"Zone", {.fail = {"<HOST>"}, .time_zone = "Mars"}, "no time zone"},
        MistakeCase {"Encoding", {.fail = {"<HOST>"}, .encoding = "runes"}, "no encoding"},
        MistakeCase {"Date", {.fail = {"<HOST>"}, .date_patterns = {"%!"}}, "begins no field"}),
    [](const auto& param) { return param.param.name; });

TEST(Filter, TellsAHostNameFromAnAddress)
{
    auto filter = make({.fail = {"bad <HOST>$"}});
    const auto match = filter.match("bad host.example", moment);
    EXPECT_EQ(match.id, "host.example");
    EXPECT_TRUE(match.is_host_name);
    EXPECT_FALSE(match.offender);
    auto numbers = make({.fail = {"bad <HOST>$"}, .use_dns = UseDns::no});
    EXPECT_EQ(numbers.match("bad host.example", moment).kind, Kind::none);
}

TEST(Filter, BansTheAddressOfWhatAnIdCounts)
{
    auto filter = make({.fail = {"bad <F-ID>\\w+</F-ID> at <ADDR>$"}});
    const auto match = filter.match("bad ann at 192.0.2.7", moment);
    EXPECT_EQ(match.id, "ann");
    EXPECT_EQ(match.offender->text(), "192.0.2.7");
}

TEST(Filter, TakesANetwork)
{
    auto filter = make({.fail = {"bad <SUBNET>$"}});
    EXPECT_EQ(filter.match("bad 192.0.2.7/24", moment).offender->text(), "192.0.2.0/24");
}

TEST(Filter, JoinsTheLinesOfAConnection)
{
    auto filter
        = make({.fail = {"^<F-NOFAIL>from</F-NOFAIL> <HOST>$", "^failed <F-USER>\\w+</F-USER>$"},
            .prefix = "^<F-MLFID>\\[\\d+\\]</F-MLFID> <F-CONTENT>.+</F-CONTENT>$"});
    EXPECT_EQ(filter.match("[1] from 192.0.2.7", moment).kind, Kind::no_failure);
    EXPECT_EQ(filter.match("[2] failed bob", moment).kind, Kind::pending);
    const auto match = filter.match("[1] failed ann", moment);
    EXPECT_EQ(match.kind, Kind::failure);
    EXPECT_EQ(match.id, "192.0.2.7");
    EXPECT_EQ(match.failure.text("user"), "ann");
    EXPECT_THAT(match.failure.lines, ElementsAre("[1] from 192.0.2.7", "[1] failed ann"));
}

TEST(Filter, ForgetsAConnectionAfterFiveMinutes)
{
    auto filter
        = make({.fail = {"^<F-MLFID>\\d+</F-MLFID> (?:<F-NOFAIL>from</F-NOFAIL> <HOST>|failed)$"}});
    filter.match("1 from 192.0.2.7", moment);
    EXPECT_EQ(filter.match("1 failed", moment + std::chrono::minutes {6}).kind, Kind::pending);
}

TEST(Filter, LooksAtSeveralLinesTogether)
{
    auto filter = make({.fail = {"^from <HOST>$<SKIPLINES>^failed$"}, .max_lines = 3});
    EXPECT_EQ(filter.match("from 192.0.2.7", moment).kind, Kind::none);
    EXPECT_EQ(filter.match("between", moment).kind, Kind::none);
    const auto match = filter.match("failed", moment);
    EXPECT_EQ(match.id, "192.0.2.7");
    EXPECT_THAT(match.failure.lines, ElementsAre("from 192.0.2.7", "failed"));
    EXPECT_EQ(filter.match("failed", moment).kind, Kind::none);
}

TEST(Filter, ReadsALogInItsEncoding)
{
    auto filter = make({.fail = {"^caf\xc3\xa9 <HOST>$"}, .encoding = "latin1"});
    EXPECT_EQ(filter.match("caf\xe9 192.0.2.7", moment).kind, Kind::failure);
}

TEST(Filter, GivesALineWithoutDateTheTimeOfTheOneBefore)
{
    auto filter = make({.fail = {"bad <HOST>$"}}, LineView::without_date);
    EXPECT_FALSE(filter.match("bad 192.0.2.7", moment).time);
    const auto dated = filter.match("2026-05-29T05:45:01Z bad 192.0.2.7", moment);
    EXPECT_EQ(to_wall_time(*dated.time), moment);
    EXPECT_EQ(filter.match("bad 192.0.2.7", moment).time, dated.time);
    EXPECT_FALSE(filter.match("bad 192.0.2.7", moment + std::chrono::minutes {2}).time);
}

TEST(Filter, RemembersABoundedPartOfAConnectionThatGoesOnAndOn)
{
    auto filter = make({.fail = {R"(^<F-MLFID>\d+</F-MLFID> bad <F-USER>\S+</F-USER>$)",
                            R"(^<F-MLFID>\d+</F-MLFID> closed by <HOST>$)"}});
    for (int i = 0; i < 300; ++i)
        EXPECT_EQ(
            filter.match("7 bad user" + std::to_string(i) + std::string(1000, 'x'), moment).kind,
            Kind::pending);
    const auto match = filter.match("7 closed by 192.0.2.7", moment);
    EXPECT_EQ(match.kind, Kind::failure);
    EXPECT_EQ(match.failure.lines.size(), 100U);
    EXPECT_EQ(match.failure.lines.back(), "7 closed by 192.0.2.7");
    EXPECT_EQ(match.failure.users.size(), 100U);
    EXPECT_EQ(match.failure.users.begin()->size(), 400U);
}

}  // namespace
}  // namespace hive
