#include "supervisor/portal/core_view.h"

#include <gtest/gtest.h>

#include "tests/unit/portal/samples.h"

namespace hive {
namespace {

class KnownCore : public testing::Test {
protected:
    void SetUp() override
    {
        Json snapshot
            = sample_snapshot({sample_service("hive-ban"), sample_service("hive-sync", "backoff")});
        snapshot["snapshot"]["checks"] = Json::array({sample_check("var", "filesystem")});
        ASSERT_TRUE(view.apply(snapshot));
    }
    Change change_of(const Json& service)
    {
        const auto step = view.apply({{"service", service}});
        EXPECT_TRUE(step);
        return step ? step->change : Change::nothing;
    }
    CoreView view;
};

TEST_F(KnownCore, ComesFromASnapshot)
{
    EXPECT_TRUE(view.is_known());
    EXPECT_EQ(view.host(), "lindenhof");
    EXPECT_EQ(view.services().size(), 2U);
    EXPECT_EQ(view.ready(), 1U);
    ASSERT_NE(view.find("hive-sync"), nullptr);
    EXPECT_EQ(view.find("hive-proxy"), nullptr);
}

TEST_F(KnownCore, TellsAStateFromFigures)
{
    Json busier = sample_service("hive-ban");
    busier["cpu_percent"] = 50;
    EXPECT_EQ(change_of(busier), Change::figures);
    EXPECT_EQ(change_of(busier), Change::nothing);
    EXPECT_EQ(change_of(sample_service("hive-ban", "stopped")), Change::state);
    EXPECT_EQ(view.ready(), 0U);
}

TEST_F(KnownCore, TakesANewProcessForAChangeOfState)
{
    Json restarted = sample_service("hive-ban");
    restarted["pid"] = 43;
    EXPECT_EQ(change_of(restarted), Change::state);
}

TEST_F(KnownCore, LearnsOfANewService)
{
    EXPECT_EQ(change_of(sample_service("hive-chart")), Change::everything);
    EXPECT_EQ(view.services().size(), 3U);
}

TEST_F(KnownCore, FollowsItsChecks)
{
    Json fuller = sample_check("var", "filesystem");
    fuller["metrics"]["space"] = 80;
    const auto looked = view.apply({{"check", fuller}});
    ASSERT_TRUE(looked);
    EXPECT_EQ(looked->change, Change::figures);
    EXPECT_EQ(view.find_check("var")->number("space"), 80);
    const auto broken = view.apply({{"check", sample_check("var", "filesystem", "degraded")}});
    ASSERT_TRUE(broken);
    EXPECT_EQ(broken->change, Change::state);
    EXPECT_EQ(broken->service, "var");
    EXPECT_FALSE(view.apply({{"check", sample_check("srv", "filesystem")}}));
    EXPECT_EQ(view.checks().size(), 1U);
}

TEST_F(KnownCore, PassesEventsOn)
{
    const auto step = view.apply(
        {{"event", {{"id", 3}, {"service", "hive-ban"}, {"kind", "exited"}, {"text", "exit 1"}}}});
    ASSERT_TRUE(step);
    ASSERT_TRUE(step->event);
    EXPECT_EQ(step->event->id, 3);
}

TEST_F(KnownCore, KeepsWhatItHasWhenALineIsUnusable)
{
    EXPECT_FALSE(view.apply({{"snapshot", {{"services", {{{"name", "x"}}}}}}}));
    EXPECT_FALSE(view.apply({{"snapshot", 5}}));
    EXPECT_FALSE(view.apply({{"service", {{"name", "hive-ban"}}}}));
    EXPECT_FALSE(view.apply({{"something", 1}}));
    EXPECT_FALSE(view.apply(nullptr));
    EXPECT_EQ(view.services().size(), 2U);
}

TEST(CoreView, KnowsNothingAtFirst)
{
    EXPECT_FALSE(CoreView {}.is_known());
}

}  // namespace
}  // namespace hive
