#include "tools/hive-probe/answer_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;

TEST(ProbeRequest, HoldsWordsWithBlanks)
{
    const auto request
        = parse_probe_request(std::string_view {"7 250\0tcp\0host:1\0send=a b\r\n", 28}).value();
    EXPECT_EQ(request.id, 7);
    EXPECT_EQ(request.timeout, std::chrono::milliseconds {250});
    EXPECT_THAT(request.words, ElementsAre("tcp", "host:1", "send=a b\r\n"));
}

struct Row {
    const char* name;
    const char* packet;
};

class BadProbeRequest : public testing::TestWithParam<Row> { };

TEST_P(BadProbeRequest, IsRefused)
{
    EXPECT_FALSE(parse_probe_request(GetParam().packet));
}

INSTANTIATE_TEST_SUITE_P(Rows, BadProbeRequest,
    testing::Values(Row {"Empty", ""}, Row {"NoTime", "7"}, Row {"NoTimeAtAll", "7 0"},
        Row {"TooLong", "7 600001"}, Row {"Negative", "-7 1"}, Row {"Words", "a b"}),
    [](const auto& row) { return row.param.name; });

TEST(AnswerLine, IsOneLine)
{
    EXPECT_EQ(
        answer_line(7, std::string {"a\nb"}, std::chrono::milliseconds {2}), "7 ok 2.000 a b");
    EXPECT_EQ(answer_line(7, fail("no"), std::chrono::milliseconds {2}), "7 failed 2.000 no");
    EXPECT_LT(answer_line(7, std::string(5000, 'x'), {}).size(), 600U);
}

}  // namespace
}  // namespace hive
