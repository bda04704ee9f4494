#include "daemons/sync/calendar.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

struct TextCase {
    const char* name;
    const char* text;
    std::optional<std::int64_t> seconds;
};
class CalendarText : public testing::TestWithParam<TextCase> { };
TEST_P(CalendarText, IsReadExactly)
{
    EXPECT_EQ(parse_calendar_time(GetParam().text), GetParam().seconds);
}
INSTANTIATE_TEST_SUITE_P(Texts, CalendarText,
    testing::Values(TextCase {"Usual", "2024-06-01 13:45:10", 1717249510},
        TextCase {"WithT", "2024-06-01T13:45:10", 1717249510},
        TextCase {"WithFraction", "2024-06-01 13:45:10.250", 1717249510},
        TextCase {"WithoutSeconds", "2024-06-01 13:45", 1717249500},
        TextCase {"OnlyDate", "1970-01-02", 86400},
        TextCase {"LeapDay", "2024-02-29 00:00:00", 1709164800},
        TextCase {"NoLeapDay", "2023-02-29 00:00:00", std::nullopt},
        TextCase {"Month13", "2024-13-01 00:00:00", std::nullopt},
        TextCase {"Hour24", "2024-01-01 24:00:00", std::nullopt},
        TextCase {"Zone", "2024-01-01 00:00:00+02:00", std::nullopt},
        TextCase {"Signs", "2024--1-01", std::nullopt}, TextCase {"Empty", "", std::nullopt},
        TextCase {"Words", "yesterday", std::nullopt}),
    [](const auto& test) { return test.param.name; });

TEST(CalendarZone, KnowsSummerTime)
{
    const auto zone = CalendarZone::find("Australia/Melbourne").value();
    EXPECT_EQ(zone.epoch(*parse_calendar_time("2024-01-01 11:00:00")), 1704067200);
    EXPECT_EQ(zone.epoch(*parse_calendar_time("2024-07-01 10:00:00")), 1719792000);
}

TEST(CalendarZone, TakesTheEarlierOfTwoAndTheMomentOfTheJump)
{
    const auto zone = CalendarZone::find("Europe/Berlin").value();
    EXPECT_EQ(zone.epoch(*parse_calendar_time("2024-10-27 02:30:00")), 1729989000);
    EXPECT_EQ(zone.epoch(*parse_calendar_time("2024-03-31 02:30:00")), 1711846800);
}

TEST(CalendarZone, IsRefusedWhenUnknown)
{
    EXPECT_FALSE(CalendarZone::find("Mars/Olympus"));
}

}  // namespace
}  // namespace hive
