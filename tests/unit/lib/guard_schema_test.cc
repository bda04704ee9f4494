#include "lib/guard_schema.h"

#include <gtest/gtest.h>

#include "lib/sqlite.h"

namespace hive {
namespace {

TEST(GuardSchema, MakesADatabaseOnce)
{
    auto database = Sqlite::open(":memory:").value();
    ASSERT_TRUE(database.migrate(guard_migrations));
    ASSERT_TRUE(database.migrate(guard_migrations));
    EXPECT_EQ(database.integer("SELECT count(*) FROM decision").value(), 0);
}

TEST(GuardSchema, FeaturesSurviveTheWayToABlob)
{
    const std::vector<float> features {1.5F, -0.25F, 0, 1e30F};
    EXPECT_EQ(decode_features(encode_features(features)), features);
}

TEST(GuardSchema, HalfAFeatureIsNone)
{
    auto bytes = encode_features(std::vector<float> {1, 2});
    bytes.pop_back();
    EXPECT_EQ(decode_features(bytes), std::nullopt);
}

}  // namespace
}  // namespace hive
