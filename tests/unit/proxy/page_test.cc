#include "daemons/proxy/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view date = "Sun, 06 Nov 1994 08:49:37 GMT";

TEST(ErrorPage, SaysWhatHappened)
{
    const auto page = error_page(502, "The server <behind> this page is away");
    EXPECT_THAT(page.body, HasSubstr("<h1>502 Bad Gateway</h1>"));
    EXPECT_THAT(page.body, HasSubstr("The server &lt;behind&gt; this page is away."));
}

TEST(OwnHead, HasTheSecurityFields)
{
    const auto head = own_head(plain_text(200, "ok"), 2, {}, date);
    EXPECT_THAT(head, HasSubstr("Content-Security-Policy: default-src 'self'"));
    EXPECT_THAT(head, HasSubstr("X-Content-Type-Options: nosniff\r\n"));
    EXPECT_THAT(head, HasSubstr("Content-Length: 2\r\n"));
    EXPECT_THAT(head, EndsWith("\r\n\r\n"));
    EXPECT_THAT(head, Not(HasSubstr("Connection")));
}

TEST(OwnHead, SaysWhetherTheConnectionGoesOn)
{
    EXPECT_THAT(own_head(plain_text(200, "ok"), 2, {.keeps_alive = false}, date),
        HasSubstr("Connection: close\r\n"));
    EXPECT_THAT(own_head(plain_text(200, "ok"), 2, {.minor_version = 0}, date),
        HasSubstr("Connection: keep-alive\r\n"));
}

TEST(OwnHead, TellsNoLengthWhereNoBodyMayBe)
{
    EXPECT_THAT(own_head(plain_text(304, ""), 9, {}, date), Not(HasSubstr("Content-Length")));
    EXPECT_THAT(own_head(plain_text(204, ""), 9, {}, date), Not(HasSubstr("Content-Length")));
}

TEST(Redirect, EncodesThePathAndKeepsTheQuery)
{
    const auto answer = redirect("/a b/", "?x=1");
    EXPECT_EQ(answer.status, 301);
    ASSERT_EQ(answer.fields.size(), 1U);
    EXPECT_EQ(answer.fields[0].second, "/a%20b/?x=1");
}

}  // namespace
}  // namespace hive
