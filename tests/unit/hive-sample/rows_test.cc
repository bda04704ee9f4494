#include "tools/hive-sample/rows.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "tools/hive-sample/csv.h"
#include "tools/hive-sample/table.h"

namespace hive {
namespace {

constexpr RowPlan plain {
    .apiaries = 3, .first_id = 10, .first_time = 1'750'000'000, .interval = 900};

std::vector<SampleRow> rows_of(const RowPlan& plan, int count)
{
    RowStream stream {plan};
    std::vector<SampleRow> rows;
    for (int i = 0; i < count; ++i)
        rows.push_back(stream.next());
    return rows;
}

std::string csv_of(const RowPlan& plan, int count)
{
    std::string text;
    for (const auto& row : rows_of(plan, count))
        append_csv(text, row);
    return text;
}

RowPlan with_junk()
{
    auto plan = plain;
    plan.has_junk = true;
    return plan;
}

TEST(Rows, AreTheSameForTheSameSeed)
{
    EXPECT_EQ(csv_of(plain, 100), csv_of(plain, 100));
    auto other = plain;
    other.seed = 2;
    EXPECT_NE(csv_of(plain, 100), csv_of(other, 100));
}

TEST(Rows, GoRoundTheApiariesSlotBySlot)
{
    const auto rows = rows_of(plain, 4);
    EXPECT_EQ(rows[0].id, 10);
    EXPECT_EQ(rows[3].id, 13);
    EXPECT_EQ(rows[1].apiary, 1);
    EXPECT_EQ(rows[3].apiary, 0);
    EXPECT_EQ(rows[0].time, 1'750'000'000);
    EXPECT_EQ(rows[1].time, 1'750'000'007);
    EXPECT_EQ(rows[3].time, 1'750'000'900);
}

TEST(Rows, GoOnWhereAnotherStreamEnded)
{
    auto second_half = plain;
    second_half.first_id = 40;
    second_half.first_time = plain.first_time + 10 * plain.interval;
    EXPECT_EQ(csv_of(plain, 30) + csv_of(second_half, 30), csv_of(plain, 60));
}

TEST(Rows, LeaveOutIdsWithGaps)
{
    auto plan = plain;
    plan.has_gaps = true;
    const auto last = rows_of(plan, 20'000).back();
    EXPECT_GT(last.id, 20'009 + 50);
    EXPECT_LT(last.id, 20'009 + 250);
}

TEST(Rows, HaveWholeAmplitudesWhenAskedFor)
{
    auto plan = plain;
    plan.bins = BinKind::whole;
    const auto rows = rows_of(plan, 1);
    for (const auto bin : rows[0].bins)
        EXPECT_EQ(bin % 100, 0);
}

/// Which faults a row shows.
std::set<std::string> faults_of(const SampleRow& row)
{
    std::set<std::string> faults;
    const auto note = [&](bool is_so, const char* fault) {
        if (is_so)
            faults.insert(fault);
    };
    note(!row.internal, "no internal");
    note(!row.external, "no external");
    note(row.internal == -12700, "-127");
    note(row.external == 8500, "85");
    note(row.time == 0, "time 0");
    note(row.time > 2'000'000'000, "future");
    note(!row.apiary, "no apiary");
    return faults;
}

TEST(Rows, AreFaultyInEveryWayThreeTimesInAThousand)
{
    std::map<std::string, int> faults;
    int faulty = 0;
    for (const auto& row : rows_of(with_junk(), 30'000)) {
        const auto found = faults_of(row);
        faulty += found.empty() ? 0 : 1;
        for (const auto& fault : found)
            ++faults[fault];
    }
    EXPECT_EQ(faults.size(), 7u);
    EXPECT_GT(faulty, 45);  // 90 less the eighth that repeat a time, which shows elsewhere
    EXPECT_LT(faulty, 120);
}

TEST(Rows, RepeatATimeNowAndThen)
{
    std::map<int, std::int64_t> last;
    int repeated = 0;
    for (const auto& row : rows_of(with_junk(), 30'000)) {
        if (!row.apiary)
            continue;
        repeated += last[*row.apiary] == row.time && row.time != 0 ? 1 : 0;
        last[*row.apiary] = row.time;
    }
    EXPECT_GT(repeated, 0);
}

TEST(Rows, AreSoundWithoutJunk)
{
    for (const auto& row : rows_of(plain, 30'000))
        ASSERT_TRUE(faults_of(row).empty());
}

TEST(Csv, HasAHeaderOfTheTablesColumns)
{
    const auto header = csv_header();
    EXPECT_TRUE(header.starts_with("id,apiary_id,apiary_name,timestamp,bme680_internal_temperature,"
                                   "bme680_external_temperature,fft_bin1,"));
    EXPECT_TRUE(header.ends_with(",fft_bin64\n"));
}

TEST(Csv, WritesHundredthsAndNull)
{
    SampleRow row {.id = -3, .apiary = 1, .time = 12, .internal = -5};
    row.bins[0] = -12800;
    row.bins[1] = 1230;
    row.bins[63] = 7;
    std::string text;
    append_csv(text, row);
    EXPECT_TRUE(text.starts_with("-3,2,Bramble Hill,12,-0.05,\\N,-128,12.30,0,0,")) << text;
    EXPECT_TRUE(text.ends_with(",0,0.07\n")) << text;
}

TEST(Csv, WritesARowWithoutApiary)
{
    std::string text;
    append_csv(text, {.id = 1, .time = 2});
    EXPECT_TRUE(text.starts_with("1,\\N,\\N,2,\\N,\\N,0,")) << text;
}

TEST(Table, TakesPlainNamesOnly)
{
    EXPECT_TRUE(is_table_name("sync_data2"));
    EXPECT_FALSE(is_table_name(""));
    EXPECT_FALSE(is_table_name("a b"));
    EXPECT_FALSE(is_table_name("a`; DROP TABLE b; --"));
    EXPECT_FALSE(is_table_name(std::string(65, 'a')));
}

TEST(Table, HasAPlaceholderForEveryValueOfEveryRow)
{
    const auto sql = insert_sql("t", 3);
    EXPECT_EQ(std::ranges::count(sql, '?'), 3 * 70);
    EXPECT_EQ(column_names().size(), 70u);
}

}  // namespace
}  // namespace hive
