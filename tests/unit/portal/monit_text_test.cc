#include "supervisor/portal/monit_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "supervisor/portal/monit_xml.h"
#include "tests/unit/portal/samples.h"

namespace hive {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string without_colours(std::string text)
{
    for (auto at = text.find('\x1b'); at != text.npos; at = text.find('\x1b'))
        text.erase(at, text.find('m', at) + 1 - at);
    return text;
}

class MonitView : public testing::Test {
protected:
    void SetUp() override
    {
        Json snapshot
            = sample_snapshot({sample_service("hive-sync"), sample_service("hive-ban", "backoff"),
                sample_service("hive-chart", "stopped"), sample_service("hive-guard", "starting")});
        snapshot["snapshot"]["checks"]
            = {sample_check("var", "filesystem", "degraded"), sample_check("sshd", "process")};
        ASSERT_TRUE(view.apply(snapshot));
        services = monit_services(view, wall_time(1780000200));
    }
    Result<std::vector<MonitService>> choose(MonitRequest request) const
    {
        return chosen(services, request);
    }
    MonitHead head {.version = "5.33.0", .uptime = std::chrono::minutes {125}};
    CoreView view;
    std::vector<MonitService> services;
};

TEST_F(MonitView, ListsTheMachineFirst)
{
    ASSERT_EQ(services.size(), 7U);
    EXPECT_EQ(services[0].name, "lindenhof");
    EXPECT_EQ(services[0].title, "System");
}

TEST_F(MonitView, CountsStatesAsMonitDoes)
{
    EXPECT_EQ(monit_report(services, ""),
        "up:             3 (42.9%)\ndown:           2 (28.6%)\ninitialising:   1 (14.3%)\n"
        "unmonitored:    1 (14.3%)\ntotal:          7 services\n");
    EXPECT_EQ(monit_report(services, "down"), "2\n");
    EXPECT_EQ(monit_report(services, "total"), "7\n");
}

TEST_F(MonitView, SummaryIsATable)
{
    const std::string text = without_colours(monit_summary(head, services));
    EXPECT_THAT(text, HasSubstr("Monit 5.33.0 uptime: 2h 5m\n"));
    EXPECT_THAT(text,
        HasSubstr(
            "│ Service Name                    │ Status                     │ Type          │\n"));
    EXPECT_THAT(text,
        HasSubstr(
            "│ hive-ban                        │ Does not exist             │ Process       │\n"));
    EXPECT_THAT(text,
        HasSubstr(
            "│ var                             │ Resource limit matched     │ Filesystem    │\n"));
}

TEST_F(MonitView, StatusHasAFactALine)
{
    const std::string text = without_colours(monit_status(head, services));
    EXPECT_THAT(text,
        HasSubstr("Process 'hive-sync'\n  status                       OK\n"
                  "  monitoring status            Monitored\n"));
    EXPECT_THAT(text, HasSubstr("  pid                          42\n"));
    EXPECT_THAT(text, HasSubstr("  rule broken                  space > 90\n"));
}

TEST_F(MonitView, ChoosesByNameGroupAndPattern)
{
    EXPECT_EQ(choose({})->size(), 7U);
    EXPECT_EQ(choose({.services = {"hive-.*"}})->size(), 4U);
    EXPECT_EQ(choose({.group = "host"})->size(), 2U);
    EXPECT_EQ(
        choose({.services = {"nope"}}).error().message(), "There is no service named \"nope\"");
    EXPECT_EQ(choose({.group = "nope"}).error().message(), "Service group 'nope' not found");
}

TEST_F(MonitView, XmlNumbersTypesAndFaultsAsMonitDoes)
{
    const std::string xml = monit_xml({.id = "ab", .host = "linden<hof"}, services);
    EXPECT_THAT(xml, HasSubstr("<localhostname>linden&lt;hof</localhostname>"));
    EXPECT_THAT(xml, HasSubstr(R"(<service type="5"><name>lindenhof</name>)"));
    EXPECT_THAT(xml, HasSubstr(R"(<service type="3"><name>hive-ban</name>)"));
    EXPECT_THAT(xml, HasSubstr("<status>512</status>"));
    EXPECT_THAT(xml, HasSubstr("<block><percent>71.5</percent></block>"));
    EXPECT_THAT(xml, HasSubstr("<monitor>2</monitor>"));
}

TEST(MonitXml, CannotBeEndedEarlyByAProgramsOutput)
{
    Json told = sample_check("backup", "program");
    told["metrics"]["output"] = "a]]><evil>\x01";
    CoreView view;
    Json snapshot = sample_snapshot({});
    snapshot["snapshot"]["checks"] = {told};
    ASSERT_TRUE(view.apply(snapshot));
    const std::string xml = monit_xml({}, monit_services(view, {}));
    EXPECT_THAT(xml, Not(HasSubstr("<evil>")));
    EXPECT_THAT(xml, Not(HasSubstr("a]]>")));
}

TEST(MonitRefusal, HoldsItsMessageWhereTheCommandLineLooks)
{
    EXPECT_THAT(monit_refusal(400, "Bad Request", "no \"<x>\""),
        HasSubstr("<h2>Bad Request</h2>no \"&lt;x&gt;\"<hr>"));
}

}  // namespace
}  // namespace hive
