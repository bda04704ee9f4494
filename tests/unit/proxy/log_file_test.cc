#include "daemons/proxy/log_file.h"

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include "lib/event_loop.h"
#include "lib/file.h"

namespace hive {
namespace {

class LogFileTest : public testing::Test {
protected:
    void SetUp() override
    {
        std::string name = testing::TempDir() + "log-XXXXXX";
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        directory_ = name;
        path_ = name + "/access.log";
    }
    void TearDown() override { std::filesystem::remove_all(directory_); }

    std::string directory_;
    std::string path_;
};

TEST_F(LogFileTest, AppendsToWhatIsThere)
{
    ASSERT_TRUE(write_file(path_, "one\n", 0600).has_value());
    const auto file = LogFile::open(path_);
    ASSERT_TRUE(file.has_value());
    (*file)->write("two\n");
    EXPECT_EQ(read_file(path_).value(), "one\ntwo\n");
}

TEST_F(LogFileTest, GoesOnInANewFileAfterReopen)
{
    const auto file = LogFile::open(path_);
    ASSERT_TRUE(file.has_value());
    (*file)->write("old\n");
    std::filesystem::rename(path_, path_ + ".1");
    (*file)->write("still old\n");
    ASSERT_TRUE((*file)->reopen().has_value());
    (*file)->write("new\n");
    EXPECT_EQ(read_file(path_ + ".1").value(), "old\nstill old\n");
    EXPECT_EQ(read_file(path_).value(), "new\n");
}

TEST_F(LogFileTest, SaysWhyItCannotBeOpened)
{
    const auto file = LogFile::open(directory_ + "/missing/access.log");
    ASSERT_FALSE(file.has_value());
    EXPECT_NE(file.error().message().find("No such file"), std::string::npos);
}

TEST_F(LogFileTest, WritesABatchAtTheEndOfTheTurn)
{
    const auto file = LogFile::open(path_);
    ASSERT_TRUE(file.has_value());
    auto loop = EventLoop::create();
    ASSERT_TRUE(loop.has_value());
    LogBatch batch {**file, loop->base()};
    std::string during;
    loop->post([&] {
        batch.add("one\n");
        batch.add("two\n");
        during = read_file(path_).value();
        loop->post([&] { loop->stop(); });
    });
    ASSERT_TRUE(loop->run().has_value());
    EXPECT_EQ(during, "");
    EXPECT_EQ(read_file(path_).value(), "one\ntwo\n");
}

TEST_F(LogFileTest, WritesManyBatchesTogetherAndSoon)
{
    const auto file = LogFile::open(path_);
    ASSERT_TRUE(file.has_value());
    auto loop = EventLoop::create();
    ASSERT_TRUE(loop.has_value());
    LogBatch batch {**file, loop->base()};
    loop->post([&] { batch.add("one\n"); });
    const auto second = loop->every(std::chrono::milliseconds {1}, [&] {
        batch.add("two\n");
        if (read_file(path_).value().ends_with("two\n"))
            loop->stop();
    });
    const auto deadline = loop->after(std::chrono::seconds {5}, [&] { loop->stop(); });
    ASSERT_TRUE(second.has_value() && deadline.has_value());
    ASSERT_TRUE(loop->run().has_value());
    EXPECT_TRUE(read_file(path_).value().starts_with("one\n"));
    EXPECT_TRUE(read_file(path_).value().ends_with("two\n"));
}

}  // namespace
}  // namespace hive
