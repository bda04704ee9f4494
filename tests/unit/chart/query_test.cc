#include "daemons/chart/query.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace hive {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

TEST(LinesQuery, TakesItsParametersInAnyOrder)
{
    const Pairs pairs {{"width", "800"}, {"to", "200.5"}, {"from", "100"}, {"apiary", "3"}};
    const auto query = parse_lines_query(pairs);
    ASSERT_TRUE(query);
    EXPECT_EQ(query->range.apiary, 3);
    EXPECT_EQ(query->range.from, 100);
    EXPECT_EQ(query->range.to, 200.5);
    EXPECT_EQ(query->range.width, 800);
    EXPECT_EQ(query->series, (std::vector<std::string> {"internal", "external", "delta"}));
}

TEST(SpectrogramQuery, AggregatesByMeanUnlessToldOtherwise)
{
    const Pairs pairs {{"apiary", "1"}, {"from", "0"}, {"to", "9"}, {"width", "1"}};
    const auto query = parse_spectrogram_query(pairs);
    ASSERT_TRUE(query);
    EXPECT_EQ(query->aggregate, Aggregate::mean);
}

TEST(SpectrogramQuery, TakesTheModeMax)
{
    const Pairs pairs {
        {"apiary", "1"}, {"from", "0"}, {"to", "9"}, {"width", "1"}, {"mode", "max"}};
    const auto query = parse_spectrogram_query(pairs);
    ASSERT_TRUE(query);
    EXPECT_EQ(query->aggregate, Aggregate::max);
}

struct BadQuery {
    const char* name;
    Pairs pairs;
    const char* message;
};

class RefusedQuery : public testing::TestWithParam<BadQuery> { };

TEST_P(RefusedQuery, NamesTheParameter)
{
    const auto query = parse_spectrogram_query(GetParam().pairs);
    ASSERT_FALSE(query);
    EXPECT_EQ(query.error().message(), GetParam().message);
}

Pairs with(const char* name, const char* value)
{
    Pairs pairs {{"apiary", "1"}, {"from", "100"}, {"to", "200"}, {"width", "10"}};
    for (auto& [key, old] : pairs)
        if (key == name) {
            old = value;
            return pairs;
        }
    pairs.emplace_back(name, value);
    return pairs;
}

INSTANTIATE_TEST_SUITE_P(Query, RefusedQuery,
    testing::Values(BadQuery {"nothing", {}, "apiary: missing"},
        BadQuery {"no_width", {{"apiary", "1"}, {"from", "0"}, {"to", "1"}}, "width: missing"},
        BadQuery {"unknown", with("zoom", "1"), "zoom: no such parameter here"},
        BadQuery {"twice", {{"apiary", "1"}, {"apiary", "2"}}, "apiary: given twice"},
        BadQuery {"apiary_name", with("apiary", "north"), "apiary: 'north' is not a whole number"},
        BadQuery {
            "apiary_sql", with("apiary", "1 OR 1=1"), "apiary: '1 OR 1=1' is not a whole number"},
        BadQuery {"apiary_zero", with("apiary", "0"), "apiary: 0 is outside 1-9223372036854775807"},
        BadQuery {"apiary_huge", with("apiary", "9223372036854775808"),
            "apiary: 9223372036854775808 is outside 1-9223372036854775807"},
        BadQuery {"width_zero", with("width", "0"), "width: 0 is outside 1-8192"},
        BadQuery {"width_huge", with("width", "8193"), "width: 8193 is outside 1-8192"},
        BadQuery {"width_empty", with("width", ""), "width: '' is not a whole number"},
        BadQuery {"from_text", with("from", "now"), "from: 'now' is not a time in epoch seconds"},
        BadQuery {"from_nan", with("from", "nan"), "from: 'nan' is not a time in epoch seconds"},
        BadQuery {"to_infinite", with("to", "inf"), "to: 'inf' is not a time in epoch seconds"},
        BadQuery {"to_exponent", with("to", "1e9"), "to: '1e9' is not a time in epoch seconds"},
        BadQuery {"from_negative", with("from", "-1"), "from: -1 is outside 0-253402300800"},
        BadQuery {
            "to_far", with("to", "999999999999"), "to: 999999999999 is outside 0-253402300800"},
        BadQuery {"backward", with("to", "99"), "to: not later than from"},
        BadQuery {"empty_range", with("to", "100"), "to: not later than from"},
        BadQuery {"mode", with("mode", "median"), "mode: 'median' is neither mean nor max"},
        BadQuery {"long_value",
            with("width", "111111111111111111111111111111111111111111111111111"),
            "width: 1111111111111111111111111111111111111111 is outside 1-8192"}),
    [](const auto& row) { return row.param.name; });

TEST(LinesQuery, RefusesTheModeOfTheSpectrogram)
{
    const Pairs pairs {
        {"apiary", "1"}, {"from", "0"}, {"to", "9"}, {"width", "1"}, {"mode", "max"}};
    EXPECT_FALSE(parse_lines_query(pairs));
}

struct SeriesCase {
    const char* name;
    const char* series;
    const char* message;
};

class RefusedSeries : public testing::TestWithParam<SeriesCase> { };

TEST_P(RefusedSeries, SaysWhatIsWrong)
{
    const auto query = parse_lines_query(with("series", GetParam().series));
    ASSERT_FALSE(query);
    EXPECT_EQ(query.error().message(), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(Query, RefusedSeries,
    testing::Values(SeriesCase {"none", "", "series: an empty word"},
        SeriesCase {"empty_word", "internal,,weight", "series: an empty word"},
        SeriesCase {"twice", "weight,weight", "series: weight twice"},
        SeriesCase {"too_many", "a,b,c,d,e,f,g,h,i", "series: more than 8 words"},
        SeriesCase {"too_long", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg",
            "series: 'aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd' is no name of one"}),
    [](const auto& row) { return row.param.name; });

TEST(CompareQuery, TakesOneShiftForEachApiary)
{
    auto pairs = with("apiary", "1,2");
    pairs.emplace_back("shift", "0,-86400");
    const auto query = parse_compare_query(pairs);
    ASSERT_TRUE(query);
    ASSERT_EQ(query->lines.size(), 2U);
    EXPECT_EQ(query->lines[1].apiary, 2);
    EXPECT_EQ(query->lines[1].shift, -86400);
    EXPECT_EQ(query->series, "internal");
}

TEST(CompareQuery, RefusesAnotherNumberOfShifts)
{
    auto pairs = with("apiary", "1,2");
    pairs.emplace_back("shift", "0");
    const auto query = parse_compare_query(pairs);
    ASSERT_FALSE(query);
    EXPECT_EQ(query.error().message(), "shift: 1 values for 2 apiaries");
}

TEST(CompareQuery, ComparesOneSeriesOnly)
{
    EXPECT_FALSE(parse_compare_query(with("series", "internal,external")));
}

TEST(SamplesQuery, HasNoWidth)
{
    EXPECT_FALSE(parse_samples_query(with("apiary", "1")));
    const Pairs pairs {{"apiary", "1"}, {"from", "0"}, {"to", "9"}};
    EXPECT_TRUE(parse_samples_query(pairs));
}

TEST(NotesQuery, ReachesOverAllTimesWhenNoneIsGiven)
{
    const Pairs pairs {{"apiary", "4"}};
    const auto query = parse_notes_query(pairs);
    ASSERT_TRUE(query);
    EXPECT_EQ(query->apiary, 4);
    EXPECT_EQ(query->from, 0);
    EXPECT_EQ(query->to, latest_time);
}

TEST(AlertsQuery, TakesStateAndLimit)
{
    const auto query = parse_alerts_query(Pairs {{"state", "open"}, {"limit", "5"}});
    ASSERT_TRUE(query);
    EXPECT_EQ(query->state, AlertState::open);
    EXPECT_EQ(query->limit, 5);
    EXPECT_EQ(query->apiary, 0);
    const auto ranged = parse_alerts_query(Pairs {{"apiary", "3"}, {"from", "10"}, {"to", "20"}});
    ASSERT_TRUE(ranged);
    EXPECT_EQ(ranged->apiary, 3);
    EXPECT_EQ(ranged->from, 10);
    EXPECT_EQ(ranged->to, 20);
    EXPECT_FALSE(parse_alerts_query(Pairs {{"apiary", "0"}}));
    EXPECT_FALSE(parse_alerts_query(Pairs {{"from", "20"}, {"to", "20"}}));
    EXPECT_FALSE(parse_alerts_query(Pairs {{"state", "lost"}}));
    EXPECT_FALSE(parse_alerts_query(Pairs {{"limit", "1001"}}));
}

TEST(DecisionsQuery, TakesAnIdAClientAndALimit)
{
    const auto query = parse_decisions_query(
        Pairs {{"before", "7"}, {"client", "::ffff:192.0.2.1"}, {"limit", "5"}});
    ASSERT_TRUE(query);
    EXPECT_EQ(query->before, 7);
    EXPECT_EQ(query->client, "192.0.2.1");
    EXPECT_EQ(query->limit, 5);
    EXPECT_EQ(parse_decisions_query(Pairs {}).value().client, "");
    EXPECT_FALSE(parse_decisions_query(Pairs {{"client", "a host"}}));
    EXPECT_FALSE(parse_decisions_query(Pairs {{"limit", "101"}}));
    EXPECT_FALSE(parse_decisions_query(Pairs {{"before", "0"}}));
}

}  // namespace
}  // namespace hive
