#include "lib/access_line.h"

#include <cstdlib>
#include <ctime>

#include <gtest/gtest.h>

namespace hive {
namespace {

/// 29 May 2026 15:45:01 in Melbourne, without daylight saving.
const std::chrono::system_clock::time_point moment {std::chrono::milliseconds {1780033501250}};

class AccessLineTest : public testing::Test {
protected:
    void SetUp() override
    {
        ::setenv("TZ", "AEST-10", 1);
        ::tzset();
    }
    void TearDown() override
    {
        ::unsetenv("TZ");
        ::tzset();
    }
    static AccessLine line()
    {
        return {.time = moment,
            .client = "192.0.2.7",
            .user = "ann",
            .request_line = "GET /app/ HTTP/1.1",
            .status = 200,
            .bytes = 5123,
            .agent = "curl/7.88",
            .milliseconds = 1.24};
    }
    static LoginErrorLine failure()
    {
        return {.time = moment,
            .process = 612,
            .connection = 17,
            .failure = LoginFailure::password_mismatch,
            .user = "ann",
            .users_file = "/etc/hive/users",
            .client = Address::parse("192.0.2.7").value(),
            .server = "hive",
            .request_line = "GET /app/ HTTP/1.1",
            .host = "hive.example"};
    }
};

TEST_F(AccessLineTest, IsTheCombinedFormatAndTheMilliseconds)
{
    EXPECT_EQ(format_access_line(line()),
        "192.0.2.7 - ann [29/May/2026:15:45:01 +1000] \"GET /app/ HTTP/1.1\" 200 5123 \"-\" "
        "\"curl/7.88\" 1.2\n");
}

TEST_F(AccessLineTest, PutsDashesWhereNothingIsKnown)
{
    EXPECT_EQ(format_access_line({.time = moment, .client = "192.0.2.7", .status = 400}),
        "192.0.2.7 - - [29/May/2026:15:45:01 +1000] \"-\" 400 0 \"-\" \"-\" 0.0\n");
}

TEST_F(AccessLineTest, EscapesWhatAClientChose)
{
    auto forged = line();
    forged.user = "ann [x] \"GET";
    forged.request_line = "GET /\" 200 \n1.2.3.4 HTTP/1.1";
    forged.agent = std::string_view {"a\\b\0c\x7f\xc3\xa4", 8};
    const auto text = format_access_line(forged);
    EXPECT_NE(text.find("- ann\\x20[x]\\x20\\x22GET ["), std::string::npos) << text;
    EXPECT_NE(text.find("\"GET /\\x22 200 \\x0a1.2.3.4 HTTP/1.1\""), std::string::npos) << text;
    EXPECT_NE(text.find("\"a\\x5cb\\x00c\\x7f\\xc3\\xa4\""), std::string::npos) << text;
    EXPECT_EQ(text.find('\n'), text.size() - 1);
}

TEST_F(AccessLineTest, IsAJsonObjectWhenAsked)
{
    auto forged = line();
    forged.agent = "a\"b\n";
    EXPECT_EQ(format_access_json(forged),
        R"({"time":1780033501.250,"client":"192.0.2.7","user":"ann",)"
        R"("request":"GET /app/ HTTP/1.1","status":200,"bytes":5123,"referer":"",)"
        R"("agent":"a\u0022b\u000a","milliseconds":1.2})"
        "\n");
}

TEST_F(AccessLineTest, TellsAWrongPasswordAsNginxDoes)
{
    EXPECT_EQ(format_login_error(failure()),
        "2026/05/29 15:45:01 [error] 612#612: *17 user \"ann\": password mismatch, client: "
        "192.0.2.7, server: hive, request: \"GET /app/ HTTP/1.1\", host: \"hive.example\"\n");
}

TEST_F(AccessLineTest, TellsAnUnknownUserAsNginxDoes)
{
    auto unknown = failure();
    unknown.failure = LoginFailure::unknown_user;
    unknown.host = "";
    EXPECT_EQ(format_login_error(unknown),
        "2026/05/29 15:45:01 [error] 612#612: *17 user \"ann\" was not found in "
        "\"/etc/hive/users\", client: 192.0.2.7, server: hive, request: \"GET /app/ HTTP/1.1\", "
        "host: \"-\"\n");
}

TEST_F(AccessLineTest, LetsNoUserForgeAClient)
{
    auto forged = failure();
    forged.user = "x\": password mismatch, client: 198.51.100.1, server: s";
    const auto text = format_login_error(forged);
    EXPECT_NE(text.find("user \"x\\x22: password mismatch, client: 198.51.100.1, server: s\": "
                        "password mismatch, client: 192.0.2.7"),
        std::string::npos)
        << text;
}

TEST_F(AccessLineTest, ShowsEachSecondItsOwnTime)
{
    auto later = line();
    later.time += std::chrono::seconds {1};
    EXPECT_NE(format_access_line(line()).find(":15:45:01 "), std::string::npos);
    EXPECT_NE(format_access_line(later).find(":15:45:02 "), std::string::npos);
    EXPECT_NE(format_access_line(line()).find(":15:45:01 "), std::string::npos);
}

}  // namespace
}  // namespace hive
