#include "supervisor/portal/log_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

TEST(LogLine, IsTakenApart)
{
    const auto line
        = parse_log_line("2026-05-29 15:45:01,123 [HIVE-PROXY] [WARNING] denied client=192.0.2.7");
    EXPECT_EQ(line.time, "15:45:01,123");
    EXPECT_EQ(line.level, LogLevel::warning);
    EXPECT_EQ(line.text, "denied client=192.0.2.7");
}

struct ForeignLine {
    std::string name;
    std::string text;
};
class ForeignLogLine : public testing::TestWithParam<ForeignLine> { };

TEST_P(ForeignLogLine, IsAllText)
{
    const auto line = parse_log_line(GetParam().text);
    EXPECT_EQ(line.time, "");
    EXPECT_EQ(line.text, GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(Lines, ForeignLogLine,
    testing::Values(ForeignLine {"Empty", ""}, ForeignLine {"Plain", "Segmentation fault"},
        ForeignLine {"StampOnly", "2026-05-29 15:45:01,123 "},
        ForeignLine {"NoProgram", "2026-05-29 15:45:01,123 [INFO] x"},
        ForeignLine {"UnknownLevel", "2026-05-29 15:45:01,123 [A] [LOUD] x"},
        ForeignLine {"LettersForDigits", "2026-0x-29 15:45:01,123 [A] [INFO] x"}),
    [](const auto& row) { return row.param.name; });

TEST(LogParagraph, EscapesWhatAClientMayHaveWritten)
{
    EXPECT_THAT(
        log_paragraph("<script>", "<b>").text(), testing::Not(testing::HasSubstr("<script>")));
}

}  // namespace
}  // namespace hive
