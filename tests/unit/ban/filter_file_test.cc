#include "daemons/ban/filter_file.h"

#include <chrono>
#include <filesystem>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemons/ban/filter.h"

namespace hive {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const auto moment = std::chrono::system_clock::from_time_t(1'780'033'501);

using Files = std::map<std::string, std::string>;

FileSource source_of(Files files)
{
    return {
        .read = [files = std::move(files)](const std::string& path) -> std::optional<std::string> {
            const auto found = files.find(path);
            return found == files.end() ? std::nullopt : std::optional {found->second};
        },
        .list = [](const std::string&) { return std::vector<std::string> {}; }};
}

Result<FilterRules> parse(Files files, const std::string& options = "")
{
    return read_filter(parse_filter_call("/f/a.conf" + options).value(), source_of(files));
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

TEST(FilterFile, ReadsWhatItIncludesBeforeAndAfterThenItsLocalFile)
{
    const auto rules = parse(
        {{"/f/a.conf",
             "[INCLUDES]\nbefore = common.conf\nafter = late.conf\n"
             "[Definition]\nfailregex = %(a)s %(b)s %(c)s %(d)s\nb = own\nc = own\nd = own\n"},
            {"/f/common.conf", "[DEFAULT]\na = before\n[Definition]\nb = before\n"},
            {"/f/a.local", "[Definition]\nc = local\nd = local\n"},
            {"/f/late.conf", "[Definition]\nd = after\n"}});
    ASSERT_TRUE(rules);
    EXPECT_THAT(rules->fail, ElementsAre("before own local local"));
}

struct OptionCase {
    const char* name;
    const char* text;
    const char* options;
    const char* rule;
};
class FilterOptions : public testing::TestWithParam<OptionCase> { };

TEST_P(FilterOptions, AreFilledIn)
{
    const auto rules = parse({{"/f/a.conf", GetParam().text}}, GetParam().options);
    ASSERT_TRUE(rules) << rules.error().message();
    EXPECT_THAT(rules->fail, ElementsAre(GetParam().rule));
}

INSTANTIATE_TEST_SUITE_P(Table, FilterOptions,
    testing::Values(
        OptionCase {"Tag", "[Definition]\nfailregex = <x> <HOST>\nx = a\n", "", "a <HOST>"},
        OptionCase {
            "TagInTag", "[Definition]\nfailregex = <x-<m>><HOST>\nx-q = a\nm = q\n", "", "a<HOST>"},
        OptionCase {"Given", "[Definition]\nfailregex = <x-<m>><HOST>\nx-q = a\nx-r = b\nm = q\n",
            "[m=r]", "b<HOST>"},
        OptionCase {"Section", "[Definition]\nfailregex = <lt_<t>/x><HOST>\nt = f\n[lt_f]\nx = b\n",
            "", "b<HOST>"},
        OptionCase {"Init", "[Definition]\nfailregex = <x><HOST>\n[Init]\nx = b\n", "", "b<HOST>"},
        OptionCase {"GivenOverInit", "[Definition]\nfailregex = <x><HOST>\n[Init]\nx = b\n",
            "[x=\"c, d\"]", "c, d<HOST>"},
        OptionCase {"Empty", "[Definition]\nfailregex = a<x><HOST>\nx =\n", "", "a<HOST>"},
        OptionCase {
            "NoOption", "[Definition]\nfailregex = (?P<y>a)<HOST>\n", "", "(?P<y>a)<HOST>"}),
    [](const auto& param) { return param.param.name; });

TEST(FilterFile, GivesWhatElseALineIsReadBy)
{
    const auto rules = parse({{"/f/a.conf",
        "[Definition]\nfailregex = <HOST>\nmaxlines = 10\nusedns = no\n"
        "datepattern = ^%%Y\n  {^LN-BEG}\njournalmatch = _COMM=a + 'B=c d'\n"}});
    ASSERT_TRUE(rules) << rules.error().message();
    EXPECT_EQ(rules->max_lines, 10);
    EXPECT_EQ(rules->use_dns, UseDns::no);
    EXPECT_THAT(rules->date_patterns, ElementsAre("^%Y", "{^LN-BEG}"));
    EXPECT_THAT(rules->journal_match, ElementsAre(ElementsAre("_COMM=a", "+", "B=c d")));
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
        BadFileCase {"MaxLines", "[Definition]\nfailregex = <HOST>\nmaxlines = many\n",
            "maxlines = many: not a number"},
        BadFileCase {"TagOfItself", "[Definition]\nfailregex = <x><HOST>\nx = <y>\ny = <x>\n",
            "refers to itself"},
        BadFileCase {"Nothing", "[Definition]\n\nfailregex = %(x)s\n", "/f/a.conf:3: failregex"},
        BadFileCase {"Syntax", "[Definition]\nwhat\n", "/f/a.conf:2: not an"}),
    [](const auto& param) { return param.param.name; });

TEST(FilterFile, MayLackFilesItIncludes)
{
    EXPECT_TRUE(parse({{"/f/a.conf",
        "[INCLUDES]\nbefore = no.conf\nafter = a.extra\n[Definition]\nfailregex = <HOST>\n"}}));
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

TEST(FilterCall, ReadsOptionsInOneOrMoreBrackets)
{
    const auto call = parse_filter_call("sshd[mode=aggressive, x='a, b'][y=\"c]\"]").value();
    EXPECT_EQ(call.name, "sshd");
    EXPECT_EQ(call.options, (OptionValues {{"mode", "aggressive"}, {"x", "a, b"}, {"y", "c]"}}));
    EXPECT_FALSE(parse_filter_call("sshd[mode"));
    EXPECT_FALSE(parse_filter_call("sshd[mode]"));
    EXPECT_FALSE(parse_filter_call("[x=1]"));
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
    const auto rules = read_filter({.name = path}, disk_source());
    ASSERT_TRUE(rules) << rules.error().message();
    auto filter = Filter::create(*rules, LineView::without_date, moment);
    ASSERT_TRUE(filter) << filter.error().message();
    const auto match = filter->match(GetParam().line, moment);
    EXPECT_EQ(match.kind, GetParam().kind);
    EXPECT_EQ(match.id, GetParam().address);
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
