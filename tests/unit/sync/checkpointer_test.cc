#include "daemons/sync/checkpointer.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;

class CheckpointerTest : public testing::Test {
protected:
    void SetUp() override
    {
        ASSERT_NE(::mkdtemp(directory_.data()), nullptr);
        writer_.emplace(Sqlite::open(path()).value());
        ASSERT_TRUE(writer_->execute("PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (b BLOB);"
                                     "INSERT INTO t VALUES (zeroblob(1000000))"));
        checkpointer_ = Checkpointer::create(path()).value();
    }
    void TearDown() override
    {
        checkpointer_.reset();
        writer_.reset();
        std::filesystem::remove_all(directory_);
    }

    std::string path() const { return directory_ + "/t.db"; }
    bool is_moved() const { return std::filesystem::file_size(path()) > 1'000'000; }
    bool comes_to_be_moved() const
    {
        const auto deadline = std::chrono::steady_clock::now() + 20s;
        while (!is_moved() && std::chrono::steady_clock::now() < deadline)
            std::this_thread::yield();
        return is_moved();
    }

    std::string directory_ = "/tmp/hive-checkpointer-XXXXXX";
    std::optional<Sqlite> writer_;
    std::unique_ptr<Checkpointer> checkpointer_;
};

TEST_F(CheckpointerTest, MovesTheLogAfterManyRows)
{
    checkpointer_->committed(5000);
    EXPECT_TRUE(comes_to_be_moved());
}

TEST_F(CheckpointerTest, MovesTheLogAfterSomeSmallCommits)
{
    for (int i = 0; i < 20; ++i)
        checkpointer_->committed(1);
    EXPECT_TRUE(comes_to_be_moved());
}

TEST_F(CheckpointerTest, LeavesTheDiskAloneAfterOneSmallCommit)
{
    checkpointer_->committed(1);
    checkpointer_.reset();
    EXPECT_FALSE(is_moved());
}

}  // namespace
}  // namespace hive
