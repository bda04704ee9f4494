#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/hivectl/ini_edit.h"
#include "tools/hivectl/setup_answers.h"
#include "tools/hivectl/setup_plan.h"

namespace hive {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Key;
using testing::Pair;

Result<SetupAnswers> parse(const std::vector<std::string>& words)
{
    return parse_setup_answers({}, words,
        [](const std::string& path) -> Result<std::string> { return "first line of " + path; });
}

TEST(SetupAnswers, AreKeysAndValues)
{
    const auto answers = parse({"admin=ann", "host=hive.example", "safe=192.0.2.7, 10.0.0.0/8"});
    ASSERT_TRUE(answers) << answers.error().message();
    EXPECT_EQ(answers->admin, "ann");
    EXPECT_EQ(answers->host, "hive.example");
    EXPECT_EQ(answers->tls_port, "443");
}

TEST(SetupAnswers, TakePasswordsFromFiles)
{
    EXPECT_EQ(
        parse({"admin_password_file=/root/secret"})->admin_password, "first line of /root/secret");
}

struct BadWord {
    std::string name;
    std::string word;
    std::string why;
};
class BadAnswer : public testing::TestWithParam<BadWord> { };

TEST_P(BadAnswer, IsRefusedWithItsReason)
{
    const auto answers = parse({GetParam().word});
    ASSERT_FALSE(answers);
    EXPECT_THAT(answers.error().message(), HasSubstr(GetParam().why));
}

INSTANTIATE_TEST_SUITE_P(Words, BadAnswer,
    testing::Values(BadWord {"NoValue", "admin", "not KEY=VALUE"},
        BadWord {"UnknownKey", "colour=red", "none of admin, admin_password_file"},
        BadWord {"OpenPassword", "admin_password=x", "does not belong on the command line"},
        BadWord {"User", "admin=a:b", "a:b"}, BadWord {"Source", "source=ftp://x", "a database is"},
        BadWord {"Host", "host=Hive Example", "not a host name"},
        BadWord {"Up", "host=../x", "not a host name"},
        BadWord {"Port", "tls_port=0", "not a port"}, BadWord {"Mail", "mail=ann", "mail address"},
        BadWord {"Server", "mail_server=mail.example", "neither smtp://"},
        BadWord {"Network", "safe=192.0.2.300", "neither an address"},
        BadWord {"LineBreak", "source_user=a\nb", "control character"},
        BadWord {"Comment", "source_user=a ; b", "';'"},
        BadWord {"Alone", "source_user=hive", "without what it belongs to"}),
    [](const auto& row) { return row.param.name; });

const SetupPlan::Files shipped {{"ban.ini", "[ban]\n;ignore = x\n"}, {"proxy.ini", "[proxy]\n"},
    {"sync.ini", "[sync]\nstart = warm\n"},
    {"supervisor.ini",
        "[supervisor]\n\n[service hive-proxy]\nlisten = http *:8080\n\n[service hive-sync]\n"}};

TEST(SetupPlan, LeavesAloneWhatHasNoAnswer)
{
    const auto plan = plan_setup({}, shipped, "/etc/hive");
    EXPECT_THAT(plan.files, IsEmpty());
    EXPECT_THAT(plan.secrets, IsEmpty());
    EXPECT_THAT(plan.restarted, IsEmpty());
}

TEST(SetupPlan, GivesThePasswordOfTheSourceToItsServiceAlone)
{
    const auto plan = plan_setup(
        {.source = "mariadb://db.example/raw", .source_user = "hive", .source_password = "honey"},
        shipped, "/etc/hive");
    EXPECT_THAT(plan.secrets, ElementsAre(Pair("source-main.password", "honey\n")));
    EXPECT_THAT(plan.files, ElementsAre(Key("supervisor.ini"), Key("sync.ini")));
    EXPECT_EQ(
        ini_value(plan.files.at("sync.ini"), "source main", "uri"), "mariadb://db.example/raw");
    EXPECT_EQ(ini_value(plan.files.at("supervisor.ini"), "service hive-sync", "credential"),
        "main:/etc/hive/source-main.password");
    EXPECT_THAT(plan.restarted, ElementsAre("hive-sync"));
}

TEST(SetupPlan, KeepsTheSocketsOfTheProxy)
{
    const auto plan = plan_setup({.host = "hive.example"}, shipped, "/etc/hive");
    EXPECT_TRUE(plan.needs_certificate);
    EXPECT_EQ(ini_value(plan.files.at("supervisor.ini"), "service hive-proxy", "listen"),
        "http *:8080, https *:443");
    EXPECT_EQ(ini_value(plan.files.at("proxy.ini"), "certificate hive.example", "certificate"),
        "tls/hive.example.pem");
}

TEST(SetupPlan, ChangesNothingTheSecondTime)
{
    const SetupAnswers answers {.source = "sqlite:rows.db",
        .host = "hive.example",
        .mail = "ann@example.net",
        .safe = "192.0.2.7"};
    auto files = shipped;
    for (const auto& [name, text] : plan_setup(answers, shipped, "/etc/hive").files)
        files[name] = text;
    const auto again = plan_setup(answers, files, "/etc/hive");
    EXPECT_THAT(again.files, IsEmpty());
    EXPECT_THAT(again.restarted, IsEmpty());
}

TEST(SetupPlan, AddsSafeAddressesToThoseThereAre)
{
    const auto plan = plan_setup({.safe = "192.0.2.7, ::1"}, shipped, "/etc/hive");
    EXPECT_EQ(ini_value(plan.files.at("ban.ini"), "ban", "ignore"), "127.0.0.0/8, ::1, 192.0.2.7");
}

}  // namespace
}  // namespace hive
