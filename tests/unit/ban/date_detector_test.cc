#include "daemons/ban/date_detector.h"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;
using testing::Pair;

/// 2005-08-14 12:00:00 in the zone of the tests.
constexpr std::int64_t now_seconds = 1'124'013'600;

class Dates : public testing::Test {
protected:
    void SetUp() override
    {
        ::setenv("TZ", "CET-01CEST-02,M3.5.0,M10.5.0", 1);
        ::tzset();
    }
    void TearDown() override
    {
        ::unsetenv("TZ");
        ::tzset();
    }
    static DateDetector detector(
        const std::vector<std::string>& patterns = {}, std::string_view zone = "")
    {
        return DateDetector::create(patterns, zone, 2026).value();
    }
    /// Seconds since 1970, nothing when the line has no date that can be.
    static std::optional<std::int64_t> seconds(DateDetector& detector, std::string_view line)
    {
        const auto now = std::chrono::system_clock::from_time_t(now_seconds);
        const auto date = detector.find(Subject {line}, now);
        if (!date || date->reading.kind != DateReading::Kind::moment)
            return std::nullopt;
        return std::chrono::floor<std::chrono::seconds>(date->reading.time)
            .time_since_epoch()
            .count();
    }
};

struct DateCase {
    const char* name;
    const char* text;
};
class DefaultForms : public Dates, public testing::WithParamInterface<DateCase> { };

TEST_P(DefaultForms, MeanTheSameMoment)
{
    auto dates = detector();
    EXPECT_EQ(seconds(dates, std::string {GetParam().text} + " [sshd] error"), 1'106'513'999);
}

INSTANTIATE_TEST_SUITE_P(Table, DefaultForms,
    testing::Values(DateCase {"Syslog", "Jan 23 21:59:59"},
        DateCase {"Asctime", "Sun Jan 23 21:59:59 2005"},
        DateCase {"AsctimeYearFirst", "Sun Jan 23 2005 21:59:59"},
        DateCase {"Slashes", "2005/01/23 21:59:59"}, DateCase {"Dots", "2005.01.23 21:59:59"},
        DateCase {"ShortYear", "23/01/05 21:59:59"},
        DateCase {"Apache", "23/Jan/2005:21:59:59 +0100"},
        DateCase {"Panel", "01/23/2005:21:59:59"}, DateCase {"Iso", "2005-01-23T15:59:59-05:00"},
        DateCase {"IsoZulu", "2005-01-23T20:59:59.252Z"}, DateCase {"Dense", "20050123T215959"},
        DateCase {"Mysql", "050123 21:59:59"}, DateCase {"Tomcat", "Jan 23, 2005 9:59:59 PM"},
        DateCase {"Assp", "Jan-23-05 21:59:59"}, DateCase {"Brackets", "<01/23/05@21:59:59>"},
        DateCase {"Epoch", "[1106513999.000]"}, DateCase {"Audit", "audit(1106513999.000:987)"},
        DateCase {"Tai64n", "@4000000041f4104f00000000"}),
    [](const auto& param) { return param.param.name; });

struct PatternCase {
    const char* name;
    const char* pattern;
    const char* line;
    std::optional<std::int64_t> seconds;
};
class DatePatterns : public Dates, public testing::WithParamInterface<PatternCase> { };

TEST_P(DatePatterns, AreSoughtInALine)
{
    auto dates = detector({GetParam().pattern});
    EXPECT_EQ(seconds(dates, GetParam().line), GetParam().seconds);
}

INSTANTIATE_TEST_SUITE_P(Table, DatePatterns,
    testing::Values(
        PatternCase {"Fields", "^%Y %m %d %H:%M:%S", "2005 01 23 21:59:59 x", 1'106'513'999},
        PatternCase {"YearDay", "%Y-%j %H:%M:%S", "2005-023 21:59:59", 1'106'513'999},
        PatternCase {"Epoch", "t={EPOCH}", "a t=1106513999 b", 1'106'513'999},
        PatternCase {"LongEpoch", "{LEPOCH}", "1106513999000 b", 1'106'513'999},
        PatternCase {"AnyFormBehind", "^<\\d+>{DATE}", "<13>Jan 23 21:59:59 x", 1'106'513'999},
        PatternCase {"OnlyAtTheStart", "{^LN-BEG}", "x x Jan 23 21:59:59", std::nullopt},
        PatternCase {"AtTheStart", "{^LN-BEG}", "[Jan 23 21:59:59] x", 1'106'513'999},
        PatternCase {"LaterThisYearIsLastYear", "%b %d %H:%M:%S", "Dec 31 00:00:00", 1'104'447'600},
        PatternCase {"NoSuchYear", "%Y-%m-%d %H:%M:%S", "0000-01-23 21:59:59", std::nullopt},
        PatternCase {"FirstYear", "%Y-%m-%d %H:%M:%S", "0001-01-23 21:59:59", -62'133'620'401},
        PatternCase {"NoSuchDay", "%Y-%m-%d %H:%M:%S", "2005-02-30 21:59:59", std::nullopt},
        PatternCase {
            "ZoneName", "%Y-%m-%d %H:%M:%S %ExZ", "2005-01-23 15:59:59 EST", 1'106'513'999},
        PatternCase {"TimeOnly", "%H:%M:%S", "11:00:00 x", 1'124'010'000},
        PatternCase {"TimeAheadIsYesterday", "%H:%M:%S", "13:00:00 x", 1'123'930'800}),
    [](const auto& param) { return param.param.name; });

TEST_F(Dates, AreInTheZoneOfTheLogWhenTheyNameNone)
{
    auto dates = detector({}, "UTC-0500");
    EXPECT_EQ(seconds(dates, "2005-01-23 15:59:59"), 1'106'513'999);
}

TEST_F(Dates, CountHitsByForm)
{
    auto dates = detector();
    seconds(dates, "Jan 23 21:59:59 x");
    seconds(dates, "Jan 23 21:59:58 x");
    EXPECT_THAT(dates.hits(),
        ElementsAre(
            Pair("{^LN-BEG}(?:DAY )?MON Day %k:Minute:Second(?:\\.Microseconds)?(?: ExYear)?", 2)));
}

TEST_F(Dates, OfAnEmptyLineLieInIt)
{
    auto dates = detector({"?u"});
    const auto date = dates.find(Subject {""}, std::chrono::system_clock::from_time_t(now_seconds));
    ASSERT_TRUE(date);
    EXPECT_EQ(date->begin, 0U);
    EXPECT_EQ(date->length, 0U);
}

TEST_F(Dates, RefuseWhatIsNoPattern)
{
    EXPECT_FALSE(DateDetector::create({"%!"}, "", 2026));
    EXPECT_FALSE(DateDetector::create({"(%Y"}, "", 2026));
    EXPECT_FALSE(DateDetector::create({"%Y", "%Y"}, "", 2026));
    EXPECT_FALSE(DateDetector::create({}, "Mars", 2026));
}

struct RepeatCase {
    const char* name;
    std::vector<std::string> patterns;
    const char* line;  // comes four times
    const char* next;  // begins alike
    std::optional<std::int64_t> seconds;  // of the next
};
class Repeats : public Dates, public testing::WithParamInterface<RepeatCase> { };

TEST_P(Repeats, AreNotMistakenForAnotherDateThatBeginsAlike)
{
    auto dates = detector(GetParam().patterns);
    const auto first = seconds(dates, GetParam().line);
    EXPECT_TRUE(first);
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(seconds(dates, GetParam().line), first);
    EXPECT_EQ(seconds(dates, GetParam().next), GetParam().seconds);
    EXPECT_EQ(seconds(dates, GetParam().line), first);
}

INSTANTIATE_TEST_SUITE_P(Table, Repeats,
    testing::Values(RepeatCase {"SameSecond", {"{^LN-BEG}"}, "2005-01-23 21:59:59 [x] a",
                        "2005-01-23 21:59:59 [x] b", 1'106'513'999},
        RepeatCase {"NextSecond", {"{^LN-BEG}"}, "2005-01-23 21:59:59 [x] a",
            "2005-01-23 22:00:00 [x] a", 1'106'514'000},
        RepeatCase {"ZoneBehind", {"{^LN-BEG}"}, "2005-01-23 21:59:59  [x] a",
            "2005-01-23 21:59:59  -0500 a", 1'106'535'599},
        RepeatCase {"ZoneBehindAnywhere", {}, "x 2005-01-23 21:59:59 [x] a",
            "x 2005-01-23 21:59:59 -0500 a", 1'106'513'999},
        RepeatCase {"ShortLine", {"{^LN-BEG}"}, "2005-01-23 21:59:59", "2005-01-23 21:59:59 -0500",
            1'106'535'599},
        RepeatCase {"NoSuchDate", {"{^LN-BEG}"}, "2005-01-23 21:59:59 [x] a",
            "2005-01-23 21:59:5x [x] a", std::nullopt},
        RepeatCase {"EndOfTheLine", {"%Y-%m-%d %H:%M:%S$"}, "a b 2005-01-23 21:59:59",
            "a b 2005-01-23 21:59:59 b", std::nullopt}),
    [](const auto& param) { return param.param.name; });

TEST_F(Dates, OfARepeatAreReadAnewWhenTheClockHasMovedOn)
{
    auto dates = detector({"%H:%M:%S"});
    constexpr std::string_view line = "13:00:00 x";
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(seconds(dates, line), 1'123'930'800);
    const auto later = std::chrono::system_clock::from_time_t(now_seconds + 7200);
    EXPECT_EQ(dates.find(Subject {line}, later)->reading.time,
        LogTime {std::chrono::seconds {1'124'017'200}});
}

}  // namespace
}  // namespace hive
