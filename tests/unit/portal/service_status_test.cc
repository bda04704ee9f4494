#include "supervisor/portal/service_status.h"

#include <gtest/gtest.h>

#include "tests/unit/portal/samples.h"

namespace hive {
namespace {

TEST(ServiceStatus, IsReadFromTheCoresObject)
{
    const auto service = parse_service_status(sample_service("hive-sync", "degraded"));
    ASSERT_TRUE(service) << service.error().message();
    EXPECT_EQ(service->name, "hive-sync");
    EXPECT_EQ(service->state, ServiceState::degraded);
    EXPECT_EQ(epoch_seconds(service->since), 1780000000.5);
    EXPECT_EQ(service->pid, 42);
    EXPECT_EQ(service->memory_kb, 31240);
    EXPECT_EQ(service->probe_ms, 0.26);
    EXPECT_EQ(service->depends, std::vector<std::string> {"hive-ban"});
    EXPECT_FALSE(service->retry_at);
    EXPECT_FALSE(service->last_exit);
}

TEST(ServiceStatus, KnowsEveryStateTheCoreTells)
{
    for (const auto* word : {"stopped", "starting", "ready", "degraded", "stopping", "backoff",
             "misconfigured", "unmonitored"}) {
        const auto state = parse_service_state(word);
        ASSERT_TRUE(state) << word;
        EXPECT_EQ(state_word(*state), word);
    }
}

TEST(ServiceStatus, KnowsItsLastExitAndNextTry)
{
    Json object = sample_service("hive-sync", "backoff");
    object["retry_at"] = 1780000047;
    object["last_exit"] = {{"text", "exit 70"}, {"time", 1780000000}, {"after_seconds", 30.5}};
    object["probe_ms"] = -1;
    const auto service = parse_service_status(object);
    ASSERT_TRUE(service);
    EXPECT_EQ(epoch_seconds(service->retry_at.value()), 1780000047);
    EXPECT_EQ(service->last_exit.value().text, "exit 70");
    EXPECT_EQ(service->last_exit->after.count(), 30.5);
    EXPECT_FALSE(service->probe_ms);
}

TEST(ServiceStatus, SurvivesTheWayToJsonAndBack)
{
    Json object = sample_service("hive-sync");
    object["sandbox"] = sample_sandbox();
    object["outdated"] = true;
    object["configuration_change"] = "none";
    const auto service = parse_service_status(object);
    ASSERT_TRUE(service);
    EXPECT_TRUE(service->is_outdated);
    EXPECT_EQ(service_json(*service)["sandbox"], sample_sandbox());
    EXPECT_EQ(parse_service_status(service_json(*service)), *service);
}

TEST(ServiceStatus, HasNoSandboxBeforeItIsUp)
{
    Json object = sample_service("hive-sync", "starting");
    for (const Json& nothing : {Json(nullptr), Json("all")}) {
        object["sandbox"] = nothing;
        const auto service = parse_service_status(object);
        ASSERT_TRUE(service);
        EXPECT_FALSE(service->sandbox);
    }
    EXPECT_EQ(sandbox_json(std::nullopt), nullptr);
}

struct Unusable {
    std::string name;
    Json object;
};
class UnusableService : public testing::TestWithParam<Unusable> { };

TEST_P(UnusableService, IsAnError)
{
    EXPECT_FALSE(parse_service_status(GetParam().object));
}

INSTANTIATE_TEST_SUITE_P(Objects, UnusableService,
    testing::Values(Unusable {"Null", nullptr}, Unusable {"List", Json::array()},
        Unusable {"NoName", {{"state", "ready"}}}, Unusable {"NoState", {{"name", "x"}}},
        Unusable {"UnknownState", {{"name", "x"}, {"state", "fine"}}},
        Unusable {"StateOfAnotherType", {{"name", "x"}, {"state", 3}}}),
    [](const auto& row) { return row.param.name; });

TEST(ServiceStatus, IgnoresMembersOfAnotherType)
{
    const auto service = parse_service_status({{"name", "x"}, {"state", "ready"}, {"pid", "many"},
        {"depends", {1, 2}}, {"last_exit", 5}});
    ASSERT_TRUE(service);
    EXPECT_EQ(service->pid, 0);
    EXPECT_TRUE(service->depends.empty());
}

TEST(ServiceEvent, IsReadFromTheCoresObject)
{
    const auto event
        = parse_service_event({{"id", 7}, {"time", 1780000000}, {"service", "hive-ban"},
            {"kind", "exited"}, {"text", "exit 70"}, {"lines", {"one", "two"}}});
    ASSERT_TRUE(event);
    EXPECT_EQ(event->id, 7);
    EXPECT_EQ(event->kind, EventKind::exited);
    EXPECT_EQ(event->lines.size(), 2U);
    EXPECT_FALSE(parse_service_event({{"service", "x"}, {"kind", "sneezed"}}));
    EXPECT_FALSE(parse_service_event({{"kind", "ready"}}));
}

TEST(ServiceEvents, LeaveOutWhatIsUnusable)
{
    const Json good {{"id", 7}, {"service", "hive-ban"}, {"kind", "ready"}, {"text", "serves"}};
    const Json bad {{"id", 8}, {"service", "hive-ban"}, {"kind", "sneezed"}};
    const auto events = parse_service_events({{"events", Json::array({bad, good})}});
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events.front().id, 7);
    EXPECT_TRUE(parse_service_events({{"done", true}}).empty());
    EXPECT_TRUE(parse_service_events(nullptr).empty());
}

}  // namespace
}  // namespace hive
