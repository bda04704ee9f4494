#include "daemons/sync/compare.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "lib/sqlite.h"
#include "tests/unit/sync/scripted_source.h"

namespace hive {
namespace {

constexpr std::int64_t now = 1'735'689'600;
constexpr int many = 1200;

class CompareTest : public testing::Test {
protected:
    void SetUp() override
    {
        ASSERT_NE(::mkdtemp(directory_.data()), nullptr);
        writer_ = ReadingsWriter::open(path()).value();
        for (int id = 10; id <= many * 10; id += 10)
            source_.add(id, id % 20 == 0 ? "Alder" : "Bramble", now - 900'000 + id);
        ASSERT_TRUE(copy_rows(source_, *writer_, plan(), stop_.get_token()));
    }
    void TearDown() override { std::filesystem::remove_all(directory_); }

    std::string path() const { return directory_ + "/apiary.db"; }
    CopyPlan plan()
    {
        return {
            .source = config_, .series = {}, .batch = 100, .now = now, .on_batch = [](auto&) { }};
    }

    Result<Compared> compare()
    {
        ranges_.clear();
        return compare_rows(source_, *writer_, plan(), stop_.get_token(),
            [this](const ComparedRange& range, const Compared&) { ranges_.push_back(range); });
    }

    std::int64_t integer(std::string_view sql)
    {
        auto reader = Sqlite::open(path(), Sqlite::Mode::read_only).value();
        return reader.integer(sql).value();
    }

    RemoteRow& row(std::int64_t id) { return *std::ranges::find(source_.rows, id, &RemoteRow::id); }

    void insert_late(std::int64_t id)
    {
        auto late = source_.rows.front();
        late.id = id;
        late.time = late.column_time = now;
        const auto place = std::ranges::lower_bound(source_.rows, id, {}, &RemoteRow::id);
        source_.rows.insert(place, late);
    }

    void expect_whole()
    {
        const auto again = compare().value();
        EXPECT_TRUE(again.is_equal);
        EXPECT_EQ(again.corrections, Corrections {});
        EXPECT_EQ(integer("SELECT copied - (SELECT count(*) FROM origin) FROM sync_state"), 0);
        EXPECT_EQ(integer("SELECT sum(count) - (SELECT count(*) FROM sample) FROM apiary"), 0);
        EXPECT_EQ(integer("SELECT count(*) FROM apiary WHERE (first, last) IS NOT"
                          " (SELECT min(ts), max(ts) FROM sample WHERE apiary = apiary.id)"),
            0);
        EXPECT_EQ(integer("SELECT count(*) FROM (SELECT apiary, span, ts, count FROM roll EXCEPT"
                          " SELECT apiary, span, ts - ts % span AS start, count(*) FROM sample,"
                          " (SELECT 3600 AS span UNION SELECT 86400) GROUP BY 1, 2, start)"),
            0);
        EXPECT_EQ(integer("SELECT sum(count) FROM roll WHERE span = 3600"),
            integer("SELECT count(*) FROM sample"));
    }

    std::string directory_ = "/tmp/hive-compare-XXXXXX";
    SourceConfig config_ {.name = "field"};
    ScriptedSource source_;
    std::unique_ptr<ReadingsWriter> writer_;
    std::stop_source stop_;
    std::vector<ComparedRange> ranges_;
};

TEST_F(CompareTest, ProvesThatNothingDiffers)
{
    const auto compared = compare().value();
    EXPECT_TRUE(compared.is_equal);
    EXPECT_EQ(compared.rows, many);
    EXPECT_EQ(compared.corrections, Corrections {});
    ASSERT_EQ(ranges_.size(), 1U);
    EXPECT_EQ(ranges_.front().range.last, many * 10);
    EXPECT_EQ(ranges_.front().here, ranges_.front().there);
    EXPECT_EQ(compared.state.verified, now);
}

TEST_F(CompareTest, AddsRowsThatCameLate)
{
    insert_late(5);
    insert_late(6005);
    const auto compared = compare().value();
    EXPECT_TRUE(compared.is_equal);
    EXPECT_EQ(compared.corrections, (Corrections {.late = 2}));
    EXPECT_EQ(integer("SELECT count(*) FROM sample WHERE src_id IN (5, 6005)"), 2);
    EXPECT_EQ(compared.state.corrections.late, 2);
    expect_whole();
}

TEST_F(CompareTest, ReplacesEditedRowsWhereverTheyMoveTo)
{
    row(500).internal = 12.5;
    row(600).apiary = "Clover";
    row(700).time = row(700).column_time = now - 5'000'000;
    row(800).bins[63] = 1e-3;
    row(900).apiary.reset();
    const auto compared = compare().value();
    EXPECT_TRUE(compared.is_equal);
    EXPECT_EQ(compared.corrections, (Corrections {.edited = 5}));
    EXPECT_EQ(integer("SELECT internal = 12.5 FROM sample WHERE src_id = 500"), 1);
    EXPECT_EQ(integer("SELECT name = 'Clover' FROM sample JOIN apiary ON apiary.id = apiary"
                      " WHERE src_id = 600"),
        1);
    EXPECT_EQ(integer("SELECT count(*) FROM quarantine WHERE src_id = 900 AND part = ''"), 1);
    expect_whole();
}

TEST_F(CompareTest, RemovesDeletedRows)
{
    std::erase_if(source_.rows, [](const auto& row) { return row.id == 10 || row.id == 7770; });
    const auto compared = compare().value();
    EXPECT_TRUE(compared.is_equal);
    EXPECT_EQ(compared.corrections, (Corrections {.deleted = 2}));
    EXPECT_EQ(integer("SELECT count(*) FROM sample"), many - 2);
    expect_whole();
}

TEST_F(CompareTest, KeepsDeletedRowsWhenToldSo)
{
    config_.deleting = Deleting::keep;
    const auto gone = row(7770);
    std::erase_if(source_.rows, [](const auto& row) { return row.id == 7770; });
    EXPECT_EQ(compare().value().corrections, (Corrections {.deleted = 1}));
    EXPECT_EQ(integer("SELECT count(*) FROM sample"), many);
    EXPECT_EQ(integer("SELECT gone FROM origin WHERE src_id = 7770"), now);
    expect_whole();
    const auto place = std::ranges::lower_bound(source_.rows, 7770, {}, &RemoteRow::id);
    source_.rows.insert(place, gone);
    EXPECT_TRUE(compare().value().is_equal);
    EXPECT_EQ(integer("SELECT count(*) FROM origin WHERE gone IS NOT NULL"), 0);
}

TEST_F(CompareTest, FollowsASourceThatWasEmptied)
{
    source_.rows.clear();
    EXPECT_EQ(compare().value().corrections, (Corrections {.deleted = many}));
    EXPECT_EQ(integer("SELECT count(*) FROM sample"), 0);
    EXPECT_EQ(integer("SELECT count(*) FROM roll"), 0);
    EXPECT_EQ(integer("SELECT first IS NULL AND last IS NULL AND count = 0 FROM apiary"), 1);
}

TEST_F(CompareTest, HashesRowsThatAnOlderVersionStored)
{
    ASSERT_TRUE(Sqlite::open(path()).value().execute("UPDATE origin SET hash = NULL"));
    const auto compared = compare().value();
    EXPECT_TRUE(compared.is_equal);
    EXPECT_EQ(compared.hashed, many);
    EXPECT_EQ(compared.corrections, Corrections {});
    expect_whole();
}

TEST_F(CompareTest, LooksAgainAtRowsThatChangeMeanwhile)
{
    insert_late(5);
    source_.edits = 3;
    const auto compared = compare().value();
    EXPECT_TRUE(compared.is_equal);
    EXPECT_FALSE(compared.is_changing);
    expect_whole();
}

TEST_F(CompareTest, SaysThatRowsGoOnChangingInsteadOfADifference)
{
    insert_late(5);
    source_.edits = 1000;
    const auto compared = compare().value();
    EXPECT_FALSE(compared.is_equal);
    EXPECT_TRUE(compared.is_changing);
    EXPECT_TRUE(ranges_.front().is_changing);
    source_.edits = 0;
    EXPECT_TRUE(compare().value().is_equal);
    expect_whole();
}

TEST_F(CompareTest, LeavesRowsBeyondTheWatermarkToTheCopy)
{
    source_.add(many * 10 + 10, "Alder", now);
    EXPECT_TRUE(compare().value().is_equal);
    EXPECT_EQ(integer("SELECT count(*) FROM sample"), many);
}

TEST_F(CompareTest, CommitsNothingHalfWhenTheConnectionBreaks)
{
    insert_late(5);
    source_.breaks_after = 30;
    EXPECT_FALSE(compare());
    source_.breaks_after = SIZE_MAX;
    EXPECT_EQ(compare().value().corrections, (Corrections {.late = 1}));
    expect_whole();
}

}  // namespace
}  // namespace hive
