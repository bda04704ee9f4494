#include "daemons/chart/store.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "lib/file.h"
#include "tests/unit/chart/temporary_store.h"

namespace hive {
namespace {

class StoreOnDisk : public testing::Test {
protected:
    TemporaryDirectory directory;
    std::string path = directory.file("apiary.db");
    Store store {path};

    std::size_t apiaries()
    {
        auto loan = store.borrow().value();
        return loan ? (*loan)->apiaries().value().size() : 0;
    }
};

TEST_F(StoreOnDisk, IsMissingUntilItIsMade)
{
    EXPECT_FALSE(store.borrow().value());
    StoreWriter writer {path};
    EXPECT_TRUE(store.borrow().value());
}

TEST_F(StoreOnDisk, IsMissingWhileItsDirectoryIs)
{
    Store elsewhere {directory.file("not/there/apiary.db")};
    EXPECT_FALSE(elsewhere.borrow().value());
}

TEST_F(StoreOnDisk, IsMissingWhileItHasNoTables)
{
    auto empty = Sqlite::open(path);
    EXPECT_FALSE(store.borrow().value());
}

TEST_F(StoreOnDisk, IsAnErrorWhenItIsNoDatabase)
{
    write_file(path, std::string(4096, 'x'), 0644).value();
    EXPECT_FALSE(store.borrow());
}

TEST_F(StoreOnDisk, SeesRowsThatWereWrittenAfterItWasOpened)
{
    StoreWriter writer {path};
    EXPECT_EQ(apiaries(), 0U);
    writer.apiary(1, "north");
    EXPECT_EQ(apiaries(), 1U);
}

TEST_F(StoreOnDisk, SeesThatTheFileWasReplaced)
{
    {
        StoreWriter writer {path};
        writer.apiary(1, "north");
    }
    EXPECT_EQ(apiaries(), 1U);
    std::filesystem::remove(path + "-wal");
    std::filesystem::remove(path + "-shm");
    std::filesystem::rename(path, path + ".old");
    StoreWriter writer {path};
    writer.apiary(1, "north");
    writer.apiary(2, "south");
    EXPECT_EQ(apiaries(), 2U);
}

TEST_F(StoreOnDisk, LendsAConnectionToEachOfTwoBorrowers)
{
    StoreWriter writer {path};
    writer.apiary(1, "north");
    auto first = store.borrow().value();
    auto second = store.borrow().value();
    ASSERT_TRUE(first && second);
    EXPECT_NE(&**first, &**second);
    EXPECT_TRUE((*second)->apiary(1).value());
}

TEST_F(StoreOnDisk, HasANewGenerationAfterEachChange)
{
    EXPECT_FALSE(store.generation().value());
    StoreWriter writer {path};
    const auto first = store.generation().value();
    ASSERT_TRUE(first);
    EXPECT_EQ(store.generation().value(), first);
    writer.apiary(1, "north");
    const auto second = store.generation().value();
    EXPECT_GT(second, first);
    EXPECT_EQ(store.generation().value(), second);
}

TEST_F(StoreOnDisk, HasANewGenerationWhenItsFileIsReplaced)
{
    {
        StoreWriter writer {path};
    }
    const auto first = store.generation().value();
    {
        StoreWriter writer {directory.file("new.db")};
    }
    std::filesystem::rename(directory.file("new.db"), path);
    EXPECT_GT(store.generation().value(), first);
}

TEST_F(StoreOnDisk, IsMissingWhileItIsOfAnOlderVersion)
{
    StoreWriter writer {path};
    writer.execute("PRAGMA user_version = 1");
    EXPECT_FALSE(store.borrow().value());
}

}  // namespace
}  // namespace hive
