#include "daemons/sync/copier.h"

#include <filesystem>

#include <unistd.h>

#include <gtest/gtest.h>

#include "lib/sqlite.h"
#include "tests/unit/sync/scripted_source.h"

namespace hive {
namespace {

constexpr std::int64_t now = 1'735'689'600;

class CopierTest : public testing::Test {
protected:
    void SetUp() override
    {
        ASSERT_NE(::mkdtemp(directory_.data()), nullptr);
        writer_ = ReadingsWriter::open(path()).value();
    }
    void TearDown() override { std::filesystem::remove_all(directory_); }

    std::string path() const { return directory_ + "/store/apiary.db"; }

    Result<Copied> copy(int batch = 2)
    {
        return copy_rows(source_, *writer_,
            {.source = config_,
                .series = {},
                .batch = batch,
                .now = now,
                .on_batch = [this](const Copied& copied) { told_.push_back(copied.rows); }},
            stop_.get_token());
    }

    std::int64_t integer(std::string_view sql)
    {
        auto reader = Sqlite::open(path(), Sqlite::Mode::read_only).value();
        return reader.integer(sql).value();
    }

    std::string directory_ = "/tmp/hive-copier-XXXXXX";
    SourceConfig config_ {.name = "field", .time_zone = "Australia/Melbourne"};
    ScriptedSource source_;
    std::unique_ptr<ReadingsWriter> writer_;
    std::stop_source stop_;
    std::vector<std::int64_t> told_;
};

TEST_F(CopierTest, TakesEveryRowOnce)
{
    source_.add(3, "Alder", now - 300);
    source_.add(5, "Bramble", now - 200);
    source_.add(9, "Alder", now - 100);
    const auto copied = copy().value();
    EXPECT_EQ(copied.rows, 3);
    EXPECT_EQ(copied.rejected, 0);
    EXPECT_TRUE(copied.was_new);
    EXPECT_TRUE(copied.counted.is_equal());
    EXPECT_EQ(copied.state.watermark, 9);
    EXPECT_EQ(integer("SELECT count(*) FROM sample"), 3);
    EXPECT_EQ(told_, (std::vector<std::int64_t> {2, 3}));
}

TEST_F(CopierTest, KeepsWhatTheSamplesOfAnApiarySpan)
{
    source_.add(1, "Alder", now - 100);
    source_.add(2, "Alder", now - 300);
    source_.add(3, "Alder", now - 200);
    ASSERT_TRUE(copy());
    EXPECT_EQ(integer("SELECT first FROM apiary"), now - 300);
    EXPECT_EQ(integer("SELECT last FROM apiary"), now - 100);
    EXPECT_EQ(integer("SELECT count FROM apiary"), 3);
    EXPECT_EQ(integer("SELECT time_zone = 'Australia/Melbourne' FROM apiary"), 1);
}

TEST_F(CopierTest, TakesOnlyWhatIsNew)
{
    source_.add(1, "Alder", now - 100);
    ASSERT_TRUE(copy());
    source_.add(2, "Alder", now);
    const auto copied = copy().value();
    EXPECT_EQ(copied.rows, 1);
    EXPECT_FALSE(copied.was_new);
    EXPECT_EQ(copied.state.copied, 2);
}

TEST_F(CopierTest, GoesOnWhereALostConnectionLeftIt)
{
    for (int id = 1; id <= 7; ++id)
        source_.add(id, "Alder", now - 100 + id);
    source_.breaks_after = 5;
    const auto broken = copy();
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().message(), "lost connection");
    EXPECT_EQ(integer("SELECT watermark FROM sync_state"), 4);
    EXPECT_EQ(integer("SELECT count(*) FROM sample"), 4);
    EXPECT_EQ(integer("SELECT count FROM apiary"), 4);
    source_.breaks_after = SIZE_MAX;
    const auto copied = copy().value();
    EXPECT_EQ(copied.rows, 3);
    EXPECT_TRUE(copied.counted.is_equal());
    EXPECT_EQ(integer("SELECT count(*) FROM sample"), 7);
    EXPECT_EQ(integer("SELECT count FROM apiary"), 7);
}

TEST_F(CopierTest, MakesAnApiaryAgainThatWasUndone)
{
    source_.add(1, "Alder", now);
    source_.add(2, "Bramble", now);
    source_.breaks_after = 1;
    ASSERT_FALSE(copy(10));
    EXPECT_EQ(integer("SELECT count(*) FROM apiary"), 0);
    source_.breaks_after = SIZE_MAX;
    ASSERT_TRUE(copy(10));
    EXPECT_EQ(integer("SELECT count(*) FROM sample JOIN apiary ON apiary.id = apiary"), 2);
}

TEST_F(CopierTest, KeepsRefusedRowsWithTheirReason)
{
    source_.add(1, "Alder", 0);
    source_.add(2, "Alder", now);
    source_.rows.back().internal = -127;
    const auto copied = copy().value();
    EXPECT_EQ(copied.rows, 2);
    EXPECT_EQ(copied.rejected, 1);
    EXPECT_EQ(writer_->quarantined(), 2);
    EXPECT_EQ(
        integer("SELECT reason = 'time is 0' AND part = '' FROM quarantine WHERE src_id = 1"), 1);
    EXPECT_EQ(integer("SELECT value FROM quarantine WHERE part = 'internal'"), -127);
    EXPECT_EQ(integer("SELECT internal IS NULL FROM sample"), 1);
}

TEST_F(CopierTest, SaysWhenTheNumbersDiffer)
{
    source_.add(1, "Alder", now);
    source_.missing = 1;
    EXPECT_FALSE(copy().value().counted.is_equal());
}

TEST_F(CopierTest, RefusesIdsThatDoNotGrow)
{
    source_.add(1, "Alder", now - 1);
    source_.add(1, "Alder", now);
    const auto copied = copy();
    ASSERT_FALSE(copied);
    EXPECT_EQ(
        copied.error().message(), "table sync_data: column id does not grow: 1 comes after 1");
}

TEST_F(CopierTest, StopsBetweenTwoBatches)
{
    for (int id = 1; id <= 4; ++id)
        source_.add(id, "Alder", now - 100 + id);
    stop_.request_stop();
    ASSERT_FALSE(copy());
    EXPECT_EQ(integer("SELECT watermark FROM sync_state"), 2);
}

TEST_F(CopierTest, NotesAnEmptyTableAsCopied)
{
    EXPECT_TRUE(copy().value().was_new);
    const auto again = copy().value();
    EXPECT_FALSE(again.was_new);
    EXPECT_EQ(again.rows, 0);
}

TEST_F(CopierTest, KeepsTheRollsOfHoursAndDaysWithEachBatch)
{
    const std::int64_t day = now - now % 86400;
    for (int id = 1; id <= 9; ++id)
        source_.add(id, "Alder", day + id * 900);
    source_.add(10, "Alder", day + 30);  // late for its hour
    source_.add(11, "Bramble", day + 30);
    source_.breaks_after = 7;
    ASSERT_FALSE(copy());
    const auto* const differing
        = "SELECT count(*) FROM (SELECT apiary, span, roll.ts, count, internal_count FROM roll"
          " EXCEPT SELECT apiary, span, ts - ts % span AS start, count(*), count(internal)"
          " FROM sample, (SELECT 3600 AS span UNION SELECT 86400) GROUP BY apiary, span, start)";
    EXPECT_EQ(integer(differing), 0);
    EXPECT_EQ(integer("SELECT sum(count) FROM roll WHERE span = 86400"), 6);
    source_.breaks_after = SIZE_MAX;
    ASSERT_TRUE(copy());
    EXPECT_EQ(integer(differing), 0);
    EXPECT_EQ(integer("SELECT sum(count) FROM roll WHERE span = 3600"), 11);
    EXPECT_EQ(integer("SELECT count FROM roll WHERE span = 86400 AND apiary = 1"), 10);
}

TEST_F(CopierTest, TakesNegativeIds)
{
    source_.add(-5, "Alder", now - 1);
    source_.add(0, "Alder", now);
    EXPECT_EQ(copy().value().rows, 2);
}

TEST_F(CopierTest, KeepsSourcesApart)
{
    source_.add(1, "Alder", now);
    ASSERT_TRUE(copy());
    config_.name = "other";
    EXPECT_EQ(copy().value().rows, 1);
    EXPECT_EQ(integer("SELECT count(*) FROM sample"), 2);
    EXPECT_EQ(integer("SELECT count FROM apiary"), 2);
}

TEST_F(CopierTest, DoublesNothingWhenTheWatermarkIsSetBack)
{
    source_.add(1, "Alder", now);
    source_.add(2, "Alder", 0);
    ASSERT_TRUE(copy());
    writer_.reset();
    ASSERT_TRUE(Sqlite::open(path()).value().execute("DELETE FROM sync_state"));
    writer_ = ReadingsWriter::open(path()).value();
    ASSERT_TRUE(copy());
    EXPECT_EQ(integer("SELECT count(*) FROM sample"), 1);
    EXPECT_EQ(integer("SELECT count FROM apiary"), 1);
    EXPECT_EQ(integer("SELECT count(*) FROM quarantine"), 1);
}

TEST_F(CopierTest, KeepsNewestSamplesAndTheirSumsWhenOlderOnesExpire)
{
    constexpr std::int64_t day = now - now % 86400 - 10 * 86400;
    for (std::int64_t id = 1; id <= 10; ++id)
        source_.add(id, "Alder", day + (id - 1) * 86400 + 60);
    source_.add(11, "Bramble", day);
    source_.rows[0].external = -127;
    ASSERT_TRUE(copy());
    ASSERT_EQ(writer_->quarantined(), 1);
    EXPECT_EQ(writer_->expire(1, day + 7 * 86400).value(), 7);
    EXPECT_EQ(writer_->expire(1, day + 7 * 86400).value(), 0);
    EXPECT_EQ(integer("SELECT group_concat(src_id) = '8,9,10,11' FROM sample ORDER BY src_id"), 1);
    EXPECT_EQ(integer("SELECT count(*) FROM roll WHERE apiary = 1"), 6);
    EXPECT_EQ(integer("SELECT count FROM apiary WHERE id = 1"), 3);
    EXPECT_EQ(integer("SELECT first FROM apiary WHERE id = 1"), day + 7 * 86400 + 60);
    EXPECT_EQ(writer_->quarantined(), 0);
    EXPECT_EQ(integer("SELECT count(*) FROM quarantine"), 0);
    EXPECT_EQ(integer("SELECT count(*) FROM origin WHERE apiary IS NULL AND ts IS NOT NULL"), 7);
}

TEST_F(CopierTest, GivesBackNothingThatHasExpired)
{
    source_.add(1, "Alder", now - 10 * 86400);
    source_.add(2, "Alder", now);
    ASSERT_TRUE(copy());
    ASSERT_EQ(writer_->expire(1, now - now % 86400).value(), 1);
    const auto again = copy();
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->counted.is_equal());
    EXPECT_EQ(integer("SELECT count(*) FROM sample"), 1);
    EXPECT_EQ(writer_->state("field").value().copied, 2);
}

}  // namespace
}  // namespace hive
