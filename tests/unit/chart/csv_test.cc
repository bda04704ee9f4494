#include "daemons/chart/csv.h"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/chart/temporary_store.h"

namespace hive {
namespace {

TEST(Csv, NamesItsColumns)
{
    const std::vector<std::string> series {"internal", "=cmd", "a,\"b\""};
    EXPECT_EQ(csv_head(series), "time,iso,internal,'=cmd,\"a,\"\"b\"\"\"\r\n");
}

TEST(Csv, LeavesAMissingValueEmpty)
{
    std::string row;
    const std::vector<double> values {34.5, std::numeric_limits<double>::quiet_NaN(), 0.1};
    append_csv_row(row, 1'640'000'000, values);
    EXPECT_EQ(row, "1640000000,2021-12-20T11:33:20Z,34.5,,0.1\r\n");
}

TEST(Csv, IsNamedByApiaryAndDays)
{
    EXPECT_EQ(csv_file_name({.apiary = 3, .from = 1'640'000'000, .to = 1'640'600'000}),
        "apiary-3-20211220-20211227.csv");
    EXPECT_EQ(csv_file_name({.apiary = 1, .from = 0, .to = latest_time}),
        "apiary-1-19700101-99991231.csv");
}

TEST(CsvDownload, ComesInPartsWithoutLosingARow)
{
    const TemporaryDirectory directory;
    StoreWriter writer {directory.file("apiary.db")};
    writer.apiary(1, "north");
    writer.execute("WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 5000)"
                   " INSERT INTO sample SELECT 1, 1000 + n / 2, 1, n, 30.5, NULL, NULL FROM n");
    Store store {directory.file("apiary.db")};
    CsvDownload download {{.range = {.apiary = 1, .from = 0, .to = 9999}, .series = {"internal"}}};
    std::string text;
    int parts = 0;
    for (auto part = download.next_part(store).value(); !part.empty();
        part = download.next_part(store).value()) {
        text += part;
        ++parts;
    }
    EXPECT_GT(parts, 1);
    EXPECT_EQ(std::ranges::count(text, '\n'), 5001);
}

TEST(CsvDownload, FailsWhenItsSeriesIsGone)
{
    const TemporaryDirectory directory;
    const StoreWriter writer {directory.file("apiary.db")};
    Store store {directory.file("apiary.db")};
    CsvDownload download {{.range = {.apiary = 1, .from = 0, .to = 9}, .series = {"weight"}}};
    EXPECT_FALSE(download.next_part(store));
}

}  // namespace
}  // namespace hive
