#include "supervisor/core/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/file.h"

namespace hive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> mistakes_in(const std::string& text)
{
    SupervisorConfig config;
    std::vector<std::string> messages;
    for (const auto& mistake : parse_config(text, "s.ini", schema(config)))
        messages.push_back(mistake.message());
    return messages;
}

TEST(SupervisorConfig, ReadsAService)
{
    SupervisorConfig config;
    const auto mistakes = parse_config("[service hive-web]\n"
                                       "command = web -c '/etc/my web.ini'\n"
                                       "user = www\n"
                                       "capabilities = cap_net_bind_service, CAP_CHOWN\n"
                                       "environment = A=1, B=\n"
                                       "listen = http *:80, admin unix:/run/a.sock 0600\n"
                                       "ready = start\n"
                                       "probe = http 127.0.0.1:80 /ping\n"
                                       "restart_delay = 250ms\n",
        "s.ini", schema(config));
    ASSERT_THAT(mistakes, IsEmpty());
    const auto& service = config.services.front();
    EXPECT_EQ(service.short_name(), "web");
    EXPECT_THAT(service.command.words, ElementsAre("web", "-c", "/etc/my web.ini"));
    EXPECT_EQ(service.configuration_file(), "/etc/my web.ini");
    EXPECT_EQ(service.capability_bits(), (1ULL << 10) | 1ULL);
    EXPECT_EQ(service.listen.size(), 2U);
    EXPECT_EQ(service.ready, ReadySign::start);
    EXPECT_EQ(service.backoff.initial, std::chrono::milliseconds {250});
}

TEST(SupervisorConfig, ReadsTheSandboxOfAService)
{
    SupervisorConfig config;
    const auto mistakes = parse_config("[service a]\n"
                                       "command = x\n"
                                       "supplementary_groups = adm, mail\n"
                                       "umask = 0077\n"
                                       "nice = -5\n"
                                       "files = 64\n"
                                       "memory = 512M\n"
                                       "core_size = 1M\n"
                                       "environment_file = -/etc/default/a\n"
                                       "working_directory = /srv\n"
                                       "credential = key:/etc/ssl/a.key\n"
                                       "credential_change = reload\n",
        "s.ini", schema(config));
    ASSERT_THAT(mistakes, IsEmpty());
    const auto& service = config.services.front();
    EXPECT_THAT(service.extra_groups, ElementsAre("adm", "mail"));
    EXPECT_EQ(service.umask, 077U);
    EXPECT_EQ(service.nice, -5);
    EXPECT_EQ(service.limits.files, 64);
    EXPECT_EQ(service.limits.memory, 512 << 20);
    EXPECT_EQ(service.limits.core_size, 1 << 20);
    EXPECT_EQ(service.environment_file, "-/etc/default/a");
    EXPECT_EQ(service.credentials.front().name, "key");
    EXPECT_EQ(service.credentials.front().file, "/etc/ssl/a.key");
    EXPECT_EQ(service.credential_change, OnChange::reload);
}

TEST(SupervisorConfig, ShippedFileIsValid)
{
    EXPECT_THAT(mistakes_in(read_file("etc/supervisor.ini").value()), IsEmpty());
}

TEST(SupervisorConfig, NamesTheCycleAndItsLine)
{
    EXPECT_THAT(mistakes_in("[service a]\ncommand = x\ndepends = b\n"
                            "[service b]\ncommand = x\ndepends = a\n"),
        ElementsAre("s.ini:3: depends: services wait for each other: a -> b -> a"));
}

struct Row {
    const char* name;
    const char* text;
    const char* mistake;
};

class Mistaken : public testing::TestWithParam<Row> { };

TEST_P(Mistaken, IsReportedWithItsLine)
{
    EXPECT_THAT(
        mistakes_in(GetParam().text), testing::Contains(testing::HasSubstr(GetParam().mistake)));
}

INSTANTIATE_TEST_SUITE_P(Rows, Mistaken,
    testing::Values(Row {"NoCommand", "[service a]\nuser = b\n", "s.ini:1: "},
        Row {"OpenQuote", "[service a]\ncommand = 'x\n", "s.ini:2: "},
        Row {"UnknownDependency", "[service a]\ncommand = x\ndepends = ghost\n",
            "s.ini:3: depends: no service is called 'ghost'"},
        Row {"UnknownCapability", "[service a]\ncommand = x\ncapabilities = CAP_FLY\n",
            "s.ini:3: capabilities: no capability is called 'CAP_FLY'"},
        Row {"NoAssignment", "[service a]\ncommand = x\nenvironment = HOME\n", "s.ini:3: "},
        Row {"RelativeWritable", "[service a]\ncommand = x\nwritable = data\n", "s.ini:3: "},
        Row {"LogFileElsewhere", "[service a]\ncommand = x\nlog_files = ../passwd\n", "s.ini:3: "},
        Row {"UnknownEnabled", "[service a]\ncommand = x\nenabled = maybe\n",
            "s.ini:3: enabled: 'maybe' is none of yes|no|laststate"},
        Row {"ProbeOption", "[service a]\ncommand = x\nprobe = http 127.0.0.1:1 / body=(\n",
            "s.ini:3: probe: '(' is not an extended regular expression"},
        Row {"CheckNamedLikeAService", "[service hive-a]\ncommand = x\n[check a]\ntype = system\n",
            "s.ini:3: a service has that name"},
        Row {"HostWithBoth", "[check a]\ntype = host\ncommand = x\nprobe = tcp h:1\n",
            "a host needs a command or a probe"},
        Row {"CredentialWithoutFile", "[service a]\ncommand = x\ncredential = key\n", "s.ini:3: "},
        Row {"CredentialElsewhere", "[service a]\ncommand = x\ncredential = ../a:/b\n",
            "s.ini:3: credential: '../a' is not the name of a credential"},
        Row {"RelativeCredential", "[service a]\ncommand = x\ncredential = a:b\n", "s.ini:3: "},
        Row {"DecimalUmask", "[service a]\ncommand = x\numask = 99\n", "s.ini:3: umask: "},
        Row {"RestartWithStranger",
            "[service a]\ncommand = x\nrestart_with = b\n"
            "[service b]\ncommand = x\n",
            "s.ini:3: restart_with: 'b' is not among what it depends on"},
        Row {"NameWithDot", "[service a.b]\ncommand = x\n", "s.ini:1: "},
        Row {"SameShortName", "[service hive-a]\ncommand = x\n[service a]\ncommand = x\n",
            "s.ini:3: "},
        Row {"NameOfTheSupervisor", "[service supervisor]\ncommand = x\n", "s.ini:1: "},
        Row {"EndpointTwice",
            "[service a]\ncommand = x\nlisten = h *:80\n[service b]\ncommand = x\nlisten = h "
            "*:80\n",
            "s.ini:6: listen: a listens on *:80 already"},
        Row {"UnknownProbe", "[service a]\ncommand = x\nprobe = maybe\n", "s.ini:3: "}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
