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

TEST(BanList, HoldsABanUntilItsEnd)
{
    BanList bans;
    bans.ban(address("192.0.2.7"), now + 600s);
    EXPECT_TRUE(bans.holds(address("192.0.2.7"), now));
    EXPECT_FALSE(bans.holds(address("192.0.2.8"), now));
    EXPECT_FALSE(bans.holds(address("192.0.2.7"), now + 600s));
}

TEST(BanList, KnowsAMappedAddress)
{
    BanList bans;
    bans.ban(address("192.0.2.7"), now + 600s);
    EXPECT_TRUE(bans.holds(address("::ffff:192.0.2.7"), now));
}

TEST(BanList, ChangesItsVersionWithEachBan)
{
    BanList bans;
    const auto before = bans.version();
    bans.ban(address("192.0.2.7"), now + 600s);
    EXPECT_NE(bans.version(), before);
}

TEST(BanList, ForgetsWhatIsLifted)
{
    BanList bans;
    bans.ban(address("192.0.2.7"), now + 600s);
    bans.unban(address("192.0.2.7"));
    EXPECT_FALSE(bans.holds(address("192.0.2.7"), now));
}

TEST(BanList, KeepsAfterAResyncOnlyWhatWasToldAgain)
{
    BanList bans;
    bans.ban(address("192.0.2.7"), now + 600s);
    bans.ban(address("192.0.2.8"), now + 600s);
    bans.begin_resync();
    bans.ban(address("192.0.2.7"), now + 600s);
    EXPECT_TRUE(bans.holds(address("192.0.2.8"), now));
    bans.end_resync();
    EXPECT_TRUE(bans.holds(address("192.0.2.7"), now));
    EXPECT_FALSE(bans.holds(address("192.0.2.8"), now));
}

TEST(BanList, ExpiresWhatHasEnded)
{
    BanList bans;
    bans.ban(address("192.0.2.7"), now + 1s);
    bans.ban(address("192.0.2.8"), now + 3s);
    bans.expire(now + 2s);
    EXPECT_EQ(bans.size(), 1U);
}

TEST(BanList, KeepsNoMoreThanItsCapacity)
{
    BanList bans;
    for (std::size_t i = 0; i < BanList::capacity; ++i) {
        const std::array<unsigned char, 4> bytes {10, static_cast<unsigned char>(i >> 16),
            static_cast<unsigned char>(i >> 8), static_cast<unsigned char>(i)};
        ASSERT_TRUE(bans.ban(Address::from_bytes(bytes), now));
    }
    EXPECT_FALSE(bans.ban(address("192.0.2.7"), now));
    EXPECT_TRUE(bans.ban(address("10.0.0.1"), now + 1s));
}

}  // namespace
}  // namespace hive
