#include "daemons/ban/filter_file.h"

#include <filesystem>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<FilterRules> parse(std::map<std::string, std::string> files)
{
    return parse_filter_file("/f/a.conf", [files = std::move(files)](const std::string& path) {
        const auto found = files.find(path);
        return found == files.end() ? std::nullopt : std::optional {found->second};
    });
}

TEST(FilterFile, GivesItsRules)
{
    const auto rules = parse({{"/f/a.conf",
        "[Definition]\nprefregex = ^p <F-CONTENT>.*</F-CONTENT>\n"
        "failregex = ^one <HOST>\n            ^two <HOST>\n\nignoreregex = three\n"}});
    ASSERT_TRUE(rules);
    EXPECT_THAT(rules->fail, ElementsAre("^one <HOST>", "^two <HOST>"));
    EXPECT_THAT(rules->ignore, ElementsAre("three"));
    EXPECT_EQ(rules->prefix, "^p <F-CONTENT>.*</F-CONTENT>");
}

TEST(FilterFile, ReadsWhatItIncludesBeforeAndAfterAndItsLocalFile)
{
    const auto rules = parse(
        {{"/f/a.conf",
             "[INCLUDES]\nbefore = common.conf\nafter = late.conf\n"
             "[Definition]\nfailregex = %(a)s %(b)s %(c)s %(d)s\nb = own\nc = own\nd = own\n"},
            {"/f/common.conf", "[DEFAULT]\na = before\n[Definition]\nb = before\n"},
            {"/f/a.local", "[Definition]\nc = local\nd = local\n"},
            {"/f/late.conf", "[Definition]\nd = after\n"}});
    ASSERT_TRUE(rules);
    EXPECT_THAT(rules->fail, ElementsAre("before own local after"));
}

struct BadFileCase {
    const char* name;
    const char* text;
    const char* message;
};
class BadFiles : public testing::TestWithParam<BadFileCase> { };

TEST_P(BadFiles, AreRefusedByName)
{
    const auto rules = parse({{"/f/a.conf", GetParam().text}});
    ASSERT_FALSE(rules);
    EXPECT_THAT(rules.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(Table, BadFiles,
    testing::Values(BadFileCase {"NoRule", "[Definition]\n", "/f/a.conf: [Definition] has no"},
        BadFileCase {
            "MissingInclude", "[INCLUDES]\nbefore = no.conf\n", "/f/no.conf: cannot be read"},
        BadFileCase {"MaxLines", "[Definition]\nfailregex = <HOST>\nmaxlines = 10\n",
            "maxlines = 10 is not supported"},
        BadFileCase {"DatePattern", "[Definition]\nfailregex = <HOST>\ndatepattern = ^%%Y\n",
            "datepattern = ^%Y is not supported"},
        BadFileCase {"Syntax", "[Definition]\nwhat\n", "/f/a.conf: line 2: not an"}),
    [](const auto& param) { return param.param.name; });

TEST(FilterFile, MayLackAFileItIncludesAfter)
{
    EXPECT_TRUE(
        parse({{"/f/a.conf", "[INCLUDES]\nafter = a.extra\n[Definition]\nfailregex = <HOST>\n"}}));
}

TEST(FilterFile, TellsOneThatIsNotThere)
{
    EXPECT_EQ(parse({}).error().message(), "/f/a.conf: cannot be read");
}

TEST(FilterFile, DoesNotGoRoundInCircles)
{
    EXPECT_TRUE(
        parse({{"/f/a.conf", "[INCLUDES]\nbefore = b.conf\n[Definition]\nfailregex = <HOST>\n"},
            {"/f/b.conf", "[INCLUDES]\nbefore = a.conf\n"}}));
}

/// Lines as the programs write them, through the filters fail2ban installs.
struct StockCase {
    const char* name;
    const char* filter;
    const char* line;
    LineMatch::Kind kind;
    const char* address = "";
};
class StockFilters : public testing::TestWithParam<StockCase> { };

TEST_P(StockFilters, AreUnderstood)
{
    const auto path = fmt::format("/etc/fail2ban/filter.d/{}.conf", GetParam().filter);
    if (!std::filesystem::exists(path))
        GTEST_SKIP() << "fail2ban is not installed";
    const auto rules = load_filter_file(path);
    ASSERT_TRUE(rules) << rules.error().message();
    auto filter = Filter::create(*rules, LineView::without_date);
    ASSERT_TRUE(filter) << filter.error().message();
    const auto match = filter->match(GetParam().line);
    EXPECT_EQ(match.kind, GetParam().kind);
    const bool is_failure = match.kind == LineMatch::Kind::failure;
    EXPECT_EQ(is_failure ? match.address.text() : "", GetParam().address);
}

INSTANTIATE_TEST_SUITE_P(Table, StockFilters,
    testing::Values(
        StockCase {"NginxMismatch", "nginx-http-auth",
            "2026/05/29 15:45:01 [error] 612#612: *17 user \"ann\": password mismatch, client: "
            "192.0.2.7, server: hive, request: \"GET /app/ HTTP/1.1\", host: \"hive.example\"",
            LineMatch::Kind::failure, "192.0.2.7"},
        StockCase {"NginxUnknownUser", "nginx-http-auth",
            "2026/05/29 15:45:01 [error] 612#612: *17 user \"x\" was not found in \"/etc/users\", "
            "client: 2001:db8::7, server: , request: \"GET / HTTP/1.1\", host: \"h\"",
            LineMatch::Kind::failure, "2001:db8::7"},
        StockCase {"NginxOther", "nginx-http-auth",
            "2026/05/29 15:45:01 [error] 612#612: *17 open() \"/x\" failed, client: 192.0.2.7",
            LineMatch::Kind::none},
        StockCase {"ApacheMismatch", "apache-auth",
            "[Fri May 29 15:45:01.123456 2026] [auth_basic:error] [pid 9:tid 7] [client "
            "192.0.2.7:51616] AH01617: user ann: authentication failure for \"/\": Password "
            "Mismatch",
            LineMatch::Kind::failure, "192.0.2.7"},
        StockCase {"ApacheForged", "apache-auth",
            "[Fri May 29 15:45:01 2026] [error] [client 192.0.2.7] File does not exist: "
            "/site/[client 192.0.2.8] user root not found",
            LineMatch::Kind::none},
        StockCase {"SshdPassword", "sshd",
            "May 29 15:45:01 host sshd[123]: Failed password for invalid user ann from 192.0.2.7 "
            "port 50273 ssh2",
            LineMatch::Kind::failure, "192.0.2.7"},
        StockCase {"SshdInvalidUser", "sshd",
            "May 29 15:45:01 host sshd[123]: Invalid user ann from 192.0.2.7 port 50273",
            LineMatch::Kind::failure, "192.0.2.7"},
        StockCase {"SshdAccepted", "sshd",
            "May 29 15:45:01 host sshd[123]: Accepted password for ann from 192.0.2.7 port 5 ssh2",
            LineMatch::Kind::no_failure},
        StockCase {"SshdClosed", "sshd",
            "May 29 15:45:01 host sshd[123]: Connection closed by 192.0.2.7 port 50273 [preauth]",
            LineMatch::Kind::no_failure}),
    [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace hive
