#include "lib/log.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

TEST(LogField, LeavesPlainValuesBare)
{
    EXPECT_EQ(log::field("peer", "10.0.0.7"), "peer=10.0.0.7");
}
TEST(LogField, QuotesSpaces)
{
    EXPECT_EQ(log::field("path", "/a b"), "path=\"/a b\"");
}
TEST(LogField, NeverLetsALineBreakThrough)
{
    EXPECT_EQ(log::field("user", "x\nfake"), "user=\"x\\x0afake\"");
}
TEST(LogField, EscapesBytesOutsideAscii)
{
    EXPECT_EQ(log::field("user", "\xc3\x9c"), "user=\"\\xc3\\x9c\"");
}
TEST(LogLevel, TakesTheNamesOfSyslogAndOfHiveKeepers)
{
    EXPECT_EQ(log::parse_level("warn").value(), log::Level::warning);
    EXPECT_EQ(log::parse_level("critical").value(), log::Level::error);
    EXPECT_FALSE(log::parse_level("loud"));
}

}  // namespace
}  // namespace hive
