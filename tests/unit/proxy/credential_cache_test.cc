#include "daemons/proxy/credential_cache.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;
const CredentialCache::Clock::time_point start {};

/// Digests of one shard: the last byte chooses it.
Digest digest(unsigned char number)
{
    Digest made {};
    made.front() = number;
    return made;
}

TEST(CredentialCache, HoldsWhatWasAdded)
{
    CredentialCache cache {64, 300s};
    EXPECT_FALSE(cache.holds(digest(1), start));
    cache.add(digest(1), start);
    EXPECT_TRUE(cache.holds(digest(1), start + 299s));
    EXPECT_FALSE(cache.holds(digest(2), start));
}

TEST(CredentialCache, ForgetsAfterItsTime)
{
    CredentialCache cache {64, 300s};
    cache.add(digest(1), start);
    EXPECT_FALSE(cache.holds(digest(1), start + 300s));
    EXPECT_FALSE(cache.holds(digest(1), start));
}

TEST(CredentialCache, CountsAgainWhenAddedAgain)
{
    CredentialCache cache {64, 300s};
    cache.add(digest(1), start);
    cache.add(digest(1), start + 200s);
    EXPECT_TRUE(cache.holds(digest(1), start + 400s));
}

TEST(CredentialCache, DropsTheOneUsedLongestAgoWhenFull)
{
    CredentialCache cache {32, 300s};  // two a shard
    cache.add(digest(1), start);
    cache.add(digest(2), start);
    EXPECT_TRUE(cache.holds(digest(1), start));
    cache.add(digest(3), start);
    EXPECT_TRUE(cache.holds(digest(1), start));
    EXPECT_FALSE(cache.holds(digest(2), start));
    EXPECT_TRUE(cache.holds(digest(3), start));
}

TEST(CredentialDigester, BindsTheStoredHash)
{
    const CredentialDigester digester;
    const Credentials ann {.user = "ann", .password = "secret"};
    EXPECT_EQ(digester.bound(ann, "$old"), digester.bound(ann, "$old"));
    EXPECT_NE(digester.bound(ann, "$old"), digester.bound(ann, "$new"));
}

TEST(CredentialDigester, KeepsUserAndPasswordApart)
{
    const CredentialDigester digester;
    EXPECT_NE(digester.bound({.user = "ann", .password = "x"}, ""),
        digester.bound({.user = "an", .password = "nx"}, ""));
    EXPECT_NE(digester.token({.user = "ann", .password = "x"}),
        digester.token({.user = "an", .password = "nx"}));
}

TEST(CredentialDigester, GivesEachProcessOtherTokens)
{
    const Credentials ann {.user = "ann", .password = "secret"};
    const CredentialDigester one;
    const CredentialDigester other;
    EXPECT_EQ(one.token(ann), one.token(ann));
    EXPECT_NE(one.token(ann), other.token(ann));
    EXPECT_EQ(one.token(ann).size(), 32U);
}

}  // namespace
}  // namespace hive
