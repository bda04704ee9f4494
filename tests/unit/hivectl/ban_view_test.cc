#include "tools/hivectl/ban_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/json.h"

namespace hive {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(BanStatusText, ListsTheJails)
{
    EXPECT_EQ(ban_status_text({{"jails", {{{"name", "sshd"}}, {{"name", "hive-auth"}}}}}),
        "Status\n|- Number of jail:\t2\n`- Jail list:\tsshd, hive-auth");
}

TEST(BanStatusText, SurvivesAnAnswerWithoutJails)
{
    EXPECT_EQ(ban_status_text(Json::object()), "Status\n|- Number of jail:\t0\n`- Jail list:\t");
}

TEST(JailStatusText, NamesTheFilesAndTheBanned)
{
    const Json answer {{"jail", "sshd"},
        {"filter", {{"currently_failed", 1}, {"total_failed", 9}, {"files", {"/a", "/b"}}}},
        {"actions",
            {{"currently_banned", 2}, {"total_banned", 5},
                {"banned", {"192.0.2.7", "192.0.2.8"}}}}};
    EXPECT_EQ(jail_status_text(answer),
        "Status for the jail: sshd\n|- Filter\n|  |- Currently failed:\t1\n"
        "|  |- Total failed:\t9\n|  `- File list:\t/a /b\n`- Actions\n"
        "   |- Currently banned:\t2\n   |- Total banned:\t5\n"
        "   `- Banned IP list:\t192.0.2.7 192.0.2.8");
}

TEST(JailStatusText, NamesTheJournalOfAJailWithoutFiles)
{
    const Json answer {{"jail", "sshd"}, {"filter", {{"journal", "_SYSTEMD_UNIT=ssh.service"}}}};
    EXPECT_THAT(
        jail_status_text(answer), HasSubstr("Journal matches:\t_SYSTEMD_UNIT=ssh.service\n"));
}

TEST(BannedText, GroupsTheAddressesByJail)
{
    const Json answer {{"bans",
        {{{"jail", "sshd"}, {"address", "192.0.2.7"}}, {{"jail", "web"}, {"address", "192.0.2.9"}},
            {{"jail", "sshd"}, {"address", "192.0.2.8"}}}}};
    EXPECT_EQ(
        banned_text(answer), "[{'sshd': ['192.0.2.7', '192.0.2.8']}, {'web': ['192.0.2.9']}]");
}

TEST(BannedText, IsAnEmptyListWithoutBans)
{
    EXPECT_EQ(banned_text(Json::object()), "[]");
}

TEST(BannedTable, HasARowForEachBan)
{
    const Json answer {{"bans", {{{"jail", "sshd"}, {"address", "192.0.2.7"}, {"until", 0}}}}};
    EXPECT_THAT(banned_table(answer, false), HasSubstr("192.0.2.7  sshd"));
}

struct Setting {
    const char* name;
    Json value;
    const char* text;
};

class SettingText : public testing::TestWithParam<Setting> { };

TEST_P(SettingText, IsAsFail2banClientPrintsIt)
{
    EXPECT_EQ(
        setting_text({{GetParam().name, GetParam().value}}, GetParam().name), GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(Settings, SettingText,
    testing::Values(Setting {"bantime", 600, "600"}, Setting {"usedns", "warn", "warn"},
        Setting {"ignoreself", true, "True"}, Setting {"ignorecommand", false, "False"},
        Setting {"logpath", Json::array(), "No file is currently monitored"},
        Setting {"actions", Json::array({"nft", "mail"}), "nft, mail"}),
    [](const auto& row) { return std::string {row.param.name}; });

TEST(SettingText, DrawsAListOfFiles)
{
    EXPECT_EQ(setting_text({{"logpath", {"/a", "/b"}}}, "logpath"),
        "Current monitored log file(s):\n|- /a\n`- /b");
}

TEST(SettingText, IsEmptyForWhatAJailHasNot)
{
    EXPECT_EQ(setting_text({{"bantime", 600}}, "findtime"), "");
}

TEST(WhyText, TellsBansCountsAndWhetherItIsSafe)
{
    const Json answer {{"address", "192.0.2.7"},
        {"bans",
            {{{"jail", "sshd"}, {"in_force", true}, {"failures", 5}, {"count", 2},
                {"decision", {{"class", "scan"}, {"score", 0.9}, {"reasons", {"many 404"}}}},
                {"lines", {"Failed password"}}}}},
        {"counting", {{{"jail", "web"}, {"failures", 3}, {"limit", 5}}}},
        {"safe", "trusted proxy"}};
    const auto text = why_text(answer);
    EXPECT_THAT(text, HasSubstr("banned by sshd: 5 failures, ban number 2"));
    EXPECT_THAT(text, HasSubstr("    decided: scan, score 0.90\n    because: many 404\n"));
    EXPECT_THAT(text, HasSubstr("    Failed password\n"));
    EXPECT_THAT(text, HasSubstr("counted by web: 3 of 5 failures"));
    EXPECT_THAT(text, testing::EndsWith("never banned: trusted proxy"));
}

TEST(WhyText, SaysThatNothingIsKnown)
{
    EXPECT_EQ(why_text({{"address", "192.0.2.7"}}), "nothing is known of 192.0.2.7");
}

TEST(WhyText, PassesNoControlBytesOn)
{
    const Json answer {{"bans", {{{"jail", "web"}, {"lines", {"a\x1b[2Jb"}}}}}};
    EXPECT_THAT(why_text(answer), Not(HasSubstr("\x1b")));
}

TEST(SafeListText, HasReasonAndWho)
{
    EXPECT_THAT(safe_list_text({{"safe",
                    {{{"address", "192.0.2.0/24"}, {"reason", "listed"}, {"user", "ann"}}}}}),
        HasSubstr("192.0.2.0/24  listed  ann"));
}

}  // namespace
}  // namespace hive
