#include "tools/hivectl/monitrc.h"

#include <gtest/gtest.h>

#include "lib/json.h"

namespace hive {
namespace {

const MonitAccess access {.host = "127.0.0.1",
    .port = 2812,
    .user = "monit-cli",
    .password = "x",
    .pid_file = "/run/hive/supervisor.pid",
    .state_directory = "/var/lib/hive"};

TEST(Monitrc, NamesEveryServiceAndCheckWithItsGroups)
{
    const Json status {{"host", "lindenhof"},
        {"services", {{{"name", "hive-proxy"}, {"groups", {"hive"}}}}},
        {"checks",
            {{{"name", "var"}, {"type", "filesystem"}}, {{"name", "strange"}, {"type", "comet"}}}}};
    EXPECT_EQ(monitrc_text(access, status),
        "# For monit's command line, which asks hive-portal; made by hivectl monitrc.\n"
        "set pidfile /run/hive/supervisor.pid\nset idfile /var/lib/hive/monit.id\n"
        "set statefile /var/lib/hive/monit.state\n"
        "set httpd port 2812 and use address 127.0.0.1\n    allow monit-cli:\"x\"\n"
        "check system \"lindenhof\"\n"
        "check process \"hive-proxy\" with pidfile /nonexistent\n    group \"hive\"\n"
        "check filesystem \"var\" with path /nonexistent\n");
}

TEST(Monitrc, HasMonitSpeakTlsWhereThePortalDoes)
{
    auto secured = access;
    secured.own_path = "/root/.monitrc";
    EXPECT_NE(
        monitrc_text(secured, Json::object())
            .find("use address 127.0.0.1\n    with ssl { pemfile: /root/.monitrc }\n    allow"),
        std::string::npos);
}

TEST(Monitrc, CallsTheMachineAsItsCheckIsCalled)
{
    const Json status {{"host", "lindenhof"}, {"services", Json::array()},
        {"checks", {{{"name", "machine"}, {"type", "system"}}}}};
    EXPECT_NE(monitrc_text(access, status).find("check system \"machine\"\n"), std::string::npos);
}

}  // namespace
}  // namespace hive
