#include "supervisor/core/log_tail.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class LogTail : public testing::Test {
protected:
    void SetUp() override
    {
        std::string pattern = testing::TempDir() + "logXXXXXX";
        directory_ = ::mkdtemp(pattern.data());
        path_ = directory_ + "/a.log";
    }
    void TearDown() override { std::filesystem::remove_all(directory_); }
    void append(const std::string& text) const { std::ofstream {path_, std::ios::app} << text; }

    std::string directory_;
    std::string path_;
};

TEST_F(LogTail, GivesTheLastLinesInOrder)
{
    append("one\ntwo\nthree\n");
    EXPECT_THAT(last_lines(path_, 2), ElementsAre("two", "three"));
    EXPECT_THAT(last_lines(path_, 9), ElementsAre("one", "two", "three"));
}

TEST_F(LogTail, LeavesOutALineThatIsNotComplete)
{
    append("one\ntw");
    EXPECT_THAT(last_lines(path_, 9), ElementsAre("one"));
}

TEST_F(LogTail, OfNoFileIsEmpty)
{
    EXPECT_THAT(last_lines(path_, 9), IsEmpty());
    EXPECT_THAT(last_lines(directory_, 9), IsEmpty());
}

TEST_F(LogTail, CutsALongLine)
{
    append(std::string(10'000, 'x') + "\nshort\n");
    const auto lines = last_lines(path_, 20);
    ASSERT_THAT(lines, SizeIs(2));
    EXPECT_EQ(lines[0].size(), 4096U);
}

TEST_F(LogTail, OfALargeFileBeginsWithAWholeLine)
{
    for (int i = 0; i < 50'000; ++i)
        append("a line of the log\n");
    const auto lines = last_lines(path_, 1'000'000);
    EXPECT_LT(lines.size(), 50'000U);
    EXPECT_EQ(lines.front(), "a line of the log");
}

TEST_F(LogTail, FollowsOverTruncationAndRotation)
{
    auto loop = EventLoop::create().value();
    append("before\n");
    std::vector<std::string> seen;
    const auto follower = LogFollower::create(loop, path_, [&](const std::string& line) {
        seen.push_back(line);
        if (line == "first") {
            std::filesystem::rename(path_, path_ + ".1");
            append("second\n");
        } else if (line == "second") {
            std::filesystem::resize_file(path_, 0);
            append("x\n");
        } else {
            loop.stop();
        }
    }).value();
    append("first\n");
    const auto deadline = loop.after(std::chrono::seconds {10}, [&] { loop.stop(); }).value();
    ASSERT_TRUE(loop.run());
    EXPECT_THAT(seen, ElementsAre("first", "second", "x"));
}

TEST(NewestWithin, DropsTheOldestLines)
{
    EXPECT_THAT(newest_within({"four", "five5", "six"}, 8), ElementsAre("five5", "six"));
    EXPECT_THAT(newest_within({"four", "five5", "six"}, 100), SizeIs(3));
    EXPECT_THAT(newest_within({"four"}, 3), IsEmpty());
    EXPECT_THAT(newest_within({}, 3), IsEmpty());
}

TEST(LineSplitter, JoinsWhatComesInParts)
{
    LineSplitter splitter;
    EXPECT_THAT(splitter.add("on"), IsEmpty());
    EXPECT_THAT(splitter.add("e\ntwo\nthr"), ElementsAre("one", "two"));
    EXPECT_THAT(splitter.add("ee\n"), ElementsAre("three"));
}

}  // namespace
}  // namespace hive
