#include "daemons/proxy/ban_list.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;
const BanList::Time now {1'000'000s};

Address address(std::string_view text)
{
    return Address::parse(text).value();
}

Network network(std::string_view text)
{
    return Network::parse(text).value();
}

TEST(BanList, HoldsABanUntilItsEnd)
{
    BanList bans;
    bans.ban(network("192.0.2.7"), now + 600s);
    EXPECT_TRUE(bans.holds(address("192.0.2.7"), now));
    EXPECT_FALSE(bans.holds(address("192.0.2.8"), now));
    EXPECT_FALSE(bans.holds(address("192.0.2.7"), now + 600s));
}

TEST(BanList, KnowsAMappedAddress)
{
    BanList bans;
    bans.ban(network("192.0.2.7"), now + 600s);
    EXPECT_TRUE(bans.holds(address("::ffff:192.0.2.7"), now));
}

TEST(BanList, HoldsEveryAddressOfANetwork)
{
    BanList bans;
    bans.ban(network("2001:db8:1:2::/64"), now + 600s);
    bans.ban(network("192.0.2.0/24"), now + 600s);
    EXPECT_TRUE(bans.holds(address("2001:db8:1:2::3"), now));
    EXPECT_FALSE(bans.holds(address("2001:db8:1:3::3"), now));
    EXPECT_TRUE(bans.holds(address("192.0.2.255"), now));
    EXPECT_FALSE(bans.holds(address("192.0.3.1"), now));
}

TEST(BanList, HoldsAnAddressUntilTheLastOfItsNetworksIsLifted)
{
    BanList bans;
    bans.ban(network("2001:db8::/64"), now + 1s);
    bans.ban(network("2001:db8::/48"), now + 600s);
    bans.unban(network("2001:db8::/64"));
    bans.unban(network("2001:db8::/64"));
    EXPECT_TRUE(bans.holds(address("2001:db8::3"), now));
    bans.unban(network("2001:db8::/48"));
    EXPECT_FALSE(bans.holds(address("2001:db8::3"), now));
    EXPECT_EQ(bans.size(), 0U);
}

TEST(BanList, LooksAgainWhenSomethingWasBanned)
{
    BanList bans;
    std::uint64_t clean_version = 0;
    const auto later = std::chrono::system_clock::now() + 600s;
    EXPECT_FALSE(bans.holds_by_now(address("192.0.2.7"), clean_version));
    const auto version = clean_version;
    EXPECT_FALSE(bans.holds_by_now(address("192.0.2.7"), clean_version));
    EXPECT_EQ(clean_version, version);
    bans.ban(network("192.0.2.8"), later);
    EXPECT_FALSE(bans.holds_by_now(address("192.0.2.7"), clean_version));
    EXPECT_NE(clean_version, version);
    bans.ban(network("192.0.2.7"), later);
    EXPECT_TRUE(bans.holds_by_now(address("192.0.2.7"), clean_version));
    EXPECT_TRUE(bans.holds_by_now(address("192.0.2.7"), clean_version));
}

TEST(BanList, ForgetsWhatIsLifted)
{
    BanList bans;
    bans.ban(network("192.0.2.7"), now + 600s);
    bans.unban(network("192.0.2.7"));
    EXPECT_FALSE(bans.holds(address("192.0.2.7"), now));
}

TEST(BanList, KeepsAfterAResyncOnlyWhatWasToldAgain)
{
    BanList bans;
    bans.ban(network("192.0.2.7"), now + 600s);
    bans.ban(network("192.0.2.8"), now + 600s);
    bans.begin_resync();
    bans.ban(network("192.0.2.7"), now + 600s);
    EXPECT_TRUE(bans.holds(address("192.0.2.8"), now));
    bans.end_resync();
    EXPECT_TRUE(bans.holds(address("192.0.2.7"), now));
    EXPECT_FALSE(bans.holds(address("192.0.2.8"), now));
}

TEST(BanList, ExpiresWhatHasEnded)
{
    BanList bans;
    bans.ban(network("192.0.2.7"), now + 1s);
    bans.ban(network("192.0.2.8"), now + 3s);
    bans.expire(now + 2s);
    EXPECT_EQ(bans.size(), 1U);
}

TEST(BanList, KeepsNoMoreThanItsCapacity)
{
    BanList bans;
    for (std::size_t i = 0; i < BanList::capacity; ++i) {
        const std::array<unsigned char, 4> bytes {10, static_cast<unsigned char>(i >> 16),
            static_cast<unsigned char>(i >> 8), static_cast<unsigned char>(i)};
        ASSERT_TRUE(bans.ban(Network {Address::from_bytes(bytes), 32}, now));
    }
    EXPECT_FALSE(bans.ban(network("192.0.2.7"), now));
    EXPECT_TRUE(bans.ban(network("10.0.0.1"), now + 1s));
}

}  // namespace
}  // namespace hive
