#include "daemons/ban/log_file.h"

#include <filesystem>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ban/temporary_directory.h"

namespace hive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Log : public testing::Test {
protected:
    /// What a reader gives, to the end; lines of the backlog are marked.
    static std::vector<std::string> read(LogFile& file)
    {
        std::vector<std::string> lines;
        const auto take = [&](std::string_view line, LineAge age) {
            lines.push_back((age == LineAge::backlog ? "old " : "") + std::string {line});
        };
        while (file.read(take) == LogFile::Progress::more) { }
        return lines;
    }
    [[nodiscard]] LogFile opened(const std::optional<LogPosition>& position = {}) const
    {
        LogFile file {path};
        file.open(position);
        return file;
    }
    void rotate() const { std::filesystem::rename(path, path + ".1"); }

    TemporaryDirectory directory;
    std::string path = directory / "access.log";
};

TEST_F(Log, IsReadFromItsEndTheFirstTime)
{
    append(path, "before\n");
    auto file = opened();
    EXPECT_THAT(read(file), IsEmpty());
    append(path, "one\ntwo\n");
    EXPECT_THAT(read(file), ElementsAre("one", "two"));
}

TEST_F(Log, MayAppearLater)
{
    auto file = opened();
    EXPECT_THAT(read(file), IsEmpty());
    append(path, "one\n");
    EXPECT_THAT(read(file), ElementsAre("one"));
}

TEST_F(Log, GivesALineWhenItIsWhole)
{
    auto file = opened();
    append(path, "on");
    EXPECT_THAT(read(file), IsEmpty());
    append(path, "e\n");
    EXPECT_THAT(read(file), ElementsAre("one"));
}

TEST_F(Log, IsReadOverARotation)
{
    append(path, "before\n");
    auto file = opened();
    append(path, "one\n");
    rotate();
    append(path + ".1", "two\n");
    append(path, "three\n");
    EXPECT_THAT(read(file), ElementsAre("one", "two", "three"));
    EXPECT_EQ(file.rotations(), 1);
}

TEST_F(Log, IsFollowedUnderItsOldNameUntilTheNewFileHasLines)
{
    append(path, "before\n");
    auto file = opened();
    rotate();
    append(path, "");
    EXPECT_THAT(read(file), IsEmpty());
    append(path + ".1", "one\n");
    EXPECT_THAT(read(file), ElementsAre("one"));
    append(path, "two\n");
    EXPECT_THAT(read(file), ElementsAre("two"));
}

TEST_F(Log, IsReadFromItsStartWhenItWasTruncated)
{
    append(path, "before before before\n");
    auto file = opened();
    EXPECT_THAT(read(file), IsEmpty());
    std::filesystem::resize_file(path, 0);
    append(path, "one\n");
    EXPECT_THAT(read(file), ElementsAre("one"));
    EXPECT_EQ(file.rotations(), 1);
}

TEST_F(Log, IsReadOnAfterARestart)
{
    auto first = opened();
    append(path, "one\ntw");
    EXPECT_THAT(read(first), ElementsAre("one"));
    const auto position = first.position();
    append(path, "o\nthree\n");
    auto second = opened(position);
    EXPECT_THAT(read(second), ElementsAre("old two", "old three"));
    append(path, "four\n");
    EXPECT_THAT(read(second), ElementsAre("four"));
}

TEST_F(Log, IsReadOnAfterARestartAndARotationMeanwhile)
{
    auto first = opened();
    append(path, "one\n");
    EXPECT_THAT(read(first), ElementsAre("one"));
    const auto position = first.position();
    append(path, "two\n");
    rotate();
    append(path, "three\n");
    auto second = opened(position);
    EXPECT_THAT(read(second), ElementsAre("old two", "old three"));
    append(path, "four\n");
    EXPECT_THAT(read(second), ElementsAre("four"));
}

TEST_F(Log, IsReadFromItsStartWhenItIsAnotherFileAfterARestart)
{
    auto first = opened();
    append(path, "one\n");
    EXPECT_THAT(read(first), ElementsAre("one"));
    const auto position = first.position();
    std::filesystem::resize_file(path, 0);  // the same inode, as when one is used anew
    append(path, "two two two\n");
    auto second = opened(position);
    EXPECT_THAT(read(second), ElementsAre("old two two two"));
}

TEST_F(Log, MadeWhileNobodyLookedIsReadFromItsStart)
{
    const auto position = opened().position();
    append(path, "one\n");
    auto second = opened(position);
    EXPECT_THAT(read(second), ElementsAre("old one"));
}

TEST_F(Log, IsReadInBoundedSteps)
{
    auto file = opened();
    append(path, std::string(1000, 'x') + "\n");
    for (int i = 0; i < 100; ++i)
        append(path, std::string(1000, 'x') + "\n");
    std::size_t lines = 0;
    EXPECT_EQ(file.read([&](std::string_view, LineAge) { ++lines; }), LogFile::Progress::more);
    EXPECT_EQ(lines, 65U);
}

TEST_F(Log, MustBeAFile)
{
    std::filesystem::create_directory(path);
    testing::internal::CaptureStderr();
    auto file = opened();
    EXPECT_THAT(read(file), IsEmpty());
    EXPECT_EQ(file.position(), LogPosition {});
    const auto said = testing::internal::GetCapturedStderr();
    EXPECT_THAT(said, testing::HasSubstr("failed open log="));
    EXPECT_EQ(said.find("failed"), said.rfind("failed"));  // once, though tried twice
}

}  // namespace
}  // namespace hive
