#include "daemons/ban/safe_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

Address address(std::string_view text)
{
    return Address::parse(text).value();
}

class Safe : public testing::Test {
protected:
    void SetUp() override { safe.set_own({address("198.51.100.1"), address("2001:db8:1::1")}); }

    SafeList safe {
        {Network::parse("10.0.0.0/8").value(), Network::parse("2001:db8:2::9").value()}, 64};
};

TEST_F(Safe, SaysWhyAnAddressIsNeverBanned)
{
    EXPECT_EQ(safe.reason(address("127.0.0.5")), "loopback");
    EXPECT_EQ(safe.reason(address("::1")), "loopback");
    EXPECT_EQ(safe.reason(address("::ffff:127.0.0.1")), "loopback");
    EXPECT_EQ(safe.reason(address("10.1.2.3")), "ignored");
    EXPECT_EQ(safe.reason(address("198.51.100.1")), "own");
    EXPECT_EQ(safe.reason(address("2001:db8:1::1")), "own");
    EXPECT_EQ(safe.reason(address("192.0.2.7")), std::nullopt);
}

TEST_F(Safe, BansAnIpv4AddressAlone)
{
    EXPECT_EQ(safe.reach(address("192.0.2.7")).text(), "192.0.2.7");
}

TEST_F(Safe, BansAnIpv6AddressWithItsNetwork)
{
    EXPECT_EQ(safe.reach(address("2001:db8:3::5")).text(), "2001:db8:3::/64");
}

TEST_F(Safe, BansAnIpv6AddressAloneWhereItsNetworkHoldsASafeOne)
{
    EXPECT_EQ(safe.reach(address("2001:db8:1::5")).text(), "2001:db8:1::5");
    EXPECT_EQ(safe.reach(address("2001:db8:2::5")).text(), "2001:db8:2::5");
}

TEST_F(Safe, ProtectsNetworksThatHoldASafeAddress)
{
    EXPECT_TRUE(safe.protects(Network::parse("2001:db8:2::/64").value()));
    EXPECT_TRUE(safe.protects(Network::parse("10.1.2.3").value()));
    EXPECT_FALSE(safe.protects(Network::parse("192.0.2.7").value()));
}

TEST(OwnAddresses, HoldLoopback)
{
    EXPECT_THAT(own_addresses().value(), testing::Contains(address("127.0.0.1")));
}

}  // namespace
}  // namespace hive
