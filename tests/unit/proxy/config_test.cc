#include "daemons/proxy/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> mistakes_of(std::string_view text)
{
    ProxyConfig config;
    std::vector<std::string> messages;
    for (const auto& mistake : parse_config(text, "proxy.ini", schema(config)))
        messages.push_back(mistake.message());
    return messages;
}

TEST(ProxyConfig, FillsLocations)
{
    ProxyConfig config;
    const auto mistakes = parse_config("[proxy]\nlisten = 127.0.0.1:8080\nmax_head = 8k\n"
                                       "[location /]\nfiles = /srv\nauth = off\nlog = no\n"
                                       "[location /x/]\nproxy = 127.0.0.1:9000\n"
                                       "strip_prefix = no\nstrip_authorization = no\n"
                                       "[location /ok]\nanswer = 200 fine, thanks\n",
        "proxy.ini", schema(config));
    EXPECT_TRUE(mistakes.empty());
    EXPECT_EQ(config.max_head, 8192);
    ASSERT_EQ(config.locations.size(), 3U);
    EXPECT_EQ(config.locations.front().files, "/srv");
    EXPECT_EQ(config.locations.front().auth, LocationAuth::off);
    EXPECT_EQ(std::next(config.locations.begin())->proxy->port, 9000);
    EXPECT_EQ(config.locations.back().answer->text, "fine, thanks");
}

TEST(ProxyConfig, NeedsExactlyOneAction)
{
    EXPECT_THAT(mistakes_of("[location /]\nauth = off\n"),
        ElementsAre(HasSubstr("exactly one of proxy, upstream, files")));
    EXPECT_THAT(mistakes_of("[location /]\nfiles = /srv\nanswer = 200\n"),
        ElementsAre(HasSubstr("exactly one of proxy, upstream, files")));
}

TEST(ProxyConfig, RefusesPrefixesThatNoPathHas)
{
    EXPECT_THAT(mistakes_of("[location app/]\nfiles = /srv\n"),
        ElementsAre(HasSubstr("a prefix starts with '/'")));
    EXPECT_THAT(mistakes_of("[location /a//b]\nfiles = /srv\n"),
        ElementsAre(HasSubstr("written as it is decoded")));
}

TEST(ProxyConfig, RefusesRelativeDirectories)
{
    EXPECT_THAT(
        mistakes_of("[location /]\nfiles = srv\n"), ElementsAre(HasSubstr("absolute path")));
}

TEST(ProxyConfig, ListsEveryMistakeWithItsLine)
{
    EXPECT_THAT(mistakes_of("[proxy]\nthreads = many\nlisten = nowhere\ncolour = red\n"),
        ElementsAre(
            HasSubstr("proxy.ini:2: "), HasSubstr("proxy.ini:3: "), HasSubstr("proxy.ini:4: ")));
}

TEST(ProxyConfig, NeedsTheUpstreamThatALocationNames)
{
    EXPECT_THAT(mistakes_of("[location /]\nupstream = pages\n"),
        ElementsAre("proxy.ini:2: upstream: there is no [upstream pages]"));
    EXPECT_THAT(mistakes_of("[upstream pages]\nservers = 127.0.0.1:1, 127.0.0.1:2 weight=3\n"
                            "[location /]\nupstream = pages\n"),
        ElementsAre());
    EXPECT_THAT(mistakes_of("[upstream pages]\nbalance = round_robin\n"),
        ElementsAre(HasSubstr("needs 'servers'")));
}

TEST(ProxyConfig, NeedsACertificateForTls)
{
    EXPECT_THAT(mistakes_of("[proxy]\nlisten_tls = *:443\n"),
        ElementsAre(HasSubstr("a [certificate NAME] section is needed")));
    EXPECT_THAT(mistakes_of("[proxy]\nredirect_to_tls = yes\n"),
        ElementsAre(HasSubstr("listen_tls is needed")));
}

struct RedirectCase {
    const char* name;
    std::string_view text;
    int status;  // 0: refused
    std::string_view target;
};
void PrintTo(const RedirectCase& row, std::ostream* out)
{
    *out << row.name;
}

class ParseRedirect : public testing::TestWithParam<RedirectCase> { };

TEST_P(ParseRedirect, IsAStatusAndAnAddress)
{
    const auto redirect = parse_redirect(GetParam().text);
    EXPECT_EQ(redirect ? redirect->status : 0, GetParam().status);
    EXPECT_EQ(redirect ? redirect->target : "", GetParam().target);
}

INSTANTIATE_TEST_SUITE_P(Redirects, ParseRedirect,
    testing::Values(RedirectCase {"Path", "/app/", 302, "/app/"},
        RedirectCase {"Permanent", "301 https://h.example/", 301, "https://h.example/"},
        RedirectCase {"NoRedirect", "200 /app/", 0, ""},
        RedirectCase {"OtherScheme", "javascript:x", 0, ""},
        RedirectCase {"LineBreak", "/app\r\nSet-Cookie: x", 0, ""},
        RedirectCase {"StatusAlone", "301 ", 0, ""}),
    [](const auto& row) { return row.param.name; });

TEST(FixedAnswer, IsAStatusAndAText)
{
    const auto answer = parse_fixed_answer("503 back soon");
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->status, 503);
    EXPECT_EQ(answer->text, "back soon");
    EXPECT_EQ(parse_fixed_answer("204")->text, "");
}

TEST(FixedAnswer, RefusesWhatIsNoFinalStatus)
{
    EXPECT_FALSE(parse_fixed_answer("ok").has_value());
    EXPECT_FALSE(parse_fixed_answer("100 go on").has_value());
    EXPECT_FALSE(parse_fixed_answer("600 x").has_value());
    EXPECT_FALSE(parse_fixed_answer("200ok").has_value());
}

}  // namespace
}  // namespace hive
