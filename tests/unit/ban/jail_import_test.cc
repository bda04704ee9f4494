#include "daemons/ban/jail_import.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemons/ban/ban_time.h"
#include "tests/unit/ban/temporary_directory.h"

namespace hive {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

JailDefinition definition()
{
    return {.name = "sshd",
        .where = "/f/jail.conf:7",
        .filter = "sshd",
        .rules = {.fail = {"bad <HOST>"}},
        .backend = "auto",
        .logs = {"/var/log/auth.log"},
        .actions = {{.name = "nftables-multiport", .options = {{"port", "22"}}}}};
}

TEST(JailImport, KeepsCountsTimesAndLogs)
{
    auto from = definition();
    from.max_retry = 3;
    from.max_matches = 2;
    from.find_time = 15min;
    from.ban_time = 1h;
    from.logs_from_end = {"/var/log/auth.log"};
    const auto jail = import_jail(from, "");
    ASSERT_TRUE(jail) << jail.error().message();
    EXPECT_EQ(jail->name, "sshd");
    EXPECT_EQ(jail->failures, 3);
    EXPECT_EQ(jail->max_matches, 2);
    EXPECT_EQ(jail->window, 15min);
    EXPECT_EQ(jail->ban_time, 1h);
    EXPECT_THAT(jail->logs, ElementsAre("/var/log/auth.log"));
    EXPECT_THAT(jail->logs_from_end, ElementsAre("/var/log/auth.log"));
    EXPECT_TRUE(jail->counts_past);
    EXPECT_THAT(jail->rules->fail, ElementsAre("bad <HOST>"));
}

TEST(JailImport, KeepsNoMoreMatchesThanThereIsRoomFor)
{
    auto from = definition();
    from.max_matches = 200;
    EXPECT_EQ(import_jail(from, "")->max_matches, most_matches);
}

TEST(JailImport, BansForGoodWithoutAnEnd)
{
    auto from = definition();
    from.ban_time = -1s;
    EXPECT_EQ(import_jail(from, "")->ban_time, for_ever);
}

TEST(JailImport, ClosesThePortsOfAllActions)
{
    auto from = definition();
    from.actions = {{.name = "a", .options = {{"port", "http,8080"}, {"protocol", "tcp"}}},
        {.name = "b", .options = {{"port", "5060:5061"}, {"protocol", "udp"}}}};
    const auto jail = import_jail(from, "");
    EXPECT_THAT(jail->ports,
        ElementsAre(PortRange {80, 80}, PortRange {8080, 8080}, PortRange {5060, 5061}));
    EXPECT_EQ(jail->protocol, Protocol::both);
}

TEST(JailImport, ClosesEveryPortOfOneProtocolForTheStockRange)
{
    auto from = definition();
    from.actions[0].options["port"] = "0:65535";
    const auto jail = import_jail(from, "");
    EXPECT_THAT(jail->ports, ElementsAre(PortRange {1, 65535}));
    EXPECT_EQ(jail->protocol, Protocol::tcp);
}

TEST(JailImport, ClosesEverythingForAnActionOfAllPorts)
{
    auto from = definition();
    from.actions.push_back({.kind = JailAction::Kind::ban_all_ports, .name = "iptables-allports"});
    EXPECT_THAT(import_jail(from, "")->ports, IsEmpty());
}

TEST(JailImport, FollowsTheJournalOfTheSystemdBackend)
{
    auto from = definition();
    from.backend = "systemd[journalpath=\"/run/log/journal/x\"]";
    const auto jail = import_jail(from, "");
    ASSERT_TRUE(jail) << jail.error().message();
    EXPECT_TRUE(jail->reads_journal);
    EXPECT_THAT(jail->logs, IsEmpty());
    EXPECT_EQ(jail->journal_directory, "/run/log/journal/x");
}

TEST(JailImport, CountsBansInPlaceOfTheRecidiveFilter)
{
    auto from = definition();
    from.filter = "recidive";
    const auto jail = import_jail(from, "");
    EXPECT_TRUE(jail->counts_bans);
    EXPECT_THAT(jail->logs, IsEmpty());
    EXPECT_FALSE(jail->rules);
}

TEST(JailImport, SparesWhomTheJailSpares)
{
    auto from = definition();
    from.ignore = {"127.0.0.1/8", "2001:db8::7", "home.example"};
    from.ignores_self = false;
    const auto jail = import_jail(from, "");
    ASSERT_TRUE(jail) << jail.error().message();
    EXPECT_FALSE(jail->exceptions.spares_self);
    ASSERT_EQ(jail->exceptions.ignored.size(), 3U);
    EXPECT_EQ(jail->exceptions.ignored[0].network.text(), "127.0.0.0/8");
    EXPECT_EQ(jail->exceptions.ignored[2].name, "home.example");
}

TEST(JailImport, TellsTheActionOfItsMailTo)
{
    auto from = definition();
    from.actions.push_back({.kind = JailAction::Kind::mail, .name = "sendmail"});
    EXPECT_THAT(import_jail(from, "tell")->actions, ElementsAre("tell"));
}

struct RefusalCase {
    const char* name;
    void (*change)(JailDefinition&);
    const char* message;
};
class RefusedJails : public testing::TestWithParam<RefusalCase> { };

TEST_P(RefusedJails, NameTheOptionThatHasNoMeaningHere)
{
    auto from = definition();
    GetParam().change(from);
    const auto jail = import_jail(from, "");
    ASSERT_FALSE(jail);
    EXPECT_THAT(jail.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(Table, RefusedJails,
    testing::Values(RefusalCase {"Backend", [](JailDefinition& jail) { jail.backend = "kafka"; },
                        "backend: 'kafka' is none of auto"},
        RefusalCase {"JournalFlags",
            [](JailDefinition& jail) { jail.backend = "systemd[journalflags=1]"; },
            "backend: the option 'journalflags' of systemd"},
        RefusalCase {"NoBan",
            [](JailDefinition& jail) { jail.actions[0].kind = JailAction::Kind::nothing; },
            "action: none of them bans"},
        RefusalCase {"Port", [](JailDefinition& jail) { jail.actions[0].options["port"] = "no"; },
            "action: 'no' is no port"},
        RefusalCase {"Protocol",
            [](JailDefinition& jail) { jail.actions[0].options["protocol"] = "icmp"; },
            "action: the protocol 'icmp' has no ports"},
        RefusalCase {"Mail",
            [](JailDefinition& jail) {
                jail.actions.push_back({.kind = JailAction::Kind::mail, .name = "mail-whois"});
            },
            "action: 'mail-whois' sends mail: name the [action]"},
        RefusalCase {"NoTime", [](JailDefinition& jail) { jail.ban_time = 0s; }, "bantime: "},
        RefusalCase {"Ignore", [](JailDefinition& jail) { jail.ignore = {"300.1.1.1/8"}; },
            "ignoreip: '300.1.1.1' is no IP address"},
        RefusalCase {"Shell",
            [](JailDefinition& jail) { jail.ignore_command.command = "grep <ip> /x | wc"; },
            "ignorecommand: '| wc' needs a shell"},
        RefusalCase {"Tag",
            [](JailDefinition& jail) { jail.ignore_command.command = "/bin/x <F-USER>"; },
            "ignorecommand: '<F-USER>' needs a shell, or another tag"},
        RefusalCase {"CacheKey",
            [](JailDefinition& jail) { jail.ignore_command.cache_key = "<F-USER>"; },
            "ignorecommand: answers are kept for <ip>"}),
    [](const auto& param) { return param.param.name; });

TEST(JailImport, NamesTheFileAndTheLineOfAMistake)
{
    const TemporaryDirectory directory;
    std::filesystem::create_directories(directory / "filter.d");
    std::ofstream {directory / "filter.d/a.conf"} << "[Definition]\nfailregex = bad <HOST>\n";
    std::ofstream {directory / "jail.local"}
        << "[DEFAULT]\nfilter = a\nlogpath = /l\nenabled = true\n[one]\naction = ufw\n"
           "[two]\naction = ufw\nbackend = kafka\n";
    const auto imported = import_jails(directory / ".", "");
    ASSERT_EQ(imported.jails.size(), 1U);
    EXPECT_EQ(imported.jails.front().name, "one");
    ASSERT_EQ(imported.mistakes.size(), 1U);
    EXPECT_THAT(imported.mistakes[0], HasSubstr("jail.local:7: [two] backend: 'kafka'"));
}

TEST(JailImport, FindsNoJailsWhereThereAreFiltersOnly)
{
    const TemporaryDirectory directory;
    std::filesystem::create_directories(directory / "filter.d");
    const auto imported = import_jails(directory / ".", "");
    EXPECT_THAT(imported.jails, IsEmpty());
    EXPECT_THAT(imported.mistakes, IsEmpty());
    EXPECT_THAT(import_jails("/no/such", "").mistakes,
        ElementsAre(HasSubstr("/no/such/jail.conf: cannot be read")));
}

}  // namespace
}  // namespace hive
