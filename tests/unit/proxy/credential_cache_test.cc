#include "daemons/proxy/credential_cache.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;
const CredentialCache::Clock::time_point start {};
const Address home = Address::parse("192.0.2.7").value();
const Address elsewhere = Address::parse("198.51.100.9").value();

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
    EXPECT_FALSE(cache.holds(digest(1), home, start));
    cache.add(digest(1), home, start);
    EXPECT_TRUE(cache.holds(digest(1), home, start + 299s));
    EXPECT_FALSE(cache.holds(digest(2), home, start));
}

TEST(CredentialCache, ForgetsAfterItsTime)
{
    CredentialCache cache {64, 300s};
    cache.add(digest(1), home, start);
    EXPECT_FALSE(cache.holds(digest(1), home, start + 300s));
    EXPECT_FALSE(cache.holds(digest(1), home, start));
}

TEST(CredentialCache, CountsAgainWhenAddedAgain)
{
    CredentialCache cache {64, 300s};
    cache.add(digest(1), home, start);
    cache.add(digest(1), home, start + 200s);
    EXPECT_TRUE(cache.holds(digest(1), home, start + 400s));
}

TEST(CredentialCache, DropsTheOneUsedLongestAgoWhenFull)
{
    CredentialCache cache {32, 300s};  // two a shard
    cache.add(digest(1), home, start);
    cache.add(digest(2), home, start);
    EXPECT_TRUE(cache.holds(digest(1), home, start));
    cache.add(digest(3), home, start);
    EXPECT_TRUE(cache.holds(digest(1), home, start));
    EXPECT_FALSE(cache.holds(digest(2), home, start));
    EXPECT_TRUE(cache.holds(digest(3), home, start));
}

TEST(CredentialCache, TellsTheSitesTheyWereUsedFrom)
{
    CredentialCache cache {64, 300s};
    cache.add(digest(1), home, start);
    EXPECT_TRUE(cache.holds_for(digest(1), home, start));
    EXPECT_FALSE(cache.holds_for(digest(1), elsewhere, start));
    EXPECT_FALSE(cache.holds_for(digest(1), elsewhere, start));
    EXPECT_TRUE(cache.holds(digest(1), elsewhere, start));
    EXPECT_TRUE(cache.holds_for(digest(1), elsewhere, start));
    EXPECT_FALSE(cache.holds_for(digest(1), home, start + 300s));
}

TEST(CredentialCache, RemembersTheLastFourSites)
{
    CredentialCache cache {64, 300s};
    cache.add(digest(1), home, start);
    for (const auto* const text : {"10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"})
        cache.add(digest(1), Address::parse(text).value(), start);
    EXPECT_FALSE(cache.holds_for(digest(1), home, start));
    EXPECT_TRUE(cache.holds_for(digest(1), Address::parse("10.0.0.1").value(), start));
    EXPECT_TRUE(cache.holds_for(digest(1), Address::parse("10.0.0.4").value(), start));
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
