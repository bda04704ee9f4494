#include "supervisor/portal/audit.h"

#include <filesystem>

#include <gtest/gtest.h>

namespace hive {
namespace {

class Audit : public testing::Test {
protected:
    void SetUp() override { std::filesystem::remove(path); }
    void TearDown() override { std::filesystem::remove(path); }
    std::string path = testing::TempDir() + "audit_test.db";
};

TEST_F(Audit, KeepsEntriesOverARestart)
{
    {
        auto trail = AuditTrail::open(path);
        ASSERT_TRUE(trail);
        trail->add({wall_time(1780000000), "ann", "192.0.2.7", "restart", "hive-sync", "done"});
        trail->add({wall_time(1780000060), "bob", "::1", "ban", "198.51.100.3", "refused"});
    }
    auto trail = AuditTrail::open(path);
    ASSERT_TRUE(trail);
    const auto entries = trail->newest(10);
    ASSERT_TRUE(entries);
    ASSERT_EQ(entries->size(), 2U);
    EXPECT_EQ(entries->front().user, "bob");
    EXPECT_EQ(entries->back().target, "hive-sync");
    EXPECT_EQ(trail->newest(1)->size(), 1U);
}

}  // namespace
}  // namespace hive
