#include "daemons/chart/verdict.h"

#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace hive {
namespace {

using Outlook = Verdict::Outlook;
constexpr std::int64_t now = 1'000'000;

struct Case {
    const char* name;
    Rule rule;
    std::vector<Reading> readings;  // times before now
    Outlook outlook;
    const char* why;
};

Rule warm(std::int64_t delay)
{
    return {.kind = Rule::Kind::threshold, .above = 36, .below = 30, .for_seconds = delay};
}

Rule rising(double per_hour)
{
    return {.kind = Rule::Kind::rate, .per_hour = per_hour};
}

class Judged : public testing::TestWithParam<Case> { };

TEST_P(Judged, ByItsReadings)
{
    std::vector<Reading> readings;
    for (const auto& [before, value] : GetParam().readings)
        readings.push_back({now - before, value});
    const auto last = readings.empty() ? std::nullopt : std::optional {readings.back().time};
    const auto verdict = judge(GetParam().rule, readings, last, now);
    EXPECT_EQ(verdict.outlook, GetParam().outlook);
    EXPECT_EQ(verdict.why, GetParam().why);
}

INSTANTIATE_TEST_SUITE_P(Threshold, Judged,
    testing::Values(
        Case {"above", warm(0), {{60, 36.5}}, Outlook::fire, "36.5 is above 36 for 60 s"},
        Case {"below", warm(0), {{60, 29}}, Outlook::fire, "29 is below 30 for 60 s"},
        Case {"within", warm(0), {{900, 40}, {60, 33}}, Outlook::quiet,
            "33 is within the limits for 60 s"},
        Case {"at_the_limit", warm(0), {{60, 36}}, Outlook::quiet,
            "36 is within the limits for 60 s"},
        Case {"not_for_long", warm(600), {{900, 33}, {300, 37}}, Outlook::unknown,
            "37 is above 36 for 5 min, less than 10 min"},
        Case {"for_long", warm(600), {{1800, 33}, {900, 37}, {60, 38}}, Outlook::fire,
            "38 is above 36 for 15 min"},
        Case {"hardly_back", warm(600), {{900, 38}, {300, 33}}, Outlook::unknown,
            "33 is within the limits for 5 min, less than 10 min"},
        Case {"never_out", warm(600), {{300, 33}}, Outlook::quiet,
            "33 is within the limits for 5 min"},
        Case {"no_values", warm(0), {}, Outlook::unknown, "there is no value yet"},
        Case {"old", warm(0), {{recent_seconds + 1, 40}}, Outlook::unknown,
            "the newest value is 6.0 h old"}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(Rate, Judged,
    testing::Values(Case {"rises", rising(2), {{3600, 30}, {1800, 31.5}, {0, 33}}, Outlook::fire,
                        "+3 per hour over 60 min, at least +2"},
        Case {"rises_slowly", rising(4), {{3600, 30}, {1800, 31.5}, {0, 33}}, Outlook::quiet,
            "+3 per hour over 60 min, not +4"},
        Case {"falls", rising(-2), {{3600, 33}, {1800, 31.5}, {0, 30}}, Outlook::fire,
            "-3 per hour over 60 min, at least -2"},
        Case {"falls_where_rising_counts", rising(2), {{3600, 33}, {1800, 31.5}, {0, 30}},
            Outlook::quiet, "-3 per hour over 60 min, not +2"},
        Case {"before_the_hour", rising(2), {{9000, 0}, {3600, 30}, {1800, 30}, {0, 30}},
            Outlook::quiet, "+0 per hour over 60 min, not +2"},
        Case {"too_few", rising(2), {{1800, 30}, {0, 33}}, Outlook::unknown,
            "2 values over 30 min are too few for a rate"}),
    [](const auto& row) { return row.param.name; });

TEST(Missing, FiresAfterItsTime)
{
    const Rule rule {.kind = Rule::Kind::missing, .missing_seconds = 3600};
    EXPECT_EQ(judge(rule, {}, now - 3599, now).outlook, Outlook::quiet);
    EXPECT_EQ(judge(rule, {}, now - 3600, now).outlook, Outlook::fire);
    EXPECT_EQ(judge(rule, {}, now - 90'000, now).why, "no value for 25.0 h");
    EXPECT_EQ(judge(rule, {}, std::nullopt, now).outlook, Outlook::unknown);
}

TEST(Duration, IsSaidInTheUnitThatFits)
{
    EXPECT_EQ(duration_text(119), "119 s");
    EXPECT_EQ(duration_text(120), "2 min");
    EXPECT_EQ(duration_text(7200), "2.0 h");
    EXPECT_EQ(duration_text(180'000), "2.1 days");
}

}  // namespace
}  // namespace hive
