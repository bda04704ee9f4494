#include "daemons/proxy/head_parser.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

TEST(HeadScan, FindsTheEmptyLine)
{
    HeadScan scan;
    EXPECT_EQ(scan.look("GET / HTTP/1.1\r\nHost: h\r\n\r\nbody"), HeadScan::Outcome::whole);
    EXPECT_EQ(scan.length(), 27U);
}

TEST(HeadScan, GoesOnWhereItStopped)
{
    HeadScan scan;
    EXPECT_EQ(scan.look("GET / HTTP/1.1\r\nHo"), HeadScan::Outcome::incomplete);
    EXPECT_EQ(scan.look("GET / HTTP/1.1\r\nHost: h\r\n\r"), HeadScan::Outcome::incomplete);
    EXPECT_EQ(scan.look("GET / HTTP/1.1\r\nHost: h\r\n\r\n"), HeadScan::Outcome::whole);
    EXPECT_EQ(scan.length(), 27U);
}

TEST(HeadScan, RefusesABareLineFeed)
{
    HeadScan scan;
    EXPECT_EQ(scan.look("GET / HTTP/1.1\nHost: h\r\n\r\n"), HeadScan::Outcome::malformed);
    scan.restart();
    EXPECT_EQ(scan.look("GET / HTTP/1.1\r\nHost: h\r\n\n"), HeadScan::Outcome::malformed);
}

TEST(FieldLists, AreTakenApartAtCommas)
{
    std::string_view list = "close , x-a,,last";
    EXPECT_EQ(next_list_word(list), "close");
    EXPECT_EQ(next_list_word(list), "x-a");
    EXPECT_EQ(next_list_word(list), "");
    EXPECT_EQ(next_list_word(list), "last");
    EXPECT_TRUE(list.empty());
}

TEST(Fields, AreFoundInAnyCase)
{
    const Fields fields {{.name = "Host", .value = "a"}, {.name = "HOST", .value = "b"}};
    EXPECT_EQ(field_value(fields, "host"), "a");
    EXPECT_EQ(find_field(fields, "hos"), nullptr);
}

}  // namespace
}  // namespace hive
