#include "supervisor/portal/monit_request.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

HttpRequest monit_post()
{
    return {.method = "POST",
        .path = "/_doaction",
        .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
            {"Cookie", "securitytoken=0123456789abcdef0123456789ABCDEF"},
            {"Authorization", "Basic YTpi"}},
        .version = "HTTP/1.0",
        .body = "service=web&action=start&securitytoken=0123456789abcdef0123456789ABCDEF",
        .client = Address::parse("127.0.0.1").value()};
}

TEST(MonitClient, IsKnownByWhatABrowserCannotSend)
{
    EXPECT_TRUE(is_monit_client(monit_post()));
}

struct Spoiled {
    const char* name;
    void (*spoil)(HttpRequest&);
};

class NoMonitClient : public testing::TestWithParam<Spoiled> { };

TEST_P(NoMonitClient, IsRefused)
{
    HttpRequest request = monit_post();
    GetParam().spoil(request);
    EXPECT_FALSE(is_monit_client(request));
}

INSTANTIATE_TEST_SUITE_P(Requests, NoMonitClient,
    testing::Values(Spoiled {"NewerHttp", [](HttpRequest& r) { r.version = "HTTP/1.1"; }},
        Spoiled {
            "FromAfar", [](HttpRequest& r) { r.client = Address::parse("192.0.2.7").value(); }},
        Spoiled {"OverTheProxy", [](HttpRequest& r) { r.is_local = true; }},
        Spoiled {"WithoutBasic", [](HttpRequest& r) { r.headers.pop_back(); }},
        Spoiled {"WithOrigin",
            [](HttpRequest& r) { r.headers.emplace_back("oRigin", "http://127.0.0.1"); }},
        Spoiled {"WithReferer", [](HttpRequest& r) { r.headers.emplace_back("Referer", "x"); }},
        Spoiled {
            "WithUserAgent", [](HttpRequest& r) { r.headers.emplace_back("User-Agent", "curl"); }},
        Spoiled {"WithFetchSite",
            [](HttpRequest& r) { r.headers.emplace_back("Sec-Fetch-Site", "none"); }},
        Spoiled {"OtherToken",
            [](HttpRequest& r) { r.body = "securitytoken=00000000000000000000000000000000"; }},
        Spoiled {"NoToken", [](HttpRequest& r) { r.body = "service=web"; }},
        Spoiled {"ShortToken",
            [](HttpRequest& r) {
                r.body = "securitytoken=01";
                r.headers[1].second = "securitytoken=01";
            }}),
    [](const auto& row) { return row.param.name; });

TEST(MonitRequest, IsReadFromItsFields)
{
    const auto request = parse_monit_request("/_doaction",
        Fields {{"action", "restart"}, {"service", "web"}, {"service", "db"}, {"format", "text"}});
    ASSERT_TRUE(request);
    EXPECT_EQ(request->ask, MonitRequest::Ask::action);
    EXPECT_EQ(request->services, (std::vector<std::string> {"web", "db"}));
    EXPECT_EQ(request->action, "restart");
    const auto status = parse_monit_request("/_status", Fields {{"format", "xml"}, {"group", "g"}});
    ASSERT_TRUE(status);
    EXPECT_EQ(status->format, MonitRequest::Format::xml);
    EXPECT_EQ(status->group, "g");
}

struct Refused {
    const char* name;
    const char* path;
    Fields fields;
    const char* why;
};

class BadMonitRequest : public testing::TestWithParam<Refused> { };

TEST_P(BadMonitRequest, IsRefusedInMonitsWords)
{
    const auto request = parse_monit_request(GetParam().path, GetParam().fields);
    ASSERT_FALSE(request);
    EXPECT_EQ(request.error().message(), GetParam().why);
}

INSTANTIATE_TEST_SUITE_P(Requests, BadMonitRequest,
    testing::Values(Refused {"Path", "/_dance", {}, "There is no such page"},
        Refused {"Action", "/_doaction", {{"service", "a"}, {"action", "dance"}},
            "Invalid action \"dance\""},
        Refused {"NoService", "/_doaction", {{"action", "start"}}, "No service was named"},
        Refused {"Report", "/_report", {{"type", "dance"}}, "Invalid report type: 'dance'"},
        Refused {"TooMany", "/_status", Fields(65, {"service", "a"}), "More than 64 services"}),
    [](const auto& row) { return row.param.name; });

TEST(MonitName, FitsAsAWholeInAnyCase)
{
    EXPECT_TRUE(is_meant("web", "web"));
    EXPECT_TRUE(is_meant("W.*", "web"));
    EXPECT_TRUE(is_meant("^w.*", "web"));
    EXPECT_TRUE(is_meant("web|db", "db"));
    EXPECT_FALSE(is_meant("w", "web"));
    EXPECT_FALSE(is_meant("[", "web"));
    EXPECT_FALSE(is_meant(std::string(300, '.'), std::string(300, 'a')));
}

}  // namespace
}  // namespace hive
