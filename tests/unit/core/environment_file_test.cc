#include "supervisor/core/environment_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(EnvironmentFile, HoldsAVariableOnEachLine)
{
    EXPECT_THAT(parse_environment_file("A=1\n_b2=x y\nEMPTY=\n").value(),
        ElementsAre("A=1", "_b2=x y", "EMPTY="));
}

TEST(EnvironmentFile, PassesCommentsAndEmptyLinesOver)
{
    EXPECT_THAT(parse_environment_file("# a\n\n  ; b\n \t\n").value(), IsEmpty());
}

TEST(EnvironmentFile, TrimsTheBlanksAroundNameAndValue)
{
    EXPECT_THAT(parse_environment_file("  A = 1 \r\n").value(), ElementsAre("A=1"));
}

TEST(EnvironmentFile, TakesQuotesOff)
{
    EXPECT_THAT(parse_environment_file("A=\" two \\\"words\\\" \"\nB='a\\b'\n").value(),
        ElementsAre("A= two \"words\" ", "B=a\\b"));
}

struct Row {
    const char* name;
    const char* text;
    const char* mistake;
};

class BadEnvironmentFile : public testing::TestWithParam<Row> { };

TEST_P(BadEnvironmentFile, IsRefusedWithItsLine)
{
    const auto variables = parse_environment_file(GetParam().text);
    ASSERT_FALSE(variables);
    EXPECT_THAT(variables.error().message(), HasSubstr(GetParam().mistake));
}

INSTANTIATE_TEST_SUITE_P(Rows, BadEnvironmentFile,
    testing::Values(Row {"NoEquals", "A=1\nB\n", "line 2: not NAME=VALUE"},
        Row {"DigitFirst", "1A=1\n", "line 1: not NAME=VALUE"},
        Row {"NoName", "=1\n", "line 1: not NAME=VALUE"},
        Row {"ExportBefore", "export A=1\n", "line 1: not NAME=VALUE"},
        Row {"OpenQuote", "\n\nA=\"x\n", "line 3: a quote is not closed"},
        Row {"BackslashAtTheEnd", "A=\"x\\\n", "line 1: a quote is not closed"},
        Row {"TextBehindTheQuote", "A='x'y\n", "line 1: text follows"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
