#include "daemons/ban/log_tail.h"

#include <chrono>
#include <filesystem>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ban/temporary_directory.h"

namespace hive {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class Tail : public testing::Test {
protected:
    void follow()
    {
        tail = LogTail::create(
            loop, *watch, path, std::nullopt, [this](std::string_view line, LineAge) {
                take(line);
            }).value();
    }
    void take(std::string_view line)
    {
        lines.emplace_back(line);
        if (lines.size() >= wanted)
            loop.stop();
    }
    /// Runs the loop until so many lines have come, at most 10 s.
    void run_until(std::size_t count)
    {
        wanted = count;
        const auto limit = loop.after(10s, [this] { loop.stop(); }).value();
        if (lines.size() < wanted) {
            ASSERT_TRUE(loop.run());
        }
    }

    TemporaryDirectory directory;
    std::string path = directory / "app.log";
    EventLoop loop = EventLoop::create().value();
    std::unique_ptr<FileWatch> watch = FileWatch::create(loop).value();
    std::vector<std::string> lines;
    std::size_t wanted = 0;
    std::unique_ptr<LogTail> tail;
};

TEST_F(Tail, GivesLinesAsTheyAreWritten)
{
    append(path, "before\n");
    follow();
    append(path, "one\n");
    run_until(1);
    append(path, "two\n");
    run_until(2);
    EXPECT_THAT(lines, ElementsAre("one", "two"));
}

TEST_F(Tail, SeesAFileThatAppearsLater)
{
    follow();
    append(path, "one\n");
    run_until(1);
    append(path, "two\n");
    run_until(2);
    EXPECT_THAT(lines, ElementsAre("one", "two"));
}

TEST_F(Tail, SeesADirectoryThatAppearsLater)
{
    path = directory / "later/app.log";
    follow();
    std::filesystem::create_directory(directory / "later");
    append(path, "one\n");
    run_until(1);
    EXPECT_THAT(lines, ElementsAre("one"));
}

TEST_F(Tail, GoesOnOverARotation)
{
    append(path, "before\n");
    follow();
    append(path, "one\n");
    std::filesystem::rename(path, path + ".1");
    append(path, "two\n");
    run_until(2);
    append(path, "three\n");
    run_until(3);
    EXPECT_THAT(lines, ElementsAre("one", "two", "three"));
}

TEST_F(Tail, GoesOnAfterATruncation)
{
    append(path, "before before before\n");
    follow();
    std::filesystem::resize_file(path, 0);
    append(path, "one\n");
    run_until(1);
    EXPECT_THAT(lines, ElementsAre("one"));
}

TEST_F(Tail, ReadsALargeBacklogInTurnsOfTheLoop)
{
    follow();
    std::string text;
    for (int i = 0; i < 20000; ++i)
        text += "a line of some length that is written again and again\n";
    append(path, text);
    run_until(20000);
    EXPECT_EQ(lines.size(), 20000U);
}

}  // namespace
}  // namespace hive
