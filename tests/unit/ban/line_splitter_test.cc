#include "daemons/ban/line_splitter.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Splitter : public testing::Test {
protected:
    void feed(std::string_view bytes)
    {
        splitter.feed(bytes, [&](std::string_view line) { lines.emplace_back(line); });
    }

    LineSplitter splitter;
    std::vector<std::string> lines;
};

TEST_F(Splitter, GivesWholeLines)
{
    feed("one\ntwo\r\n\nthree\n");
    EXPECT_THAT(lines, ElementsAre("one", "two", "", "three"));
    EXPECT_EQ(splitter.pending(), 0U);
}

TEST_F(Splitter, JoinsALineThatCameInPieces)
{
    feed("on");
    EXPECT_THAT(lines, IsEmpty());
    EXPECT_EQ(splitter.pending(), 2U);
    feed("e\ntw");
    feed("o\r");
    feed("\n");
    EXPECT_THAT(lines, ElementsAre("one", "two"));
}

TEST_F(Splitter, GivesTheStartOfALineThatIsTooLong)
{
    const std::string long_line(LineSplitter::max_line + 5000, 'x');
    feed(long_line + "\nshort\n");
    EXPECT_THAT(lines, ElementsAre(long_line.substr(0, LineSplitter::max_line), "short"));
}

TEST_F(Splitter, GivesTheStartOfATooLongLineInPieces)
{
    const std::string piece(5000, 'x');
    feed(piece);
    feed(piece);
    feed(piece);
    EXPECT_EQ(splitter.pending(), 15000U);
    feed("y\nshort\n");
    EXPECT_THAT(lines, ElementsAre(std::string(LineSplitter::max_line, 'x'), "short"));
}

TEST_F(Splitter, ForgetsAnUnfinishedLineOnReset)
{
    feed("half");
    splitter.reset();
    feed("whole\n");
    EXPECT_THAT(lines, ElementsAre("whole"));
}

}  // namespace
}  // namespace hive
