#include "supervisor/portal/same_origin.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

struct OriginCase {
    std::string name;
    std::vector<std::pair<std::string, std::string>> headers;
    bool is_local;
    bool is_same;
};
class SameOrigin : public testing::TestWithParam<OriginCase> { };

TEST_P(SameOrigin, IsJudgedByWhatTheBrowserSays)
{
    const HttpRequest request {
        .method = "POST", .headers = GetParam().headers, .is_local = GetParam().is_local};
    EXPECT_EQ(is_same_origin(request), GetParam().is_same);
}

INSTANTIATE_TEST_SUITE_P(Requests, SameOrigin,
    testing::Values(OriginCase {"OwnPage", {{"Sec-Fetch-Site", "same-origin"}}, false, true},
        OriginCase {"OtherSite", {{"Sec-Fetch-Site", "cross-site"}}, false, false},
        OriginCase {"SubDomain", {{"Sec-Fetch-Site", "same-site"}}, false, false},
        OriginCase {"OtherSiteThatSendsOurOrigin",
            {{"Sec-Fetch-Site", "cross-site"}, {"Origin", "http://hive:2812"},
                {"Host", "hive:2812"}},
            false, false},
        OriginCase {
            "OwnOrigin", {{"Origin", "http://hive:2812"}, {"Host", "hive:2812"}}, false, true},
        OriginCase {
            "OtherPort", {{"Origin", "http://hive:80"}, {"Host", "hive:2812"}}, false, false},
        OriginCase {"NullOrigin", {{"Origin", "null"}, {"Host", "hive:2812"}}, false, false},
        OriginCase {"NullOriginWithoutHost", {{"Origin", "null"}}, false, false},
        OriginCase {"Program", {{"Host", "hive:2812"}}, false, true},
        OriginCase {"BehindTheProxy",
            {{"Origin", "https://hive.example"}, {"Host", "portal"},
                {"X-Forwarded-Host", "hive.example"}},
            true, true},
        OriginCase {"ForwardedHostFromAStranger",
            {{"Origin", "https://evil.example"}, {"Host", "hive:2812"},
                {"X-Forwarded-Host", "evil.example"}},
            false, false}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
