#include "supervisor/core/notification.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

TEST(Notification, HoldsSeveralLines)
{
    const auto notification = parse_notification("READY=1\nSTATUS=copied 5 rows\nWATCHDOG=1");
    EXPECT_TRUE(notification.is_ready);
    EXPECT_TRUE(notification.is_alive);
    EXPECT_FALSE(notification.is_stopping);
    EXPECT_EQ(notification.status, "copied 5 rows");
}

TEST(Notification, TellsAnEmptyStatusFromNone)
{
    EXPECT_EQ(parse_notification("STATUS=").status, "");
    EXPECT_FALSE(parse_notification("READY=1").status);
}

TEST(Notification, TakesTheLastStatus)
{
    EXPECT_EQ(parse_notification("STATUS=a\nSTATUS=b").status, "b");
}

TEST(Notification, ReplacesControlBytesInAStatus)
{
    EXPECT_EQ(parse_notification("STATUS=a\x1b[2Jb\tc").status, "a [2Jb c");
}

TEST(Notification, CutsALongStatus)
{
    EXPECT_EQ(parse_notification("STATUS=" + std::string(5000, 'x')).status->size(), 512U);
}

struct Row {
    const char* name;
    const char* text;
};

class MeaninglessNotification : public testing::TestWithParam<Row> { };

TEST_P(MeaninglessNotification, ChangesNothing)
{
    const auto notification = parse_notification(GetParam().text);
    EXPECT_FALSE(notification.is_ready);
    EXPECT_FALSE(notification.is_alive);
    EXPECT_FALSE(notification.is_stopping);
    EXPECT_FALSE(notification.status);
}

INSTANTIATE_TEST_SUITE_P(Rows, MeaninglessNotification,
    testing::Values(Row {"Empty", ""}, Row {"OtherValue", "READY=0"},
        Row {"LongerValue", "READY=10"}, Row {"SmallLetters", "ready=1"},
        Row {"BlankBefore", " READY=1"}, Row {"UnknownName", "X_OTHER=1\nFDSTORE=1"},
        Row {"NoValue", "READY"}, Row {"OnlyLineBreaks", "\n\n\n"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
