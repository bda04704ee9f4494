#include "supervisor/portal/lockout.h"

#include <gtest/gtest.h>

#include "supervisor/portal/sign_in.h"

namespace hive {
namespace {

using std::chrono::seconds;

constexpr Lockout::Limits limits {.tries = 5, .time = seconds {600}, .keys = 3};
const Clock::time_point start {seconds {5000}};

void try_times(Lockout& lockout, const std::string& key, int times, Clock::time_point when = start)
{
    for (int i = 0; i < times; ++i)
        lockout.begin_try(key, when);
}

TEST(Lockout, ServesTheTriesBeforeTheLimit)
{
    Lockout lockout {limits};
    try_times(lockout, "192.0.2.7", 4);
    EXPECT_EQ(lockout.wait("192.0.2.7", start), seconds {0});
    EXPECT_EQ(lockout.tries_left("192.0.2.7", start), 1);
}

TEST(Lockout, LocksForTheWholeTimeAtTheLimit)
{
    Lockout lockout {limits};
    try_times(lockout, "192.0.2.7", 5);
    EXPECT_EQ(lockout.wait("192.0.2.7", start), seconds {600});
    EXPECT_EQ(lockout.wait("192.0.2.7", start + seconds {599}), seconds {1});
    EXPECT_EQ(lockout.wait("192.0.2.7", start + seconds {600}), seconds {0});
    EXPECT_EQ(lockout.wait("198.51.100.1", start), seconds {0});
}

TEST(Lockout, GivesAllTriesBackAfterIt)
{
    Lockout lockout {limits};
    try_times(lockout, "192.0.2.7", 5);
    EXPECT_EQ(lockout.tries_left("192.0.2.7", start + seconds {600}), 5);
    lockout.begin_try("192.0.2.7", start + seconds {600});
    EXPECT_EQ(lockout.tries_left("192.0.2.7", start + seconds {600}), 4);
}

TEST(Lockout, StartsAgainAfterARightPassword)
{
    Lockout lockout {limits};
    try_times(lockout, "192.0.2.7", 4);
    lockout.clear("192.0.2.7");
    EXPECT_EQ(lockout.tries_left("192.0.2.7", start), 5);
    EXPECT_EQ(lockout.size(), 0U);
}

TEST(Lockout, CountsATryFromItsBeginning)
{
    Lockout lockout {limits};
    try_times(lockout, "192.0.2.7", 5);  // none of them judged yet
    EXPECT_GT(lockout.wait("192.0.2.7", start), seconds {0});
}

TEST(Lockout, ForgetsTheOldestKeyWhenFull)
{
    Lockout lockout {limits};
    try_times(lockout, "a", 5);
    try_times(lockout, "b", 1);
    try_times(lockout, "c", 1);
    try_times(lockout, "b", 1);
    try_times(lockout, "d", 1);
    EXPECT_EQ(lockout.size(), 3U);
    EXPECT_EQ(lockout.tries_left("a", start), 5);
    EXPECT_EQ(lockout.tries_left("b", start), 3);
}

TEST(LockoutKey, IsTheAddressOrItsNetworkOfOneHost)
{
    EXPECT_EQ(lockout_key(Address::parse("192.0.2.7").value()), "192.0.2.7");
    EXPECT_EQ(lockout_key(Address::parse("2001:db8::1:2:3:4").value()), "2001:db8::/64");
}

}  // namespace
}  // namespace hive
