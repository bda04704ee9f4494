#include "daemons/ban/line_time.h"

#include <cstdlib>
#include <ctime>

#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;

/// Local time is Melbourne's: ten hours east, eleven in summer.
class LineTime : public testing::Test {
protected:
    void SetUp() override { set_zone("AEST-10AEDT,M10.1.0,M4.1.0/3"); }
    void TearDown() override { set_zone("UTC"); }
    static void set_zone(const char* zone)
    {
        ::setenv("TZ", zone, 1);
        ::tzset();
    }
};

// 2026-05-29 05:45:01 UTC, 15:45:01 in Melbourne.
constexpr std::time_t moment = 1'780'033'501;

struct DateCase {
    const char* name;
    const char* line;
    const char* date;  // the part of the line that is the date; "" for none
    std::time_t time = moment;
};
class Dates : public LineTime, public testing::WithParamInterface<DateCase> { };

TEST_P(Dates, AreFoundAndUnderstood)
{
    const std::string_view line {GetParam().line};
    const auto date = find_line_date(line);
    ASSERT_TRUE(date);
    EXPECT_EQ(line.substr(date->begin, date->length), GetParam().date);
    const auto now = std::chrono::system_clock::from_time_t(moment + 60);
    EXPECT_EQ(std::chrono::system_clock::to_time_t(to_time(*date, now)), GetParam().time);
}

INSTANTIATE_TEST_SUITE_P(Table, Dates,
    testing::Values(DateCase {"IsoLocal", "2026-05-29 15:45:01 x", "2026-05-29 15:45:01"},
        DateCase {"IsoWithMilliseconds", "2026-05-29 15:45:01,123 x", "2026-05-29 15:45:01,123"},
        DateCase {"IsoZulu", "2026-05-29T05:45:01Z x", "2026-05-29T05:45:01Z"},
        DateCase {"IsoWithOffset", "2026-05-29T01:15:01.5-04:30 x", "2026-05-29T01:15:01.5-04:30"},
        DateCase {"NginxError", "2026/05/29 15:45:01 [error]", "2026/05/29 15:45:01"},
        DateCase {"AccessLog", "192.0.2.7 - - [29/May/2026:05:45:01 +0000] \"GET",
            "29/May/2026:05:45:01 +0000"},
        DateCase {"Syslog", "May 29 15:45:01 host sshd", "May 29 15:45:01"},
        DateCase {"Apache", "[Fri May 29 15:45:01.123456 2026] [error]",
            "Fri May 29 15:45:01.123456 2026"},
        DateCase {"SyslogOneDigitDay", "May  9 15:45:01 h", "May  9 15:45:01", moment - 20 * 86400},
        DateCase {
            "HostThatStartsLikeAYear", "May 29 15:45:01 2001-db.example sshd", "May 29 15:45:01"},
        DateCase {"Summer", "2026-01-02 11:00:00", "2026-01-02 11:00:00", 1'767'312'000},
        DateCase {"LaterThanNowWithoutYearIsLastYears", "Dec 31 23:59:59 h", "Dec 31 23:59:59",
            1'767'185'999}),
    [](const auto& param) { return param.param.name; });

struct NoDateCase {
    const char* name;
    const char* line;
};
class NoDates : public testing::TestWithParam<NoDateCase> { };

TEST_P(NoDates, AreFoundInOtherText)
{
    EXPECT_FALSE(find_line_date(GetParam().line));
}

INSTANTIATE_TEST_SUITE_P(Table, NoDates,
    testing::Values(NoDateCase {"Empty", ""}, NoDateCase {"Words", "bad login from 192.0.2.7"},
        NoDateCase {"Month13", "2026-13-01 00:00:00"}, NoDateCase {"Hour24", "2026-05-29 24:00:00"},
        NoDateCase {"YearNoClockHolds", "2451-05-29T01:15:01"},
        NoDateCase {"CutShort", "2026-05-29 15:45:0"},
        NoDateCase {"LongNumber", "12026-05-29 15:45:01"}, NoDateCase {"May", "May be 12:00:00"}),
    [](const auto& param) { return param.param.name; });

TEST(LineDates, AreNotLookedForBehind512Bytes)
{
    EXPECT_FALSE(find_line_date(std::string(512, ' ') + "2026-05-29 15:45:01"));
    EXPECT_TRUE(find_line_date(std::string(500, ' ') + "2026-05-29 15:45:01"));
}

}  // namespace
}  // namespace hive
