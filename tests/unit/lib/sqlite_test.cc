#include "lib/sqlite.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace hive {
namespace {

using namespace std::string_literals;

class SqliteFile : public testing::Test {
protected:
    std::string directory = [] {
        auto name = testing::TempDir() + "sqlite_XXXXXX";
        EXPECT_NE(::mkdtemp(name.data()), nullptr);
        return name;
    }();
    std::string path = directory + "/test.db";

    void TearDown() override { std::filesystem::remove_all(directory); }
    Sqlite open(Sqlite::Mode mode = Sqlite::Mode::read_write)
    {
        auto database = Sqlite::open(path, mode);
        EXPECT_TRUE(database) << database.error().message();
        return std::move(*database);
    }
};

TEST_F(SqliteFile, ReadsBackEveryTypeItStored)
{
    auto db = open();
    ASSERT_TRUE(db.execute("CREATE TABLE t (i, r, s, b, n)"));
    auto insert = db.prepare("INSERT INTO t VALUES (?, ?, ?, ?, ?)").value();
    const std::array bytes {std::byte {0}, std::byte {255}};
    ASSERT_TRUE(insert.bind(1, std::int64_t {1} << 40));
    ASSERT_TRUE(insert.bind(2, 0.5));
    ASSERT_TRUE(insert.bind(3, "nul\0inside"s));
    ASSERT_TRUE(insert.bind(4, bytes));
    ASSERT_TRUE(insert.bind_null(5));
    ASSERT_TRUE(insert.run());
    EXPECT_EQ(db.changes(), 1);
    EXPECT_EQ(db.last_row_id(), 1);

    auto select = db.prepare("SELECT i, r, s, b, n FROM t").value();
    ASSERT_EQ(select.step().value(), true);
    EXPECT_EQ(select.columns(), 5);
    EXPECT_EQ(select.column_name(2), "s");
    EXPECT_EQ(select.integer(0), std::int64_t {1} << 40);
    EXPECT_DOUBLE_EQ(select.real(1), 0.5);
    EXPECT_EQ(select.text(2), "nul\0inside"s);
    EXPECT_TRUE(std::ranges::equal(select.blob(3), bytes));
    EXPECT_TRUE(select.is_null(4));
    EXPECT_EQ(select.step().value(), false);
}

TEST_F(SqliteFile, StoresEmptyTextAndEmptyBlobAsNotNull)
{
    auto db = open();
    auto select = db.prepare("SELECT typeof(?), typeof(?)").value();
    ASSERT_TRUE(select.bind(1, std::string_view {}));
    ASSERT_TRUE(select.bind(2, std::span<const std::byte> {}));
    ASSERT_EQ(select.step().value(), true);
    EXPECT_EQ(select.text(0), "text");
    EXPECT_EQ(select.text(1), "blob");
}

TEST_F(SqliteFile, RunsAStatementAgainWithNewValues)
{
    auto db = open();
    ASSERT_TRUE(db.execute("CREATE TABLE t (i INTEGER PRIMARY KEY)"));
    auto insert = db.prepare("INSERT INTO t VALUES (?)").value();
    ASSERT_TRUE(insert.bind(1, 7));
    ASSERT_TRUE(insert.run());
    EXPECT_FALSE(insert.run()) << "the same key twice";
    ASSERT_TRUE(insert.bind(1, 8));
    EXPECT_TRUE(insert.run());
    EXPECT_EQ(db.integer("SELECT sum(i) FROM t").value(), 15);
}

TEST_F(SqliteFile, TakesAQueryWithoutRowsAsZero)
{
    EXPECT_EQ(open().integer("SELECT 5 WHERE 0").value(), 0);
}

TEST_F(SqliteFile, NamesTheStatementThatDoesNotCompile)
{
    const auto statement = open().prepare("SELEC 1");
    ASSERT_FALSE(statement);
    EXPECT_NE(statement.error().message().find("'SELEC 1'"), std::string::npos);
}

TEST_F(SqliteFile, IsWalWithBigPagesAndForeignKeys)
{
    auto db = open();
    auto mode = db.prepare("PRAGMA journal_mode").value();
    ASSERT_EQ(mode.step().value(), true);
    EXPECT_EQ(mode.text(0), "wal");
    EXPECT_EQ(db.integer("PRAGMA page_size").value(), 8192);
    EXPECT_EQ(db.integer("PRAGMA foreign_keys").value(), 1);
    EXPECT_EQ(db.integer("PRAGMA synchronous").value(), 1);
}

TEST_F(SqliteFile, LetsAReaderWithoutWriteRightOpenItAfterTheWriterHasGone)
{
    ASSERT_TRUE(open().execute("CREATE TABLE t (i); INSERT INTO t VALUES (3)"));
    EXPECT_TRUE(std::filesystem::exists(path + "-wal"));
    EXPECT_TRUE(std::filesystem::exists(path + "-shm"));
    ::chmod(directory.c_str(), 0500);  // no -shm could be made now, unless by root
    auto reader = open(Sqlite::Mode::read_only);
    EXPECT_EQ(reader.integer("SELECT i FROM t").value(), 3);
    EXPECT_FALSE(reader.execute("DELETE FROM t"));
    ::chmod(directory.c_str(), 0700);
}

TEST_F(SqliteFile, IsNotMadeByAReader)
{
    const auto reader = Sqlite::open(path, Sqlite::Mode::read_only);
    ASSERT_FALSE(reader);
    EXPECT_NE(reader.error().message().find(path), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(SqliteFile, IsRefusedAtOnceWhenItIsNoDatabase)
{
    std::FILE* file = std::fopen(path.c_str(), "w");
    std::fputs("This is a text file, longer than the header of a database would be.\n", file);
    std::fclose(file);
    EXPECT_FALSE(Sqlite::open(path, Sqlite::Mode::read_only));
    EXPECT_FALSE(Sqlite::open(path, Sqlite::Mode::read_write));
}

TEST_F(SqliteFile, KeepsACommittedTransaction)
{
    auto db = open();
    ASSERT_TRUE(db.execute("CREATE TABLE t (i)"));
    {
        auto transaction = Transaction::begin(db).value();
        ASSERT_TRUE(db.execute("INSERT INTO t VALUES (1)"));
        ASSERT_TRUE(transaction.commit());
    }
    EXPECT_EQ(db.integer("SELECT count(*) FROM t").value(), 1);
}

TEST_F(SqliteFile, UndoesATransactionThatGoesAwayUncommitted)
{
    auto db = open();
    ASSERT_TRUE(db.execute("CREATE TABLE t (i)"));
    {
        auto transaction = Transaction::begin(db).value();
        const auto moved = std::move(transaction);
        ASSERT_TRUE(db.execute("INSERT INTO t VALUES (1)"));
    }
    EXPECT_EQ(db.integer("SELECT count(*) FROM t").value(), 0);
    EXPECT_TRUE(Transaction::begin(db)) << "no transaction is left open";
}

TEST_F(SqliteFile, WaitsForTheLockOfAnotherConnection)
{
    auto first = open();
    ASSERT_TRUE(first.execute("CREATE TABLE t (i)"));
    auto second = open();
    auto held = std::make_unique<Transaction>(Transaction::begin(first).value());
    std::jthread other {[&] { EXPECT_TRUE(second.execute("INSERT INTO t VALUES (1)")); }};
    held.reset();
    other.join();
    EXPECT_EQ(first.integer("SELECT count(*) FROM t").value(), 1);
}

constexpr std::array<std::string_view, 2> steps {
    "CREATE TABLE t (i); INSERT INTO t VALUES (1)", "ALTER TABLE t ADD COLUMN j DEFAULT 2"};

TEST_F(SqliteFile, MigratesFromAnyVersionToTheNewest)
{
    ASSERT_TRUE(open().migrate(std::span {steps}.first(1)));
    auto db = open();
    EXPECT_EQ(db.integer("PRAGMA user_version").value(), 1);
    ASSERT_TRUE(db.migrate(steps));
    ASSERT_TRUE(db.migrate(steps)) << "nothing left to do";
    EXPECT_EQ(db.integer("PRAGMA user_version").value(), 2);
    EXPECT_EQ(db.integer("SELECT i + j FROM t").value(), 3);
}

TEST_F(SqliteFile, KeepsTheVersionOfTheLastStepThatSucceeded)
{
    constexpr std::array<std::string_view, 2> broken {
        steps[0], "ALTER TABLE t ADD COLUMN j; ALTER TABLE absent ADD COLUMN k"};
    auto db = open();
    EXPECT_FALSE(db.migrate(broken));
    EXPECT_EQ(db.integer("PRAGMA user_version").value(), 1);
    EXPECT_FALSE(db.prepare("SELECT j FROM t")) << "half a step must not stay";
}

TEST_F(SqliteFile, IsRefusedWhenItIsNewerThanTheProgram)
{
    auto db = open();
    ASSERT_TRUE(db.execute("PRAGMA user_version = 9"));
    const auto migrated = db.migrate(steps);
    ASSERT_FALSE(migrated);
    EXPECT_NE(migrated.error().message().find("9"), std::string::npos);
    EXPECT_NE(migrated.error().message().find("2"), std::string::npos);
    EXPECT_EQ(db.integer("PRAGMA user_version").value(), 9);
}

}  // namespace
}  // namespace hive
