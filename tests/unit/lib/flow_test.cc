#include "lib/flow.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::HasSubstr;

Flow sample_flow()
{
    Flow flow {.source = "172.16.0.1",
        .destination = "192.168.10.50",
        .label = "DoS \"Hulk\"",
        .time = FlowTime {std::chrono::microseconds {1'499'259'289'899'804}}};
    for (std::size_t i = 0; i < flow_feature_count; ++i)
        flow.features.at(i) = static_cast<float>(i) + 0.25F;
    return flow;
}

std::string without_line_break(std::string line)
{
    line.pop_back();
    return line;
}

std::string json_line()
{
    return without_line_break(format_flow(sample_flow()));
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    return text.replace(text.find(from), from.size(), to);
}

TEST(FlowReader, ReadsWhatWasWritten)
{
    EXPECT_EQ(FlowReader {}.read_json(json_line()).value(), sample_flow());
}

TEST(FlowReader, TakesNumbersInQuotesAndFieldsInAnyOrder)
{
    const auto line = replaced(replaced(json_line(), R"("Flow Duration":7.25)", R"("x":true)"), "{",
        R"({ "Flow Duration" : " 7.25 ", )");
    EXPECT_EQ(FlowReader {}.read_json(line).value(), sample_flow());
}

TEST(FlowReader, UnescapesTexts)
{
    const auto line = replaced(json_line(), "172.16.0.1", R"(\u0041\ud83d\udc1d\n\ud83d)");
    EXPECT_EQ(FlowReader {}.read_json(line).value().source, "A\xF0\x9F\x90\x9D\n\xEF\xBF\xBD");
}

TEST(FlowReader, TakesOtherFieldNames)
{
    FlowFields fields;
    fields.features.at(7) = "dur";
    fields.source = "src";
    const auto line
        = replaced(replaced(json_line(), "Flow Duration", "dur"), "\"Source\"", "\"src\"");
    EXPECT_EQ(FlowReader {fields}.read_json(line).value(), sample_flow());
}

struct BadRow {
    const char* name;
    const char* from;
    const char* to;
    const char* error;
};

class BadFlow : public testing::TestWithParam<BadRow> { };

TEST_P(BadFlow, IsRefusedByName)
{
    const auto& row = GetParam();
    const auto flow = FlowReader {}.read_json(replaced(json_line(), row.from, row.to));
    ASSERT_FALSE(flow);
    EXPECT_THAT(flow.error().message(), HasSubstr(row.error));
}

INSTANTIATE_TEST_SUITE_P(Rows, BadFlow,
    testing::Values(BadRow {"Missing", "Flow Duration", "Duration", "has no 'Flow Duration'"},
        BadRow {"Infinite", "7.25", "\"Infinity\"", "'Flow Duration' is 'Infinity', not a finite"},
        BadRow {"TooLarge", "7.25", "1e39", "'Flow Duration' is '1e39', not a finite"},
        BadRow {"Null", "7.25", "null", "'Flow Duration' is 'null'"},
        BadRow {"Empty", "7.25", "\"\"", "'Flow Duration' is ''"},
        BadRow {"Twice", "Flow Duration", "Active Min", "has 'Active Min' twice"},
        BadRow {"Nested", "7.25", "[7.25]", "'Flow Duration' has no plain value"},
        BadRow {"NotAnObject", "{", "[", "is not a JSON object"},
        BadRow {"Cut", "}", "", "has no comma"}, BadRow {"GoesOn", "}", "} {", "goes on behind"},
        BadRow {"BadEscape", "172.", "\\x", "unknown escape"},
        BadRow {"BadTime", "1499259289", "year ", "not"}),
    [](const auto& row) { return row.param.name; });

std::string csv_header()
{
    std::string header = "Label,Timestamp,Other";
    for (const auto name : flow_feature_names)
        header += fmt::format(",{}", name);
    return header;
}

std::string csv_row()
{
    std::string row = "\"DoS \"\"Hulk\"\"\",2017-07-05 12:54:49.899804,x";
    for (std::size_t i = 0; i < flow_feature_count; ++i)
        row += fmt::format(",{}.25", i);
    return row;
}

TEST(FlowReader, ReadsCsvByItsHeader)
{
    FlowReader reader;
    ASSERT_TRUE(reader.read_header(csv_header()));
    const auto flow = reader.read_csv(csv_row()).value();
    EXPECT_EQ(flow.features, sample_flow().features);
    EXPECT_EQ(flow.label, sample_flow().label);
    EXPECT_EQ(flow.time, sample_flow().time);
}

TEST(FlowReader, RefusesAHeaderWithoutAFeature)
{
    FlowReader reader;
    const auto taken = reader.read_header(replaced(csv_header(), "Active Mean", "Mean"));
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().message(), "the header has no 'Active Mean'");
}

TEST(FlowReader, RefusesARowOfAnotherLength)
{
    FlowReader reader;
    ASSERT_TRUE(reader.read_header(csv_header()));
    const auto flow = reader.read_csv(csv_row() + ",1");
    ASSERT_FALSE(flow);
    EXPECT_EQ(flow.error().message(), "has 25 columns, the header 24");
}

struct TimeRow {
    const char* name;
    const char* text;
    std::optional<std::int64_t> microseconds;
};

class FlowTimeText : public testing::TestWithParam<TimeRow> { };

TEST_P(FlowTimeText, IsATimeOrNone)
{
    const auto time = parse_flow_time(GetParam().text);
    const auto count = time ? std::optional {time->time_since_epoch().count()} : std::nullopt;
    EXPECT_EQ(count, GetParam().microseconds);
}

INSTANTIATE_TEST_SUITE_P(Rows, FlowTimeText,
    testing::Values(TimeRow {"Epoch", "1495554400.25", 1'495'554'400'250'000},
        TimeRow {"Iso", "2017-07-05T12:54:49Z", 1'499'259'289'000'000},
        TimeRow {"Fraction", "2017-07-05 12:54:49.8998041", 1'499'259'289'899'804},
        TimeRow {"DayFirst", "05/07/2017 12:54:49", 1'499'259'289'000'000},
        TimeRow {"Afternoon", "5/7/2017 01:54:49 PM", 1'499'262'889'000'000},
        TimeRow {"Minutes", "5/7/2017 12:54", 1'499'259'240'000'000},
        TimeRow {"NoSuchDay", "2017-02-30 12:00:00", std::nullopt},
        TimeRow {"NoSuchHour", "2017-02-03 25:00:00", std::nullopt},
        TimeRow {"Huge", "1e300", std::nullopt}, TimeRow {"Empty", "", std::nullopt},
        TimeRow {"Words", "yesterday", std::nullopt}),
    [](const auto& row) { return row.param.name; });

TEST(FlowTimeText, IsRefusedWhereItCouldNotBeWrittenAgain)
{
    EXPECT_FALSE(parse_flow_time("9983-07-05 12:54:49.899804"));
    EXPECT_TRUE(parse_flow_time("4983-07-05 12:54:49.899804"));
}

}  // namespace
}  // namespace hive
