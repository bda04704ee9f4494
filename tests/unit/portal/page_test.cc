#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "supervisor/portal/page_dependencies.h"
#include "supervisor/portal/page_log.h"
#include "supervisor/portal/page_more.h"
#include "supervisor/portal/page_overview.h"
#include "supervisor/portal/page_service.h"
#include "supervisor/portal/page_sign_in.h"
#include "tests/unit/portal/samples.h"

namespace hive {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view evil = "<img src=x onerror=alert(1)>";
constexpr std::string_view admin_token = "0123456789abcdef";

class Pages : public testing::Test {
protected:
    void SetUp() override
    {
        Json broken = sample_service("hive-sync", "backoff");
        broken["retry_at"] = 1780000047;
        broken["description"] = evil;
        broken["last_exit"] = {{"text", evil}, {"time", 1780000000}, {"after_seconds", 30}};
        Json snapshot = sample_snapshot({sample_service("hive-ban"), broken});
        snapshot["snapshot"]["checks"] = Json::array({sample_check("disk", "filesystem")});
        ASSERT_TRUE(core.apply(snapshot));
        for (const auto& service : core.services())
            history.note(service);
        history.sample(core.services());
    }
    [[nodiscard]] PageSource source() const
    {
        return {.core = core,
            .history = history,
            .now = wall_time(1780000000),
            .is_reachable = reachable};
    }
    [[nodiscard]] const ServiceStatus& broken() const { return *core.find("hive-sync"); }

    CoreView core;
    History history;
    bool reachable = true;
    Viewer admin {.way = Viewer::Way::session,
        .user = "ann",
        .token = std::string {admin_token},
        .is_admin = true};
    Viewer viewer {.way = Viewer::Way::session, .user = "bob", .token = "token"};
};

TEST_F(Pages, SayHowManyServicesAreReady)
{
    EXPECT_THAT(overview_page(source(), viewer), HasSubstr("1 of 2 services ready"));
}

TEST_F(Pages, OfAllServicesAreTheSameWhetherTheyAreKeptOrNot)
{
    OverviewPages pages;
    for (const Viewer& asker : {viewer, viewer, admin, viewer})
        EXPECT_EQ(pages.page(source(), asker), overview_page(source(), asker));
}

TEST_F(Pages, OfAllServicesFollowEveryChange)
{
    OverviewPages pages;
    const std::string before = pages.page(source(), viewer);
    ASSERT_TRUE(core.apply({{"service", sample_service("hive-ban", "stopped")}}));
    EXPECT_EQ(pages.page(source(), viewer), overview_page(source(), viewer));
    EXPECT_NE(pages.page(source(), viewer), before);
    const std::string checked = pages.page(source(), viewer);
    EXPECT_THAT(checked, HasSubstr("check?name=disk"));
    ASSERT_TRUE(core.apply({{"check", sample_check("disk", "filesystem", "degraded")}}));
    EXPECT_NE(pages.page(source(), viewer), checked);
    history.sample(core.services());
    EXPECT_THAT(pages.page(source(), viewer), HasSubstr("last 10 s"));
    reachable = false;
    EXPECT_EQ(pages.page(source(), viewer), overview_page(source(), viewer));
}

TEST_F(Pages, ShowButtonsToAdminsOnly)
{
    EXPECT_THAT(overview_page(source(), admin), HasSubstr(R"(value="restart")"));
    EXPECT_THAT(overview_page(source(), viewer), Not(HasSubstr(R"(value="restart")")));
    EXPECT_THAT(service_page(broken(), {}, source(), viewer), Not(HasSubstr(R"(name="action")")));
}

TEST_F(Pages, PutTheTokenIntoEveryForm)
{
    const std::string page = overview_page(source(), admin);
    const auto count = [&](std::string_view text) {
        std::size_t found = 0;
        for (auto at = page.find(text); at != page.npos; at = page.find(text, at + 1))
            ++found;
        return found;
    };
    EXPECT_EQ(count("method=\"post\""), 3U);  // two services, sign out
    EXPECT_EQ(count(fmt::format(R"(name="csrf" value="{}")", admin_token)), 3U);
}

TEST_F(Pages, EscapeWhatOthersWrote)
{
    const ServiceRecord record {.events = {{ServiceEvent {.service = "hive-sync",
                                    .kind = EventKind::exited,
                                    .text = std::string {evil},
                                    .lines = {std::string {evil}}}}},
        .log = {{std::string {evil}}}};
    for (const std::string& page : {overview_page(source(), admin),
             service_page(broken(), record, source(), admin), dependencies_page(source(), admin),
             log_page({.service = std::string {evil}, .text = std::string {evil}},
                 {{{std::string {evil}, std::string {evil}}}}, source(), admin),
             sign_in_page(evil, "", std::nullopt), message_page(evil, evil)})
        EXPECT_THAT(page, Not(HasSubstr("<img")));
}

TEST_F(Pages, HaveNoScriptOrStyleInTheMarkup)
{
    const std::string page = service_page(broken(), {}, source(), admin);
    EXPECT_THAT(page, Not(HasSubstr("style=")));
    EXPECT_THAT(page, Not(HasSubstr("<script>")));
    EXPECT_THAT(page, Not(HasSubstr("onclick")));
}

TEST_F(Pages, CountDownToTheNextTry)
{
    EXPECT_THAT(overview_page(source(), viewer),
        HasSubstr(R"(Try 1 in <b data-until="1780000047.000">47 s</b>)"));
}

TEST_F(Pages, SayWhenTheSupervisorIsAway)
{
    EXPECT_THAT(overview_page(source(), viewer), Not(HasSubstr("not reachable")));
    reachable = false;
    EXPECT_THAT(overview_page(source(), viewer), HasSubstr("not reachable"));
    EXPECT_THAT(service_page(broken(), {}, source(), viewer), HasSubstr("not reachable"));
}

TEST_F(Pages, SayWhenTheSupervisorDidNotTell)
{
    EXPECT_THAT(service_page(broken(), {}, source(), viewer), HasSubstr("did not tell"));
    EXPECT_THAT(log_page({}, std::nullopt, source(), viewer), HasSubstr("did not tell"));
}

TEST_F(Pages, ShowEveryLivePartInItsPlace)
{
    // The pages of all services and of what waits for what share a stream.
    const std::string page = overview_page(source(), admin) + dependencies_page(source(), admin);
    for (const LivePart& part : overview_parts(source()))
        EXPECT_THAT(
            page, HasSubstr(fmt::format(R"(data-live="{}">{}<)", part.key, part.content.text())))
            << part.key;
    const std::string about = service_page(broken(), {}, source(), admin)
        + service_page(broken(), {.span = HistorySpan::day}, source(), admin);
    for (const LivePart& part : service_parts(broken(), source()))
        EXPECT_THAT(
            about, HasSubstr(fmt::format(R"(data-live="{}">{}<)", part.key, part.content.text())))
            << part.key;
}

TEST_F(Pages, SayWhatAServiceMayDo)
{
    ServiceStatus service = broken();
    EXPECT_THAT(service_page(service, {}, source(), viewer), HasSubstr("not known until it is up"));
    Json object = sample_service("hive-ban");
    object["sandbox"] = sample_sandbox();
    service.sandbox = parse_sandbox_status(object);
    const std::string page = service_page(service, {}, source(), viewer);
    EXPECT_THAT(page, HasSubstr("<dt>Capabilities</dt><dd>CAP_NET_ADMIN</dd>"));
    EXPECT_THAT(page, Not(HasSubstr("not known until it is up")));
}

TEST_F(Pages, SayThatTheConfigurationIsNewerThanTheService)
{
    ServiceStatus service = broken();
    EXPECT_THAT(service_page(service, {}, source(), viewer), Not(HasSubstr("has changed")));
    service.is_outdated = true;
    service.configuration_change = "reload";
    EXPECT_THAT(service_page(service, {}, source(), viewer), HasSubstr("reload takes it up"));
    service.configuration_change = "restart";
    EXPECT_THAT(service_page(service, {}, source(), viewer), HasSubstr("reload restarts"));
    service.configuration_change = "none";
    EXPECT_THAT(service_page(service, {}, source(), viewer),
        HasSubstr("a restart of the service takes it up"));
}

TEST_F(Pages, LeadToOlderEventsAndBack)
{
    EventPage few {.events = {{.id = 7, .service = "broker", .kind = EventKind::ready}}};
    EXPECT_THAT(timeline_page({}, few, source(), viewer), Not(HasSubstr("Older events")));
    few.has_older = true;
    const std::string page
        = timeline_page({.service = "broker", .kind = "ready", .before = 9}, few, source(), viewer);
    EXPECT_THAT(page, HasSubstr(R"(href="timeline?service=broker&amp;kind=ready&amp;before=7")"));
    EXPECT_THAT(page, HasSubstr(R"(href="timeline?service=broker&amp;kind=ready">Newest)"));
}

TEST_F(Pages, SayThatThereIsNoSuchEvent)
{
    EXPECT_THAT(timeline_page({}, EventPage {}, source(), viewer), HasSubstr("No such event"));
    EXPECT_THAT(timeline_page({.before = 2}, EventPage {}, source(), viewer), HasSubstr("Newest"));
}

TEST_F(Pages, LeadToTheApiariesBehindTheProxyOnly)
{
    EXPECT_THAT(overview_page(source(), viewer), Not(HasSubstr("../app/")));
    viewer.way = Viewer::Way::proxy;
    EXPECT_THAT(overview_page(source(), viewer), HasSubstr("../app/"));
    EXPECT_THAT(overview_page(source(), viewer), Not(HasSubstr("Sign out")));
}

TEST_F(Pages, FilterTheLog)
{
    const std::vector<LoggedLine> lines {
        {"hive-ban", "banned address=192.0.2.7"}, {"hive-sync", "copied"}};
    const std::string page = log_page({.text = "192.0.2"}, lines, source(), viewer);
    EXPECT_THAT(page, HasSubstr("192.0.2.7"));
    EXPECT_THAT(page, Not(HasSubstr("copied")));
    EXPECT_THAT(
        log_page({.text = "nowhere"}, lines, source(), viewer), HasSubstr("No line matches"));
}

TEST(SignInPage, SaysHowManyTriesAreLeft)
{
    const Denied denied {.reason = Denied::Reason::wrong_password, .tries_left = 2};
    EXPECT_THAT(sign_in_page("lindenhof", "", denied), HasSubstr("2 tries left"));
}

TEST(SignInPage, SaysHowLongToWait)
{
    const Denied denied {.reason = Denied::Reason::locked, .wait = std::chrono::seconds {600}};
    EXPECT_THAT(sign_in_page("lindenhof", "", denied), HasSubstr("Wait 10 min"));
}

struct Target {
    std::string name;
    std::string target;
    bool is_own;
};
class NextTarget : public testing::TestWithParam<Target> { };

TEST_P(NextTarget, StaysWithUs)
{
    EXPECT_EQ(is_own_target(GetParam().target), GetParam().is_own);
}

INSTANTIATE_TEST_SUITE_P(Targets, NextTarget,
    testing::Values(Target {"Service", "service?name=hive-ban", true}, Target {"Log", "log", true},
        Target {"Empty", "", false}, Target {"OtherHost", "//evil.example", false},
        Target {"Scheme", "javascript:alert(1)", false}, Target {"Absolute", "/service", false},
        Target {"Backslash", "\\\\evil.example", false}, Target {"LeadingBlank", " //evil", false},
        Target {"Up", "../app", false}, Target {"LineBreak", "log\r\nSet-Cookie: a=b", false},
        Target {"Overlong", std::string(600, 'a'), false}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
