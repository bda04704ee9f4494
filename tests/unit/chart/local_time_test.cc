#include "daemons/chart/local_time.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

TEST(LocalTime, KnowsSummerTimeOnBothHalvesOfTheEarth)
{
    EXPECT_EQ(local_time(1'640'000'000, "Australia/Melbourne")->text, "2021-12-20 22:33");
    EXPECT_EQ(local_time(1'640'000'000, "Europe/Berlin")->text, "2021-12-20 12:33");
    EXPECT_EQ(local_time(1'655'000'000, "Europe/Berlin")->hour, 4);
    EXPECT_EQ(local_time(1'655'000'000, "Australia/Melbourne")->hour, 12);
}

TEST(LocalTime, IsThatOfUtcInAnUnknownZone)
{
    EXPECT_FALSE(local_time(0, "Mars/Olympus"));
    EXPECT_EQ(local_time_or_utc(1'640'000'000, "Mars/Olympus").text, "2021-12-20 11:33");
    EXPECT_EQ(local_time_or_utc(1'640'000'000, "Mars/Olympus").month, 12);
}

TEST(UtcText, IsIso8601)
{
    EXPECT_EQ(utc_text(1'640'000'000), "2021-12-20T11:33:20Z");
    EXPECT_EQ(utc_text(0), "1970-01-01T00:00:00Z");
}

}  // namespace
}  // namespace hive
