#include "tools/hive-probe/mysql_greeting.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

std::string packet(std::string_view body, char sequence = 0)
{
    return std::string {
               static_cast<char>(body.size()), static_cast<char>(body.size() >> 8), '\0', sequence}
    + std::string {body};
}

const std::string greeting = packet(std::string_view {"\x0a"
                                                      "10.11.6-MariaDB\0abcdefgh",
    25});

TEST(MysqlGreeting, NamesTheVersion)
{
    EXPECT_EQ(judge_mysql_greeting(greeting)->value(), "10.11.6-MariaDB");
}

TEST(MysqlGreeting, NeedsAllOfThePacket)
{
    for (std::size_t length = 0; length < greeting.size(); ++length)
        EXPECT_FALSE(judge_mysql_greeting(std::string_view {greeting}.substr(0, length)));
}

TEST(MysqlGreeting, TellsWhyAServerRefuses)
{
    const auto refused = packet("\xff\x10\x04Too many\nconnections");
    EXPECT_EQ(judge_mysql_greeting(refused)->error().message(),
        "refuses: error 1040: Too many?connections");
    EXPECT_FALSE(*judge_mysql_greeting(packet("\xff")));
}

struct Row {
    const char* name;
    std::string received;
};

class NoGreeting : public testing::TestWithParam<Row> { };

TEST_P(NoGreeting, IsRefused)
{
    const auto verdict = judge_mysql_greeting(GetParam().received);
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->error().message(), "answered with something that is no MySQL greeting");
}

INSTANTIATE_TEST_SUITE_P(Rows, NoGreeting,
    testing::Values(Row {"Http", "HTTP/1.1 400 Bad Request"}, Row {"OldProtocol", packet("\x09")},
        Row {"LaterPacket", packet("\x0a", 1)},
        Row {"VersionWithoutEnd",
            packet("\x0a"
                   "10")},
        Row {"Nothing", packet("") + "x"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
