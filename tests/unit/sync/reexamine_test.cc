#include "daemons/sync/reexamine.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "daemons/sync/copier.h"
#include "lib/sqlite.h"
#include "tests/unit/sync/scripted_source.h"

namespace hive {
namespace {

constexpr std::int64_t now = 1'735'689'600;

class ReexamineTest : public testing::Test {
protected:
    void SetUp() override
    {
        ASSERT_NE(::mkdtemp(directory_.data()), nullptr);
        writer_ = ReadingsWriter::open(path()).value();
    }
    void TearDown() override { std::filesystem::remove_all(directory_); }

    std::string path() const { return directory_ + "/apiary.db"; }

    void copy(std::int64_t at = now)
    {
        ASSERT_TRUE(copy_rows(source_, *writer_,
            {.source = config_, .series = {}, .batch = 100, .now = at, .on_batch = [](auto&) { }},
            stop_.get_token()));
    }

    std::int64_t integer(std::string_view sql)
    {
        auto reader = Sqlite::open(path(), Sqlite::Mode::read_only).value();
        return reader.integer(sql).value();
    }

    std::string directory_ = "/tmp/hive-reexamine-XXXXXX";
    SourceConfig config_ {.name = "field"};
    ScriptedSource source_;
    std::unique_ptr<ReadingsWriter> writer_;
    std::stop_source stop_;
};

TEST_F(ReexamineTest, TakesAValueThatAWiderRangeAllows)
{
    source_.add(1, "Alder", now);
    source_.rows.back().internal = 90;
    copy();
    EXPECT_EQ(integer("SELECT internal IS NULL FROM sample"), 1);
    const auto hash = integer("SELECT hash FROM origin");
    config_.internal_range = {-60, 100};
    copy();
    EXPECT_EQ(integer("SELECT internal FROM sample"), 90);
    EXPECT_EQ(integer("SELECT count(*) FROM quarantine"), 0);
    EXPECT_EQ(integer("SELECT hash FROM origin"), hash);
    EXPECT_EQ(integer("SELECT internal_max FROM roll WHERE span = 3600"), 90);
}

TEST_F(ReexamineTest, LeavesAFaultAFault)
{
    source_.add(1, "Alder", now);
    source_.rows.back().internal = -127;
    copy();
    config_.internal_range = {-200, 100};
    copy();
    EXPECT_EQ(
        integer("SELECT count(*) FROM quarantine WHERE reason = '-127 is a sensor fault'"), 1);
}

TEST_F(ReexamineTest, TakesARowWhoseTimeHasCome)
{
    source_.add(1, "Alder", now + 1'000'000);
    copy();
    EXPECT_EQ(integer("SELECT count(*) FROM sample"), 0);
    RowRules rules {.internal = usual_temperatures,
        .external = usual_temperatures,
        .latest = RowRules::latest_at(now + 1'000'000)};
    ASSERT_TRUE(writer_->begin("field", {.time_zone = "UTC", .rules = rules}));
    EXPECT_EQ(reexamine(*writer_, rules).value(), 1);
    EXPECT_EQ(integer("SELECT count(*) FROM sample"), 1);
    EXPECT_EQ(integer("SELECT length(fft) FROM sample"), 65);
    EXPECT_EQ(integer("SELECT count FROM apiary"), 1);
    EXPECT_EQ(reexamine(*writer_, rules).value(), 0);
}

TEST(ParseRawRow, ReadsWhatRawRowWrites)
{
    const RowRules rules {.extras = {{"weight", {}}}};
    const RemoteRow row {.id = 7,
        .apiary = "Näw \"Hill\"",
        .time = now,
        .column_time = now,
        .internal = 34.5,
        .bins = {1, 0.25},
        .extras = {31.5}};
    const auto kept = parse_raw_row(raw_row(row, rules), rules).value();
    EXPECT_EQ(kept->row.id, 7);
    EXPECT_EQ(kept->row.apiary, "Näw \"Hill\"");
    EXPECT_EQ(kept->row.internal, 34.5);
    EXPECT_EQ(kept->row.external, std::nullopt);
    EXPECT_EQ(kept->row.bins, row.bins);
    EXPECT_EQ(kept->row.extras, row.extras);
}

TEST(ParseRawRow, RefusesOtherTexts)
{
    for (const auto* text : {"", "{}", "[]", "{\"id\":"})
        EXPECT_FALSE(parse_raw_row(text, {})) << text;
}

}  // namespace
}  // namespace hive
