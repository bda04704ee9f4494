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
        ElementsAre(HasSubstr("exactly one of proxy, files and answer")));
    EXPECT_THAT(mistakes_of("[location /]\nfiles = /srv\nanswer = 200\n"),
        ElementsAre(HasSubstr("exactly one of proxy, files and answer")));
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
