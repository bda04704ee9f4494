// tests/unit/sync/store_upgrade_test.cc - a store that an older version has filled goes on as if
// this one had.
#include <array>
#include <cmath>
#include <filesystem>

#include <gtest/gtest.h>

#include "daemons/sync/readings_writer.h"
#include "lib/sqlite.h"

namespace hive {
namespace {

constexpr std::int64_t day = 1'735'689'600;

class StoreUpgrade : public testing::Test {
protected:
    void SetUp() override
    {
        ASSERT_NE(::mkdtemp(directory_.data()), nullptr);
        auto database = Sqlite::open(path()).value();
        ASSERT_TRUE(database.migrate(std::span {readings_migrations}.first(1)));
        ASSERT_TRUE(database.execute(
            "INSERT INTO source VALUES (1, 'field');"
            "INSERT INTO apiary (id, name, first, last, count) VALUES (1, 'Alder', 1, 2, 4);"
            "INSERT INTO sync_state VALUES (1, 9, 5, NULL);"
            "INSERT INTO quarantine VALUES (1, 9, '', 'time is 0', 1, 0, NULL, '{}')"));
        add_sample(database, day + 60, 1, 30, 1);
        add_sample(database, day + 120, 2, 34, 3);
        add_sample(database, day + 7200, 3, 20, 8);
        add_sample(database, day + 86400, 4, 10, 0);
    }
    void TearDown() override { std::filesystem::remove_all(directory_); }

    std::string path() const { return directory_ + "/apiary.db"; }

    static void add_sample(Sqlite& database, std::int64_t time, int id, int internal, float level)
    {
        auto insert
            = database.prepare("INSERT INTO sample VALUES (1, ?, 1, ?, ?, NULL, ?)").value();
        std::array<float, fft_bins> bins {};
        bins.fill(level);
        ASSERT_TRUE(insert.bind(1, time));
        ASSERT_TRUE(insert.bind(2, id));
        ASSERT_TRUE(insert.bind(3, internal));
        ASSERT_TRUE(insert.bind(4, encode_bins(bins)));
        ASSERT_TRUE(insert.run());
    }

    std::int64_t integer(std::string_view sql)
    {
        auto reader = Sqlite::open(path(), Sqlite::Mode::read_only).value();
        return reader.integer(sql).value();
    }

    std::string directory_ = "/tmp/hive-upgrade-XXXXXX";
};

TEST_F(StoreUpgrade, MakesTheRollsOfWhatIsThere)
{
    auto writer = ReadingsWriter::open(path()).value();
    int days = 0;
    while (writer->make_stale_roll().value())
        ++days;
    EXPECT_EQ(days, 2);
    EXPECT_EQ(integer("SELECT count(*) FROM stale_roll"), 0);
    EXPECT_EQ(integer("SELECT count(*) FROM roll WHERE span = 3600"), 3);
    EXPECT_EQ(integer("SELECT count(*) FROM roll WHERE span = 86400"), 2);
    EXPECT_EQ(integer("SELECT internal_mean FROM roll WHERE span = 3600 ORDER BY ts"), 32);
    EXPECT_EQ(integer("SELECT internal_mean FROM roll WHERE span = 86400 ORDER BY ts"), 28);
    EXPECT_EQ(integer("SELECT external_count FROM roll WHERE span = 86400 ORDER BY ts"), 0);
    auto reader = Sqlite::open(path(), Sqlite::Mode::read_only).value();
    auto roll = reader.prepare("SELECT bins FROM roll WHERE span = 86400 ORDER BY ts").value();
    ASSERT_TRUE(roll.step().value());
    const auto bins = decode_roll_bins(roll.blob(0));
    ASSERT_TRUE(bins);
    EXPECT_EQ(bins->mean, std::vector<float>(fft_bins, 4));
    EXPECT_EQ(bins->max, std::vector<float>(fft_bins, 8));
}

TEST_F(StoreUpgrade, KnowsWhichRemoteRowsAreHere)
{
    auto writer = ReadingsWriter::open(path()).value();
    EXPECT_EQ(integer("SELECT count(*) FROM origin WHERE apiary = 1 AND hash IS NULL"), 4);
    EXPECT_EQ(integer("SELECT src_id FROM origin WHERE apiary IS NULL"), 9);
    EXPECT_EQ(writer->state("field").value().copied, 5);
}

TEST_F(StoreUpgrade, GoesOnWhereTheMakingOfRollsWasInterrupted)
{
    {
        auto writer = ReadingsWriter::open(path()).value();
        ASSERT_TRUE(writer->make_stale_roll().value());
    }
    auto writer = ReadingsWriter::open(path()).value();
    EXPECT_TRUE(writer->make_stale_roll().value());
    EXPECT_FALSE(writer->make_stale_roll().value());
    EXPECT_EQ(integer("SELECT sum(count) FROM roll WHERE span = 86400"), 4);
}

}  // namespace
}  // namespace hive
