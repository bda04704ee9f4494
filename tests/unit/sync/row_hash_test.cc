#include "daemons/sync/row_hash.h"

#include <cmath>
#include <set>

#include <gtest/gtest.h>

namespace hive {
namespace {

RemoteRow row()
{
    return {.id = 7,
        .apiary = "Alder",
        .time = 1700000000,
        .column_time = 1700000000,
        .internal = 34.5,
        .external = 12.25,
        .bins = {1, 2, std::nan("")},
        .extras = {80.5}};
}

TEST(RowHash, IsThatOfTheSameValues)
{
    EXPECT_EQ(row_hash(row()), row_hash(row()));
    EXPECT_GE(row_hash(row()), 0);
    EXPECT_LT(row_hash(row()), 1LL << 32);
}

TEST(RowHash, ChangesWithEveryValue)
{
    std::set hashes {row_hash(row())};
    const auto add = [&](auto change) {
        auto changed = row();
        change(changed);
        EXPECT_TRUE(hashes.insert(row_hash(changed)).second);
    };
    add([](auto& r) { r.id = 8; });
    add([](auto& r) { r.apiary = "Alders"; });
    add([](auto& r) { r.apiary.reset(); });
    add([](auto& r) { r.column_time = 1700000001; });
    add([](auto& r) { r.column_time.reset(); });
    add([](auto& r) { r.internal = 34.500004; });
    add([](auto& r) { r.internal.reset(); });
    add([](auto& r) { r.external = -12.25; });
    add([](auto& r) { r.bins[0] = 1 + 1e-6; });
    add([](auto& r) { std::swap(r.bins[0], r.bins[1]); });
    add([](auto& r) { r.bins[2] = 0; });
    add([](auto& r) { r.extras[0] = 80.25; });
}

TEST(RowHash, TakesValuesOfAnySize)
{
    auto huge = row();
    huge.bins = {1e300, -1e300, 3e38};
    EXPECT_GE(row_hash(huge), 0);
    huge.bins = {std::numeric_limits<double>::infinity()};
    EXPECT_GE(row_hash(huge), 0);
}

TEST(RowHashSql, NamesEveryColumnBetweenQuotes)
{
    const auto sql = row_hash_sql({.id = "id",
        .apiary = "apiary`name",
        .time = "timestamp",
        .internal = "inside",
        .external = "outside",
        .bins = {"bin1"},
        .extras = {"weight"}});
    EXPECT_TRUE(sql.starts_with("CRC32(CONCAT_WS(',',`id`,IFNULL(LEFT(CONVERT(`apiary``name` "));
    for (const auto* name : {"`timestamp`", "`inside`*", "`outside`*", "`bin1`*", "`weight`*"})
        EXPECT_TRUE(sql.contains(name)) << name;
}

}  // namespace
}  // namespace hive
