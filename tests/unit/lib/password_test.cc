#include "lib/password.h"

#include <cstdlib>
#include <filesystem>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/file.h"

namespace hive {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;
using testing::HasSubstr;

struct HashCase {
    std::string name;
    std::string password;
    std::string hash;
};

std::string case_name(const testing::TestParamInfo<HashCase>& row)
{
    return row.param.name;
}

class KnownHash : public testing::TestWithParam<HashCase> { };

TEST_P(KnownHash, FitsItsPasswordAndNoOther)
{
    const auto& [name, password, hash] = GetParam();
    EXPECT_TRUE(is_known_hash(hash));
    EXPECT_TRUE(verify_password(password, hash));
    EXPECT_FALSE(verify_password("x" + password, hash));
    EXPECT_FALSE(verify_password(password.substr(1), hash));
    EXPECT_FALSE(verify_password(hash, hash));
}

// Written by htpasswd 2.4 (-B -m -s -d -2 -5), openssl passwd 3.0 and crypt(3) 4.4.
INSTANTIATE_TEST_SUITE_P(Forms, KnownHash,
    testing::Values(HashCase {"Bcrypt2y", "open sesame",
                        "$2y$05$9dB0EPrKrmDnfKKKrLHVMO7qvw3k8uwRqdPMUyG2J4zLrTjrZ94XO"},
        HashCase {"Bcrypt2b", "open sesame",
            "$2b$05$QGkAlt8Stv60xcK9S8Lb5OguzcVeYaZ1gRh9UkGJ8t1q20megEnua"},
        HashCase {"Bcrypt2a", "open sesame",
            "$2a$05$jR7OCxKUl.tin1AmfKW.I.xtPxU2POAzpX9VEQdYzTnvKXlnwaHDy"},
        HashCase {"Apr1", "open sesame", "$apr1$D6PicROd$okhvCm4oz1GvvWLla7x9b0"},
        HashCase {"Md5", "open sesame", "$1$abcdefgh$9qMkHazuSy1Q8myEum7yb/"},
        HashCase {"Sha256Crypt", "open sesame",
            "$5$I276gvtxTmPCvt90$2GxAip2OBt3r0Oj8Bi/toBJosAP4OmLyZL1kUr0QVsD"},
        HashCase {"Sha512Crypt", "open sesame",
            "$6$tavH33X8zG1k.Qo6$/gD4CguQ3jC1lMGCiTke0zu/lfrI.9yBbhQx3F6d9jXaFImzZi"
            "zb4ltZV3oKLwYO10/DhP/6B2mjmJ23WIoX7/"},
        HashCase {"Yescrypt", "open sesame",
            "$y$j9T$STnG1FeeIaUYKL3sNllxv1$s3s7K07UcoDga455FBIrrtMNkVREnV48Vn1jweek0l9"},
        HashCase {"GostYescrypt", "open sesame",
            "$gy$j9T$.O20u99BVpIQKb61PdAre0$ZZP2CVKKb1aUM62KidBun1Xq84AqLubmQvg2Zolx.S/"},
        HashCase {"Scrypt", "open sesame",
            "$7$CU..../....Qi7j8SS9PDQP6Eq1U8bGg/$lOUJNp.VWF/eCIUidZwapJXXzM2FBUWP2QYUERVbTy4"},
        HashCase {"Des", "open sesame", "YuAEbdfdNWqio"},
        HashCase {"Sha1", "open sesame", "{SHA}W8r/fyL/UzygmbNAjq2HbA67qac="},
        HashCase {"SaltedSha1", "open sesame", "{SSHA}bEiwulKhVqG0wRVxs1ooibgOlxZzYWx0c2FsdA=="},
        HashCase {"Plain", "open: sesame", "{PLAIN}open: sesame"}),
    case_name);

class UnknownHash : public testing::TestWithParam<HashCase> { };

TEST_P(UnknownHash, FitsNoPassword)
{
    EXPECT_FALSE(is_known_hash(GetParam().hash));
    EXPECT_FALSE(verify_password(GetParam().password, GetParam().hash));
}

INSTANTIATE_TEST_SUITE_P(Texts, UnknownHash,
    testing::Values(HashCase {"Empty", "", ""}, HashCase {"BarePassword", "secret", "secret"},
        HashCase {"LockedAccount", "", "*0"}, HashCase {"UnknownMethod", "a", "$9$salt$digest"},
        HashCase {"BcryptCutShort", "open sesame",
            "$2y$05$9dB0EPrKrmDnfKKKrLHVMO7qvw3k8uwRqdPMUyG2J4zLrTjrZ94X"},
        HashCase {"Apr1WithoutDigest", "open sesame", "$apr1$D6PicROd$"},
        HashCase {"Apr1WithoutSalt", "open sesame", "$apr1$okhvCm4oz1GvvWLla7x9b0"},
        HashCase {"Sha1CutShort", "a", "{SHA}W8r/fyL/UzygmbNA"},
        HashCase {"Sha1OfNothing", "", "{SHA}"},
        HashCase {"SaltedSha1WithoutSalt", "open sesame", "{SSHA}W8r/fyL/UzygmbNAjq2HbA67qac="},
        HashCase {"OtherScheme", "a", "{MD5}W8r/fyL/UzygmbNAjq2HbA67qac="}),
    case_name);

class Apr1 : public testing::TestWithParam<HashCase> { };

TEST_P(Apr1, IsWhatOpensslWrites)
{
    const auto& [name, password, hash] = GetParam();
    const auto salt = hash.substr(6, hash.rfind('$') - 6);
    EXPECT_EQ(apr1_hash(password, salt), hash);
}

INSTANTIATE_TEST_SUITE_P(Passwords, Apr1,
    testing::Values(HashCase {"Usual", "open sesame", "$apr1$abcdefgh$T64oOxnD8c28.dQa.2Lty1"},
        HashCase {"Empty", "", "$apr1$a$lsAcX0kKaMIVmrCtUuk5b0"},
        HashCase {"LongerThanThreeDigests",
            "a password of more than sixteen bytes, forty-odd in fact",
            "$apr1$xY$Qw2zzf6IKzKFL4nNoY0U./"}),
    case_name);

TEST(VerifyPassword, DoesNotStopAtANulByte)
{
    EXPECT_FALSE(verify_password("open sesame\0 and more"s, "$1$abcdefgh$9qMkHazuSy1Q8myEum7yb/"));
}

TEST(VerifyPassword, TakesABlankPasswordOnlyWhereItsHashSaysSo)
{
    EXPECT_TRUE(verify_password("", "$apr1$a$lsAcX0kKaMIVmrCtUuk5b0"));
    EXPECT_FALSE(verify_password("", "YuAEbdfdNWqio"));
}

TEST(HashPassword, MakesAFreshYescryptHashEachTime)
{
    const auto first = hash_password("pass: wörd").value();
    const auto second = hash_password("pass: wörd").value();
    EXPECT_TRUE(first.starts_with("$y$"));
    EXPECT_NE(first, second);
    EXPECT_TRUE(is_known_hash(first));
    EXPECT_TRUE(verify_password("pass: wörd", first));
    EXPECT_FALSE(verify_password("pass: word", first));
}

TEST(HashPassword, RefusesWhatCryptWouldCutShort)
{
    EXPECT_FALSE(hash_password("a\0b"s));
    EXPECT_FALSE(hash_password(std::string(512, 'x')));
    EXPECT_TRUE(hash_password(std::string(511, 'x')));
}

TEST(RandomPassword, IsEasyToReadAndNeverTheSame)
{
    std::set<char> letters;
    for (const char letter : random_password(2000))
        letters.insert(letter);
    EXPECT_EQ(letters.size(), 57u);
    for (const char confusing : "0O1lI"s)
        EXPECT_FALSE(letters.contains(confusing));
    EXPECT_EQ(random_password().size(), 20u);
    EXPECT_NE(random_password(), random_password());
}

constexpr auto sha = "{SHA}W8r/fyL/UzygmbNAjq2HbA67qac=";  // open sesame

std::vector<std::string> messages(const Users::Parsed& parsed)
{
    std::vector<std::string> texts;
    for (const auto& mistake : parsed.mistakes)
        texts.push_back(mistake.message());
    return texts;
}

TEST(UsersFile, HoldsOneUserALineBesideCommentsAndBlankLines)
{
    const auto parsed = Users::parse(
        fmt::format(
            "# people\n\nann:{}\r\n  # more\nBob Bee:{}:a comment\njürgen:{{PLAIN}}a:b", sha, sha),
        "users");
    EXPECT_THAT(messages(parsed), ElementsAre());
    EXPECT_THAT(parsed.users.names(), ElementsAre("Bob Bee", "ann", "jürgen"));
    EXPECT_EQ(*parsed.users.find("ann"), sha);
    EXPECT_EQ(*parsed.users.find("Bob Bee"), sha);
    EXPECT_EQ(*parsed.users.find("jürgen"), "{PLAIN}a:b");
    EXPECT_EQ(parsed.users.find("Ann"), nullptr);
    EXPECT_EQ(parsed.users.find("# people"), nullptr);
}

TEST(UsersFile, ReportsEveryMistakeAtItsLineAndKeepsTheOtherUsers)
{
    const auto parsed = Users::parse(
        fmt::format("ann:{0}\nno colon\n:{0}\nbob:secret\nann:{0}\nt\tab:{0}\neve:{0}\n", sha),
        "users");
    EXPECT_THAT(messages(parsed),
        ElementsAre("users:2: no ':' between a name and a hash", "users:3: a user name is empty",
            "users:4: hash of user 'bob' has no known form",
            "users:5: user 'ann' is in line 1 already",
            "users:6: a user name holds a control character"));
    EXPECT_THAT(parsed.users.names(), ElementsAre("ann", "eve"));
}

TEST(UsersFile, NeverShowsAHashInAMistake)
{
    const auto parsed = Users::parse("bob:topsecret\n:topsecret\nann:{SHA}topsecret\n", "users");
    ASSERT_EQ(parsed.mistakes.size(), 3u);
    for (const auto& message : messages(parsed))
        EXPECT_THAT(message, Not(HasSubstr("topsecret")));
}

TEST(UsersFile, IsLoadedFromDisk)
{
    auto directory = testing::TempDir() + "users_XXXXXX";
    ASSERT_NE(::mkdtemp(directory.data()), nullptr);
    const auto path = directory + "/users";
    EXPECT_FALSE(Users::load(path)) << "there is none yet";
    ASSERT_TRUE(write_file(path, fmt::format("ann:{}\n", sha), 0600));
    const auto loaded = Users::load(path);
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->users.size(), 1u);
    std::filesystem::remove_all(directory);
}

TEST(UserName, IsRefusedWhereItWouldBreakTheFileOrAHeader)
{
    for (const auto* const good : {"ann", "ann@hive.example", "Bob Bee", "jürgen", "a#b"})
        EXPECT_TRUE(check_user_name(good)) << good;
    for (const auto& bad :
        {""s, "a:b"s, "#ann"s, " ann"s, "ann "s, "a\nb"s, "a\0b"s, "a\x7f"s, std::string(256, 'a')})
        EXPECT_FALSE(check_user_name(bad)) << bad;
}

TEST(VerifyUser, TakesTheRightPasswordOfAKnownUserOnly)
{
    const auto users = Users::parse(fmt::format("ann:{}\n", sha), "users").users;
    EXPECT_TRUE(verify_user(users, "ann", "open sesame"));
    EXPECT_FALSE(verify_user(users, "ann", "open barley"));
    EXPECT_FALSE(verify_user(users, "bob", "open sesame"));
    EXPECT_FALSE(verify_user(users, "", ""));
    EXPECT_FALSE(verify_user(Users {}, "ann", ""));
}

const std::string apr1 = "$apr1$D6PicROd$okhvCm4oz1GvvWLla7x9b0";

class DecoyOf : public testing::TestWithParam<HashCase> { };

TEST_P(DecoyOf, HasAKnownFormAndFitsNoPassword)
{
    const auto& [name, password, hash] = GetParam();
    const auto users = Users::parse(fmt::format("a:{}\n", hash), "users").users;
    EXPECT_TRUE(is_known_hash(users.decoy("eve")));
    EXPECT_FALSE(verify_password(password, users.decoy("eve")));
}

INSTANTIATE_TEST_SUITE_P(Forms, DecoyOf,
    testing::Values(HashCase {"sha", "open sesame", sha}, HashCase {"apr1", "open sesame", apr1},
        HashCase {"plain", "open sesame", "{PLAIN}open sesame"},
        HashCase {"bcrypt", "open sesame",
            "$2y$05$9dB0EPrKrmDnfKKKrLHVMO7qvw3k8uwRqdPMUyG2J4zLrTjrZ94XO"}),
    case_name);

TEST(Decoy, IsNothingWithoutUsers)
{
    EXPECT_EQ(Users {}.decoy("eve"), "");
}

TEST(Decoy, IsOfEachKindAsOftenAsUsersHaveIt)
{
    const auto users
        = Users::parse(fmt::format("a:{0}\nb:{1}\nc:{0}\nd:{0}\n", sha, apr1), "users").users;
    int with_apr1 = 0;
    constexpr int names = 4000;
    for (int i = 0; i < names; ++i)
        with_apr1 += users.decoy(fmt::format("name{}", i)).starts_with("$apr1$") ? 1 : 0;
    EXPECT_NEAR(with_apr1, names / 4, names / 20);
}

TEST(Decoy, IsAlwaysTheSameForAName)
{
    const auto text = fmt::format("a:{0}\nb:{1}\nc:{0}\nd:{1}\n", sha, apr1);
    const auto users = Users::parse(text, "users").users;
    const auto again = Users::parse(text + fmt::format("e:{}\n", apr1), "users").users;
    int changed = 0;
    constexpr int names = 1000;
    for (int i = 0; i < names; ++i) {
        const auto name = fmt::format("name{}", i);
        EXPECT_EQ(users.decoy(name), users.decoy(name));
        changed += users.decoy(name).front() == again.decoy(name).front() ? 0 : 1;
    }
    // From a half to three fifths have the kind that has grown.
    EXPECT_NEAR(changed, names / 10, names / 20);
}

TEST(Decoy, HasTheCostUsersHave)
{
    const std::string rest = "9dB0EPrKrmDnfKKKrLHVMO7qvw3k8uwRqdPMUyG2J4zLrTjrZ94XO";
    const auto users = Users::parse(fmt::format("a:$2y$06${}\n", rest), "users").users;
    EXPECT_TRUE(users.decoy("eve").starts_with("$2y$06$"));
}

TEST(GroupsFile, TellsTheGroupsOfAUserInOrder)
{
    const auto groups = Groups::parse(
        "# who may what\neditor: ann  bob\nadmin:ann\r\nadmin: ann\n\nno colon\nempty:\n");
    EXPECT_THAT(groups.of("ann"), ElementsAre("admin", "editor"));
    EXPECT_THAT(groups.of("bob"), ElementsAre("editor"));
    EXPECT_THAT(groups.of("eve"), ElementsAre());
}

TEST(GroupsFile, IsEmptyWhenItIsMissing)
{
    EXPECT_THAT(Groups::load("/nonexistent/groups").of("ann"), ElementsAre());
}

}  // namespace
}  // namespace hive
