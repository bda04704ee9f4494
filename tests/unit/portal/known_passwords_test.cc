#include "supervisor/portal/known_passwords.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using Clock = KnownPasswords::Clock;
const Clock::time_point start {};

TEST(KnownPasswords, HoldWhatWasRightForTheSameHash)
{
    KnownPasswords known;
    EXPECT_FALSE(known.holds({"ann", "honey"}, "$2y$hash", start));
    known.add({"ann", "honey"}, "$2y$hash", start);
    EXPECT_TRUE(known.holds({"ann", "honey"}, "$2y$hash", start));
    EXPECT_FALSE(known.holds({"ann", "honey"}, "$2y$other", start));
    EXPECT_FALSE(known.holds({"ann", "wax"}, "$2y$hash", start));
    EXPECT_FALSE(known.holds({"bob", "honey"}, "$2y$hash", start));
}

TEST(KnownPasswords, ForgetAfterAWhile)
{
    KnownPasswords known;
    known.add({"ann", "honey"}, "h", start);
    EXPECT_TRUE(
        known.holds({"ann", "honey"}, "h", start + KnownPasswords::lifetime - Clock::duration {1}));
    EXPECT_FALSE(known.holds({"ann", "honey"}, "h", start + KnownPasswords::lifetime));
}

TEST(KnownPasswords, KeepOneAUser)
{
    KnownPasswords known;
    known.add({"ann", "honey"}, "h", start);
    known.add({"ann", "wax"}, "i", start);
    EXPECT_FALSE(known.holds({"ann", "honey"}, "h", start));
    EXPECT_TRUE(known.holds({"ann", "wax"}, "i", start));
}

TEST(KnownPasswords, ForgetTheOldestOfTooMany)
{
    KnownPasswords known;
    for (std::size_t i = 0; i <= KnownPasswords::most_users; ++i)
        known.add({std::to_string(i), "honey"}, "h", start);
    EXPECT_FALSE(known.holds({"0", "honey"}, "h", start));
    EXPECT_TRUE(known.holds({"1", "honey"}, "h", start));
}

}  // namespace
}  // namespace hive
