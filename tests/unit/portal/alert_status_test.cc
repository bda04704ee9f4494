#include "supervisor/portal/alert_status.h"

#include <gtest/gtest.h>

#include "tests/unit/portal/samples.h"

namespace hive {
namespace {

TEST(AlertStatus, IsReadWithItsDeliveries)
{
    const auto alert = parse_alert_status(sample_alert(7));
    ASSERT_TRUE(alert);
    EXPECT_EQ(alert->id, 7);
    EXPECT_TRUE(alert->is_open());
    ASSERT_EQ(alert->deliveries.size(), 1U);
    EXPECT_EQ(alert->deliveries[0].destination, "mail");
    EXPECT_FALSE(alert->recovered);
}

TEST(AlertStatus, IsNotOpenOnceSomebodyHasSeenIt)
{
    Json told = sample_alert(7);
    told["acknowledged"] = {{"by", "ann"}, {"t", 1780000001}};
    EXPECT_FALSE(parse_alert_status(told)->is_open());
    EXPECT_FALSE(parse_alert_status(sample_alert(7, "recovered"))->is_open());
}

TEST(AlertList, LeavesOutWhatIsUnusable)
{
    const AlertList list = parse_alert_list({{"alerts", {sample_alert(1), {{"id", 2}}, 5}},
        {"muted", {{{"key", "check:*"}, {"until", 1780000500}, {"by", "ann"}}}},
        {"destinations", {"mail", 3, "hook"}}});
    EXPECT_EQ(list.alerts.size(), 1U);
    ASSERT_EQ(list.mutes.size(), 1U);
    EXPECT_EQ(list.mutes[0].by, "ann");
    EXPECT_EQ(list.destinations, (std::vector<std::string> {"mail", "hook"}));
    EXPECT_TRUE(parse_alert_list(nullptr).alerts.empty());
}

}  // namespace
}  // namespace hive
