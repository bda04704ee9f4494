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

TEST(Notification, NamesAnotherMainProcess)
{
    EXPECT_EQ(parse_notification("MAINPID=4242").main_process, 4242);
}

TEST(Notification, ReadsSpansInMicroseconds)
{
    const auto notification
        = parse_notification("EXTEND_TIMEOUT_USEC=2500000\nWATCHDOG_USEC=500000\nMONOTONIC_USEC=7");
    EXPECT_EQ(notification.extension, std::chrono::milliseconds {2500});
    EXPECT_EQ(notification.watchdog, std::chrono::milliseconds {500});
    EXPECT_EQ(notification.reload_time, 7U);
}

TEST(Notification, BoundsSpans)
{
    const auto notification
        = parse_notification("EXTEND_TIMEOUT_USEC=0\nWATCHDOG_USEC=18446744073709551615");
    EXPECT_EQ(notification.extension, std::chrono::milliseconds {1});
    EXPECT_EQ(notification.watchdog, std::chrono::hours {1});
}

TEST(Notification, TellsReloadingStoppingAndATriggeredWatchdog)
{
    EXPECT_TRUE(parse_notification("RELOADING=1").is_reloading);
    EXPECT_TRUE(parse_notification("STOPPING=1").is_stopping);
    EXPECT_TRUE(parse_notification("WATCHDOG=trigger").is_stuck);
}

TEST(Notification, NamesStoredDescriptors)
{
    const auto notification = parse_notification("FDSTORE=1\nFDNAME=session\nFDPOLL=0");
    EXPECT_TRUE(notification.stores);
    EXPECT_FALSE(notification.drops_dead);
    EXPECT_EQ(notification.descriptor_name, "session");
    EXPECT_TRUE(parse_notification("FDSTOREREMOVE=1").removes);
}

struct Row {
    const char* name;
    const char* text;
};

class ImpossibleValue : public testing::TestWithParam<Row> { };

TEST_P(ImpossibleValue, IsPassedOver)
{
    const auto notification = parse_notification(GetParam().text);
    EXPECT_FALSE(notification.main_process);
    EXPECT_FALSE(notification.extension);
    EXPECT_FALSE(notification.watchdog);
    EXPECT_EQ(notification.descriptor_name, "stored");
}

INSTANTIATE_TEST_SUITE_P(Rows, ImpossibleValue,
    testing::Values(Row {"Init", "MAINPID=1"}, Row {"NoProcess", "MAINPID=0"},
        Row {"HugeProcess", "MAINPID=99999999999"}, Row {"TextBehindIt", "MAINPID=7x"},
        Row {"NegativeSpan", "EXTEND_TIMEOUT_USEC=-1"}, Row {"NoSpan", "WATCHDOG_USEC="},
        Row {"ColonInName", "FDNAME=a:b"}, Row {"BlankInName", "FDNAME=a b"},
        Row {"LongName",
            "FDNAME=0123456789012345678901234567890123456789012345678901234567890123"
            "4"}),
    [](const auto& row) { return row.param.name; });

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
        Row {"BlankBefore", " READY=1"}, Row {"UnknownName", "X_OTHER=1\nMAINPIDS=7"},
        Row {"NoValue", "READY"}, Row {"OnlyLineBreaks", "\n\n\n"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
