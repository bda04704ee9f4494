#include "daemons/ban/jail_file.h"

#include <filesystem>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

using Files = std::map<std::string, std::string>;

Result<JailFile> read(Files files, JailChoice choice = JailChoice::enabled)
{
    files.try_emplace("/f/filter.d/a.conf",
        "[Definition]\nfailregex = <mode> <HOST>\nmode = normal\nusedns = no\n");
    const FileSource source {.read = [&](const std::string& path) -> std::optional<std::string> {
                                 const auto found = files.find(path);
                                 return found == files.end() ? std::nullopt
                                                             : std::optional {found->second};
                             },
        .list =
            [&](const std::string& directory) {
                std::vector<std::string> names;
                for (const auto& [path, text] : files)
                    if (path.starts_with(directory + "/"))
                        names.push_back(path.substr(directory.size() + 1));
                return names;
            }};
    return read_jails("/f", source, choice);
}

/// The one jail of a jail.conf with these lines in its section.
JailDefinition jail(const std::string& lines)
{
    auto file = read(
        {{"/f/jail.conf", "[DEFAULT]\nlogpath = /l\n[j]\nenabled = true\nfilter = a\n" + lines}});
    EXPECT_THAT(file->mistakes, ElementsAre());
    return file->jails.at(0);
}

TEST(JailFile, ReadsItsFilesInTheirOrder)
{
    const auto file = read({{"/f/jail.conf",
                                "[DEFAULT]\nmaxretry = 1\nbantime = 1\nfindtime = 1\n"
                                "[a]\nfilter = %(__name__)s[mode=bad]\nlogpath = /l\n"},
        {"/f/jail.d/x.conf", "[DEFAULT]\nbantime = 2m\nfindtime = 2m\n[a]\nenabled = true\n"},
        {"/f/jail.local", "[DEFAULT]\nfindtime = 3h\n"}});
    ASSERT_TRUE(file) << file.error().message();
    ASSERT_EQ(file->jails.size(), 1U);
    const auto& jail = file->jails[0];
    EXPECT_EQ(jail.name, "a");
    EXPECT_EQ(jail.where, "/f/jail.conf:5");
    EXPECT_EQ(jail.max_retry, 1);
    EXPECT_EQ(jail.ban_time, 120s);
    EXPECT_EQ(jail.find_time, 3h);
    EXPECT_THAT(jail.rules.fail, ElementsAre("bad <HOST>"));
}

TEST(JailFile, LetsAJailOverrideItsFilter)
{
    const auto found = jail("failregex = %(known/failregex)s\n  own <HOST>\nusedns = raw\n"
                            "logtimezone = UTC+0100\nlogencoding = latin1\n");
    EXPECT_THAT(found.rules.fail, ElementsAre("normal <HOST>", "own <HOST>"));
    EXPECT_EQ(found.rules.use_dns, UseDns::raw);
    EXPECT_EQ(found.rules.time_zone, "UTC+0100");
    EXPECT_EQ(found.rules.encoding, "latin1");
}

TEST(JailFile, GivesWhatIsFollowed)
{
    const auto files = jail("logpath = /l/*.log\n  /m tail\n");
    EXPECT_THAT(files.logs, ElementsAre("/l/*.log", "/m"));
    EXPECT_THAT(files.logs_from_end, ElementsAre("/m"));
    EXPECT_TRUE(jail("backend = systemd\nlogpath =\n").reads_journal());
}

TEST(JailFile, GivesHowBansGrow)
{
    const auto growth = jail("bantime.increment = true\nbantime.factor = 2\n"
                             "bantime.multipliers = 1 2 4\nbantime.maxtime = 1w\n"
                             "bantime.rndtime = 5m\nbantime.overalljails = yes\n"
                             "bantime.formula = ban.Time * math.exp(float(ban.Count+1)*banFactor)"
                             "/math.exp(1*banFactor)\n")
                            .growth;
    EXPECT_TRUE(growth.is_on);
    EXPECT_TRUE(growth.counts_all_jails);
    EXPECT_EQ(growth.factor, 2);
    EXPECT_THAT(growth.multipliers, ElementsAre(1, 2, 4));
    EXPECT_EQ(growth.longest, 168h);
    EXPECT_EQ(growth.random, 5min);
    EXPECT_EQ(growth.formula, BanGrowth::Formula::exponential);
}

TEST(JailFile, GivesWhoIsSpared)
{
    const auto found = jail("ignoreip = 127.0.0.1/8 ::1, host.example\nignoreself = false\n"
                            "ignorecommand = /bin/check <ip>\n"
                            "ignorecache = key=\"<ip>\", max-count=7, max-time=2m\n");
    EXPECT_THAT(found.ignore, ElementsAre("127.0.0.1/8", "::1", "host.example"));
    EXPECT_FALSE(found.ignores_self);
    EXPECT_EQ(found.ignore_command.command, "/bin/check <ip>");
    EXPECT_EQ(found.ignore_command.cache_key, "<ip>");
    EXPECT_EQ(found.ignore_command.cache_size, 7U);
    EXPECT_EQ(found.ignore_command.cache_time, 2min);
}

TEST(JailFile, KnowsTheActionsThatMeanSomethingHere)
{
    const auto actions = jail("action = nftables-multiport[name=x, port=\"ssh,80\"]\n"
                              "  iptables-allports\n  nftables[type=allports]\n"
                              "  sendmail-whois[dest=\"a@b\",\n  sender=c]\n")
                             .actions;
    ASSERT_EQ(actions.size(), 4U);
    EXPECT_EQ(actions[0].kind, JailAction::Kind::ban);
    EXPECT_EQ(actions[0].options.at("port"), "ssh,80");
    EXPECT_EQ(actions[1].kind, JailAction::Kind::ban_all_ports);
    EXPECT_EQ(actions[2].kind, JailAction::Kind::ban_all_ports);
    EXPECT_EQ(actions[3].kind, JailAction::Kind::mail);
    EXPECT_EQ(actions[3].options.at("sender"), "c");
}

struct BadJailCase {
    const char* name;
    const char* lines;
    const char* message;
};
class BadJails : public testing::TestWithParam<BadJailCase> { };

TEST_P(BadJails, AreToldWithTheirPlaceWhileOthersGoOn)
{
    const auto file = read({{"/f/jail.conf",
        std::string {"[DEFAULT]\nenabled = true\nfilter = a\nlogpath = /l\n[j]\n"}
            + GetParam().lines + "[k]\n"}});
    ASSERT_TRUE(file) << file.error().message();
    EXPECT_EQ(file->jails.size(), 1U);
    ASSERT_EQ(file->mistakes.size(), 1U);
    EXPECT_THAT(file->mistakes[0], HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(Table, BadJails,
    testing::Values(BadJailCase {"Formula", "bantime.formula = ban.Time * 3\n",
                        "/f/jail.conf:6: [j] bantime.formula: 'ban.Time * 3' is Python"},
        BadJailCase {"Action", "action = cloudflare\n",
            "/f/jail.conf:6: [j] action: the action 'cloudflare' runs commands"},
        BadJailCase {"Time", "bantime = soon\n", "/f/jail.conf:6: [j] bantime: soon:"},
        BadJailCase {"Retries", "maxretry = 0\n", "/f/jail.conf:6: [j] maxretry: '0'"},
        BadJailCase {"NoFilter", "filter =\n", "[j] filter: the jail names no filter"},
        BadJailCase {"MissingFilter", "filter = none\n", "/f/filter.d/none.conf: cannot be read"},
        BadJailCase {"NoLog", "logpath =\n", "[j] logpath: the jail names no log"},
        BadJailCase {"Reference", "bantime = %(x)s\n", "/f/jail.conf:6: bantime: %(x)s refers"}),
    [](const auto& param) { return param.param.name; });

TEST(JailFile, MustBeThere)
{
    EXPECT_EQ(read({}).error().message(), "/f/jail.conf: cannot be read");
}

TEST(JailFile, ReadsEveryJailThatFail2banInstalls)
{
    if (!std::filesystem::exists("/etc/fail2ban/jail.conf"))
        GTEST_SKIP() << "fail2ban is not installed";
    const auto file = read_jails("/etc/fail2ban", disk_source(), JailChoice::all);
    ASSERT_TRUE(file) << file.error().message();
    EXPECT_GT(file->jails.size(), 80U);
    for (const auto& mistake : file->mistakes)
        EXPECT_THAT(mistake, testing::AnyOf(HasSubstr("action"), HasSubstr("refers to nothing")));
}

}  // namespace
}  // namespace hive
