#include "daemons/chart/identity.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

HttpRequest local_request(Headers headers)
{
    return {.method = "POST", .headers = std::move(headers), .is_local = true};
}

TEST(User, IsWhoTheProxyNames)
{
    EXPECT_EQ(user_of(local_request({{"x-hive-user", "ann"}})), "ann");
}

TEST(User, IsNotBelievedOverTcp)
{
    HttpRequest request = local_request({{"X-Hive-User", "ann"}});
    request.is_local = false;
    EXPECT_EQ(user_of(request), "");
}

struct OriginCase {
    const char* name;
    Headers headers;
    bool is_same;
};

class Origin : public testing::TestWithParam<OriginCase> { };

TEST_P(Origin, IsComparedWithTheAddressOfThePage)
{
    EXPECT_EQ(is_same_origin(local_request(GetParam().headers)), GetParam().is_same);
}

INSTANTIATE_TEST_SUITE_P(Requests, Origin,
    testing::Values(OriginCase {"same_site_header", {{"Sec-Fetch-Site", "same-origin"}}, true},
        OriginCase {"typed_in", {{"Sec-Fetch-Site", "none"}}, true},
        OriginCase {"cross_site", {{"Sec-Fetch-Site", "cross-site"}}, false},
        OriginCase {"sibling_site", {{"Sec-Fetch-Site", "same-site"}}, false},
        OriginCase {"site_header_wins",
            {{"Sec-Fetch-Site", "cross-site"}, {"Origin", "http://h"}, {"Host", "h"}}, false},
        OriginCase {"origin_of_host", {{"Origin", "http://h:8080"}, {"Host", "h:8080"}}, true},
        OriginCase {"origin_of_other_port", {{"Origin", "http://h:81"}, {"Host", "h:8080"}}, false},
        OriginCase {"origin_of_forwarded_host",
            {{"Origin", "https://hive.example"}, {"Host", "chart"},
                {"X-Forwarded-Host", "hive.example"}},
            true},
        OriginCase {"forwarded_host_before_host",
            {{"Origin", "http://chart"}, {"Host", "chart"}, {"X-Forwarded-Host", "hive.example"}},
            false},
        OriginCase {"other_origin", {{"Origin", "https://evil.example"}, {"Host", "h"}}, false},
        OriginCase {"null_origin", {{"Origin", "null"}, {"Host", "null"}}, false},
        OriginCase {"empty_origin", {{"Origin", ""}, {"Host", ""}}, false},
        OriginCase {"neither", {{"Host", "h"}}, false}),
    [](const auto& row) { return row.param.name; });

TEST(Tokens, AreValidForTheirUserOnly)
{
    const Tokens tokens;
    EXPECT_TRUE(tokens.is_valid("ann", tokens.make("ann")));
    EXPECT_FALSE(tokens.is_valid("bob", tokens.make("ann")));
    EXPECT_FALSE(tokens.is_valid("ann", ""));
}

TEST(Tokens, OfAnotherProcessAreStale)
{
    const Tokens before, after;
    EXPECT_FALSE(after.is_valid("ann", before.make("ann")));
}

TEST(Change, NeedsAUserAnOriginAndAToken)
{
    const Tokens tokens;
    const std::string token = tokens.make("ann");
    const std::pair<std::string, std::string> user {"X-Hive-User", "ann"};
    const std::pair<std::string, std::string> site {"Sec-Fetch-Site", "same-origin"};
    EXPECT_EQ(check_change(local_request({site, {"Hive-Token", token}}), tokens),
        Refusal::nobody_signed_in);
    EXPECT_EQ(
        check_change(local_request({user, {"Hive-Token", token}}), tokens), Refusal::other_origin);
    EXPECT_EQ(check_change(local_request({user, site}), tokens), Refusal::stale_token);
    EXPECT_EQ(
        check_change(local_request({user, site, {"Hive-Token", token}}), tokens), Refusal::none);
}

TEST(Change, IsRefusedWithTheTokenOfNobody)
{
    const Tokens tokens;
    const auto request
        = local_request({{"Sec-Fetch-Site", "same-origin"}, {"Hive-Token", tokens.make("")}});
    EXPECT_EQ(check_change(request, tokens), Refusal::nobody_signed_in);
}

}  // namespace
}  // namespace hive
