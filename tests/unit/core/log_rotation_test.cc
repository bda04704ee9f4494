#include "supervisor/core/log_rotation.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "lib/file.h"

namespace hive {
namespace {

constexpr RotationLimits limits {.size = 10, .kept = 2};

class LogRotation : public testing::Test {
protected:
    void SetUp() override
    {
        std::string pattern = testing::TempDir() + "rotateXXXXXX";
        directory_ = ::mkdtemp(pattern.data());
        path_ = directory_ + "/a.log";
    }
    void TearDown() override { std::filesystem::remove_all(directory_); }
    void append(const std::string& text) const { std::ofstream {path_, std::ios::app} << text; }
    [[nodiscard]] std::string text_of(const std::string& suffix) const
    {
        return read_file(path_ + suffix).value_or("none");
    }

    std::string directory_;
    std::string path_;
};

TEST_F(LogRotation, LeavesASmallFileAlone)
{
    append("short");
    EXPECT_FALSE(rotate_if_large(path_, limits).value());
    EXPECT_EQ(text_of(""), "short");
}

TEST_F(LogRotation, DoesNotMissAFile)
{
    EXPECT_FALSE(rotate_if_large(path_, limits).value());
}

TEST_F(LogRotation, KeepsTheNewestParts)
{
    for (const auto* text : {"first part", "second part", "third part"}) {
        append(text);
        EXPECT_TRUE(rotate_if_large(path_, limits).value());
    }
    EXPECT_EQ(text_of(""), "");
    EXPECT_EQ(text_of(".1"), "third part");
    EXPECT_EQ(text_of(".2"), "second part");
    EXPECT_EQ(text_of(".3"), "none");
}

TEST_F(LogRotation, LetsTheWriterGoOnInTheSameFile)
{
    std::ofstream writer {path_, std::ios::app};
    writer << "a line of the past" << std::flush;
    EXPECT_TRUE(rotate_if_large(path_, limits).value());
    writer << "a new line" << std::flush;
    EXPECT_EQ(text_of(""), "a new line");
}

TEST_F(LogRotation, KeepsNothingWhenNothingIsToBeKept)
{
    append("a long enough text");
    EXPECT_TRUE(rotate_if_large(path_, {.size = 10, .kept = 0}).value());
    EXPECT_EQ(text_of(""), "");
    EXPECT_EQ(text_of(".1"), "none");
}

TEST_F(LogRotation, FollowsNoLink)
{
    const auto target = directory_ + "/target";
    std::ofstream {target} << "a text of somebody else";
    std::filesystem::create_symlink(target, path_);
    EXPECT_FALSE(rotate_if_large(path_, limits).value());
    EXPECT_EQ(read_file(target).value(), "a text of somebody else");
}

}  // namespace
}  // namespace hive
