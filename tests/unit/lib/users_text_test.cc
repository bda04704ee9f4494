#include "lib/users_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;

TEST(UsersText, AddsANewUserAtTheEnd)
{
    EXPECT_EQ(with_user("", "ann", "h"), "ann:h\n");
    EXPECT_EQ(with_user("# people\nbob:x\n", "ann", "h"), "# people\nbob:x\nann:h\n");
    EXPECT_EQ(with_user("bob:x", "ann", "h"), "bob:x\nann:h\n");
}

TEST(UsersText, ChangesAUserInPlaceAndNothingElse)
{
    EXPECT_EQ(with_user("\n# x\r\nann:old:note\nanna:y\n bad line", "ann", "new"),
        "\n# x\r\nann:new\nanna:y\n bad line");
}

TEST(UsersText, LeavesOneLineOfAUserWhoHadTwo)
{
    EXPECT_EQ(with_user("ann:1\nbob:x\nann:2\n", "ann", "new"), "ann:new\nbob:x\n");
}

TEST(UsersText, RemovesEveryLineOfAUser)
{
    EXPECT_EQ(without_user("ann:1\nbob:x\nann:2", "ann"), "bob:x\n");
    EXPECT_EQ(without_user("anna:1\n#ann:x\n", "ann"), "anna:1\n#ann:x\n");
}

TEST(UsersText, KnowsAUserByTheWholeName)
{
    EXPECT_TRUE(has_user("bob:x\nann:1\n", "ann"));
    EXPECT_FALSE(has_user("anna:1\n#ann:1\nann\n", "ann"));
}

TEST(PlainUsers, AreLinesOfNameAndPassword)
{
    const auto users = PlainUsers::parse("# mine\n\nann:pass:word \r\nbob: x", "plain");
    EXPECT_TRUE(users.mistakes.empty());
    ASSERT_EQ(users.credentials.size(), 2u);
    EXPECT_EQ(users.credentials[0].name, "ann");
    EXPECT_EQ(users.credentials[0].password, "pass:word ");
    EXPECT_EQ(users.credentials[1].name, "bob");
    EXPECT_EQ(users.credentials[1].password, " x");
}

TEST(PlainUsers, ReportEveryMistakeWithoutThePassword)
{
    const auto users = PlainUsers::parse(
        "s3cret\nann:\n:s3cret\nbob:s3cret\nbob:s3cret\nt\tb:s3cret\n", "plain");
    std::vector<std::string> messages;
    for (const auto& mistake : users.mistakes)
        messages.push_back(mistake.message());
    EXPECT_THAT(messages,
        ElementsAre("plain:1: no ':' between a name and a password",
            "plain:2: password of user 'ann' is empty", "plain:3: a user name is empty",
            "plain:5: user 'bob' is in line 4 already",
            "plain:6: a user name holds a control character"));
}

TEST(WithMember, AddsALineForANewGroup)
{
    EXPECT_EQ(with_member("", "admin", "ann"), "admin: ann\n");
    EXPECT_EQ(with_member("editor: bob", "admin", "ann"), "editor: bob\nadmin: ann\n");
}

TEST(WithMember, JoinsAGroupThatIsThere)
{
    EXPECT_EQ(with_member("# who\nadmin: ann\neditor: bob\n", "admin", "cid"),
        "# who\nadmin: ann cid\neditor: bob\n");
}

TEST(WithMember, ChangesNothingForAMember)
{
    EXPECT_EQ(with_member("admin: ann\n", "admin", "ann"), "admin: ann\n");
}

}  // namespace
}  // namespace hive
