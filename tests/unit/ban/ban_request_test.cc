#include "daemons/ban/ban_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemons/ban/ban_time.h"
#include "lib/json.h"

namespace hive {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

TEST(BanRequest, HasANetworkAJailATimeAndLines)
{
    const auto request = parse_ban_request({{"address", "2001:db8::/64"}, {"jail", "sshd"},
        {"seconds", 60}, {"lines", {"GET /x", 7, "two\nlines"}}});
    ASSERT_TRUE(request);
    EXPECT_EQ(request->network.text(), "2001:db8::/64");
    EXPECT_EQ(request->jail, "sshd");
    EXPECT_EQ(request->time, 60s);
    EXPECT_THAT(request->lines, ElementsAre("GET /x", "two lines"));
}

TEST(Decision, HasAClassAScoreAndReasons)
{
    const auto decision = parse_decision(
        {{"class", "scanner"}, {"score", 0.97}, {"reasons", {"404s in 92 of 95 answers"}}});
    ASSERT_TRUE(decision);
    EXPECT_EQ(*decision,
        (Decision {.attack = "scanner", .score = 0.97, .reasons = {"404s in 92 of 95 answers"}}));
}

TEST(Decision, RefusesAScoreOutsideItsRange)
{
    EXPECT_EQ(parse_decision({{"score", 1.5}}).error().message(), "score is 1.5, outside 0-1");
    EXPECT_FALSE(parse_decision({{"class", std::string(65, 'x')}}));
}

TEST(BanRequest, MayLeaveTheTimeToTheJailOrBeForGood)
{
    EXPECT_EQ(parse_ban_request({{"address", "192.0.2.7"}})->time, std::nullopt);
    EXPECT_EQ(parse_ban_request({{"address", "192.0.2.7"}, {"seconds", -1}})->time, for_ever);
}

struct RefusedCase {
    const char* name;
    const char* arguments;
    const char* error;
};
class RefusedBans : public testing::TestWithParam<RefusedCase> { };

TEST_P(RefusedBans, SayWhatIsWrong)
{
    const auto request = parse_ban_request(parse_json(GetParam().arguments).value());
    ASSERT_FALSE(request);
    EXPECT_EQ(request.error().message(), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(Table, RefusedBans,
    testing::Values(RefusedCase {"Address", R"({"address": "x"})", "'x' is no IP address"},
        RefusedCase {"Zero", R"({"address": "192.0.2.7", "seconds": 0})",
            "seconds is 0, outside 1-31536000"},
        RefusedCase {"TooLong", R"({"address": "192.0.2.7", "seconds": 31536001})",
            "seconds is 31536001, outside 1-31536000"}),
    [](const auto& param) { return param.param.name; });

TEST(FailureRequest, TakesAnyTime)
{
    const auto request
        = parse_failure_request({{"address", "192.0.2.7"}, {"credential", "c"}, {"time", -5}});
    EXPECT_EQ(request->time, WallTime {});
    EXPECT_FALSE(
        parse_failure_request({{"address", "192.0.2.7"}, {"credential", std::string(257, 'x')}}));
}

TEST(Limit, IsBounded)
{
    EXPECT_EQ(parse_limit(Json::object()).value(), 1000U);
    EXPECT_FALSE(parse_limit({{"limit", 0}}));
    EXPECT_FALSE(parse_limit({{"limit", 5001}}));
}

}  // namespace
}  // namespace hive
