#include "daemons/ban/login_repeats.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;

const WallTime start = std::chrono::system_clock::from_time_t(1'780'000'000);
const Network client = Network::parse("192.0.2.7").value();

TEST(LoginRepeats, CountsTheSameCredentialOnceAMinute)
{
    LoginRepeats repeats;
    EXPECT_FALSE(repeats.is_repeat(client, "aa", start));
    EXPECT_TRUE(repeats.is_repeat(client, "aa", start));
    EXPECT_TRUE(repeats.is_repeat(client, "aa", start + 59s));
    EXPECT_FALSE(repeats.is_repeat(client, "aa", start + 60s));
}

TEST(LoginRepeats, CountsEveryOtherCredential)
{
    LoginRepeats repeats;
    EXPECT_FALSE(repeats.is_repeat(client, "aa", start));
    EXPECT_FALSE(repeats.is_repeat(client, "bb", start));
}

TEST(LoginRepeats, CountsTheSameCredentialOfAnotherClient)
{
    LoginRepeats repeats;
    EXPECT_FALSE(repeats.is_repeat(client, "aa", start));
    EXPECT_FALSE(repeats.is_repeat(Network::parse("192.0.2.8").value(), "aa", start));
}

TEST(LoginRepeats, CountsEveryFailureWithoutACredential)
{
    LoginRepeats repeats;
    EXPECT_FALSE(repeats.is_repeat(client, "", start));
    EXPECT_FALSE(repeats.is_repeat(client, "", start));
}

TEST(LoginRepeats, CountsAgainWhenTheClockWasSetBack)
{
    LoginRepeats repeats;
    EXPECT_FALSE(repeats.is_repeat(client, "aa", start));
    EXPECT_FALSE(repeats.is_repeat(client, "aa", start - 3600s));
}

TEST(LoginRepeats, ForgetsTheOldestLoginWhenFull)
{
    LoginRepeats repeats {1};
    EXPECT_FALSE(repeats.is_repeat(client, "aa", start));
    EXPECT_FALSE(repeats.is_repeat(client, "bb", start));
    EXPECT_FALSE(repeats.is_repeat(client, "aa", start));
}

}  // namespace
}  // namespace hive
