#include "tools/hivectl/service_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/json.h"

namespace hive {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double now = 1000;

Json service(const char* name, const char* state)
{
    return {{"name", name}, {"state", state}, {"since", now - 42}, {"pid", 7},
        {"status", "serving"}, {"restarts", 2}, {"probe_ms", 0.31}, {"memory_kb", 2048},
        {"cpu_percent", 1.25}, {"enabled", true}};
}

Json status_with(std::vector<Json> services)
{
    return {{"version", "0.1.0"}, {"host", "hut"}, {"started", now - 3600}, {"services", services}};
}

Json names_in(const Result<Json>& kept)
{
    auto names = Json::array();
    for (const auto& service : kept.value().at("services"))
        names.push_back(service.at("name"));
    return names;
}

TEST(OnlyGroup, KeepsItsMembersAlone)
{
    auto member = service("hive-web", "ready");
    member["groups"] = {"front"};
    const auto status = status_with({member, service("hive-sync", "ready")});
    EXPECT_EQ(names_in(only_group(status, "front")), Json::array({"hive-web"}));
    EXPECT_EQ(
        only_group(status, "back").error().message(), "no service or check is in group 'back'");
}

TEST(OnlyNamed, TakesTheShortNameToo)
{
    const auto status = status_with({service("hive-web", "ready"), service("hive-sync", "ready")});
    EXPECT_EQ(names_in(only_named(status, "web")), Json::array({"hive-web"}));
    EXPECT_EQ(names_in(only_named(status, "hive-sync")), Json::array({"hive-sync"}));
    EXPECT_EQ(only_named(status, "we").error().message(), "no service or check is called 'we'");
}

TEST(ServicesTable, HasARowForEach)
{
    const auto text = services_table(
        status_with({service("hive-proxy", "ready"), service("hive-sync", "degraded")}), now, {});
    EXPECT_THAT(text, HasSubstr("hive-proxy  ready     42 s    7         2    1.2  2.0 MB"));
    EXPECT_THAT(text, HasSubstr("2 of 2 services up on hut, hive-supervisor 0.1.0 for 60 min"));
}

TEST(ServicesTable, CountsDownToTheNextTry)
{
    auto failing = service("hive-sync", "backoff");
    failing["pid"] = 0;
    failing["tries"] = 3;
    failing["retry_at"] = now + 12;
    failing["status"] = "exit 70";
    EXPECT_THAT(
        services_table(status_with({failing}), now, {}), HasSubstr("try 4 in 12 s: exit 70"));
}

TEST(ServicesTable, SurvivesAnAnswerWithoutServices)
{
    EXPECT_THAT(services_table(Json::object(), now, {}), HasSubstr("0 of 0 services up"));
}

TEST(ServicesTable, ShowsShapesOnlyWhereTheTerminalHasThem)
{
    const auto status = status_with({service("a", "ready")});
    EXPECT_THAT(services_table(status, now, {.is_unicode = true}), HasSubstr("⬢ ready"));
    EXPECT_THAT(services_table(status, now, {}), Not(HasSubstr("⬢")));
}

TEST(ServicesTable, PassesNoControlBytesOn)
{
    auto evil = service("a", "ready");
    evil["status"] = "\x1b[2Jgone";
    EXPECT_THAT(services_table(status_with({evil}), now, {}), Not(HasSubstr("\x1b")));
}

TEST(ServiceFacts, TellTheLastExit)
{
    auto failed = service("hive-sync", "ready");
    failed["last_exit"] = {{"text", "signal 9 (KILL)"}, {"time", now - 60}, {"after_seconds", 5.0}};
    failed["depends"] = {"hive-ban", "hive-chart"};
    const auto text = service_facts(failed, now, {});
    EXPECT_THAT(text, HasSubstr("signal 9 (KILL) after 5.0 s, 60 s ago"));
    EXPECT_THAT(text, HasSubstr("hive-ban, hive-chart"));
}

TEST(EventText, HasItsLogLinesBelow)
{
    const Json event {{"time", 1.0}, {"service", "hive-sync"}, {"kind", "exited"},
        {"text", "exit 70 after 2.0 s"}, {"lines", {"last words"}}};
    const auto text = event_text(event, {});
    EXPECT_THAT(text, HasSubstr("hive-sync    exited        exit 70 after 2.0 s\n"));
    EXPECT_THAT(text, HasSubstr("    last words\n"));
}

TEST(ServicesDown, NamesEnabledOnesAlone)
{
    auto disabled = service("b", "stopped");
    disabled["enabled"] = false;
    EXPECT_EQ(services_down(status_with({service("a", "ready"), disabled})), "");
    EXPECT_EQ(services_down(status_with({service("a", "backoff"), service("c", "starting")})),
        "a is backoff, c is starting");
}

TEST(FindService, TakesTheNameWithOrWithoutHive)
{
    const auto status = status_with({service("hive-proxy", "ready")});
    EXPECT_NE(find_service(status, "proxy"), nullptr);
    EXPECT_NE(find_service(status, "hive-proxy"), nullptr);
    EXPECT_EQ(find_service(status, "ban"), nullptr);
}

}  // namespace
}  // namespace hive
