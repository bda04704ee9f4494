#include "daemons/ban/config.h"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class BanIni : public testing::Test {
protected:
    std::vector<std::string> parse(std::string_view text)
    {
        std::vector<std::string> mistakes;
        for (const auto& mistake : parse_config(text, "ban.ini", schema(config)))
            mistakes.push_back(mistake.message());
        return mistakes;
    }

    BanConfig config;
};

TEST_F(BanIni, MakesAJailOfThreeLines)
{
    EXPECT_THAT(parse("[jail shop]\nrule = bad <HOST>\nlog = /var/log/shop.log\n"), IsEmpty());
    ASSERT_THAT(config.jails, SizeIs(1));
    const auto& jail = config.jails.front();
    EXPECT_EQ(jail.name, "shop");
    EXPECT_EQ(jail.failures, 5);
    EXPECT_EQ(jail.window, std::chrono::minutes {10});
    EXPECT_EQ(jail.ban_time, std::chrono::minutes {10});
    EXPECT_THAT(jail.logs, ElementsAre("/var/log/shop.log"));
    EXPECT_THAT(jail.ports, IsEmpty());
}

TEST_F(BanIni, HasTheDirectJailWithoutASection)
{
    const auto jails = enabled_jails(config).value();
    ASSERT_THAT(jails, SizeIs(2));
    EXPECT_EQ(jails.front().name, "hive-auth");
    EXPECT_EQ(jails.back().name, "hive-guard");
}

TEST_F(BanIni, LetsASectionChangeTheDirectJail)
{
    EXPECT_THAT(parse("[jail hive-auth]\nfailures = 3\nports = 80, 443\n"), IsEmpty());
    const auto jails = enabled_jails(config).value();
    ASSERT_THAT(jails, SizeIs(2));
    const auto& direct = jails.back();
    EXPECT_EQ(direct.failures, 3);
    EXPECT_THAT(direct.ports, ElementsAre(PortRange {80, 80}, PortRange {443, 443}));
}

TEST_F(BanIni, LeavesDisabledJailsOut)
{
    EXPECT_THAT(parse("[jail hive-auth]\nenabled = no\n"), IsEmpty());
    EXPECT_THAT(enabled_jails(config).value(), SizeIs(1));
}

struct MistakeCase {
    const char* name;
    const char* text;
    const char* mistake;
};
class BanIniMistakes : public BanIni, public testing::WithParamInterface<MistakeCase> { };

TEST_P(BanIniMistakes, AreToldWithTheirLine)
{
    EXPECT_THAT(parse(GetParam().text), ElementsAre(GetParam().mistake));
}

INSTANTIATE_TEST_SUITE_P(Table, BanIniMistakes,
    testing::Values(MistakeCase {"Mode", "[ban]\nmode = on\n",
                        "ban.ini:2: mode: 'on' is none of auto|enforce|dry-run"},
        MistakeCase {"Network", "[ban]\nignore = 10.0.0.1/8\n",
            "ban.ini:2: ignore: '10.0.0.1/8' has bits set behind its prefix; meant is 10.0.0.0/8"},
        MistakeCase {"Name", "[jail a b]\nrule = <HOST>\nlog = /x\n",
            "ban.ini:1: a jail's name is 1-64 letters, digits, '-' and '_'"},
        MistakeCase {"ReservedName", "[jail manual]\nrule = <HOST>\nlog = /x\n",
            "ban.ini:1: 'manual' is the name of bans by hand"},
        MistakeCase {"NoLog", "[jail a]\nrule = <HOST>\n",
            "ban.ini:1: log: missing: a jail needs a log or the journal to follow"},
        MistakeCase {"NoRule", "[jail a]\nlog = /x\n",
            "ban.ini:1: either 'rule' or 'filter' is needed, not both"},
        MistakeCase {"Both", "[jail a]\nlog = /x\nrule = <HOST>\nfilter = b\n",
            "ban.ini:3: rule: either 'rule' or 'filter' is needed, not both"},
        MistakeCase {"BadRule", "[jail a]\nlog = /x\nrule = (\n",
            "ban.ini:3: rule: missing closing parenthesis at character 2 of the expression"},
        MistakeCase {"NoHost", "[jail a]\nlog = /x\nrule = bad\n",
            "ban.ini:3: rule: rule 1 does not say where the address is: <HOST> is missing"},
        MistakeCase {"NoSuchFilter", "[jail a]\nlog = /x\nfilter = /no/such.conf\n",
            "ban.ini:3: filter: /no/such.conf: cannot be read"},
        MistakeCase {"Action", "[jail a]\nlog = /x\nrule = <HOST>\nactions = tell\n",
            "ban.ini:4: actions: there is no [action tell]"},
        MistakeCase {"EmptyAction", "[action tell]\ntimeout = 5s\n",
            "ban.ini:1: either 'command' or 'to' is needed, not both"},
        MistakeCase {"LogAndJournal", "[jail a]\nlog = /x\njournal = yes\nrule = <HOST>\n",
            "ban.ini:3: journal: either log files or the journal, not both"},
        MistakeCase {"CountedBans", "[jail a]\ncounts_bans = yes\nlog = /x\n",
            "ban.ini:3: log: a jail that counts bans reads no log"},
        MistakeCase {"OwnPattern", "[jail a]\nlog = /var/log/hive/*.log\nrule = <HOST>\n",
            "ban.ini:2: log: '/var/log/hive/*.log' is Hive's own: failed logins come from "
            "hive-proxy directly, to the jail hive-auth"},
        MistakeCase {"Multiplier", "[jail hive-auth]\nincrement_multipliers = 1, x\n",
            "ban.ini:2: increment_multipliers: 'x' is no multiplier (0-1000000)"},
        MistakeCase {"NoMultiplier", "[jail hive-auth]\nincrement_multipliers = nan\n",
            "ban.ini:2: increment_multipliers: 'nan' is no multiplier (0-1000000)"},
        MistakeCase {"OwnLog", "[jail a]\nlog = /var/log/hive/proxy-error.log\nrule = <HOST>\n",
            "ban.ini:2: log: '/var/log/hive/proxy-error.log' is Hive's own: failed logins come "
            "from hive-proxy directly, to the jail hive-auth"},
        MistakeCase {"Port", "[jail hive-auth]\nports = 80, 0\n",
            "ban.ini:2: ports: '0' is no range of ports"},
        MistakeCase {"DirectWithLog", "[jail hive-auth]\nlog = /x\n",
            "ban.ini:2: log: hive-auth hears from Hive itself and reads no log"}),
    [](const auto& param) { return param.param.name; });

TEST_F(BanIni, FollowsHivesOwnAccessLog)
{
    EXPECT_THAT(
        parse("[jail a]\nlog = /var/log/hive/proxy-access.log\nrule = <HOST>\n"), IsEmpty());
}

TEST(FilterPath, IsAPathOrAName)
{
    EXPECT_EQ(filter_path("sshd", "/f"), "/f/filter.d/sshd.conf");
    EXPECT_EQ(filter_path("sshd.conf", "/f"), "/f/filter.d/sshd.conf");
    EXPECT_EQ(filter_path("./own.conf", "/f"), "./own.conf");
}

}  // namespace
}  // namespace hive
