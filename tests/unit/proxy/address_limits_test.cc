#include "daemons/proxy/address_limits.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

Address address(std::string_view text)
{
    return Address::parse(text).value();
}

TEST(AddressLimits, CountEachAddressByItself)
{
    AddressLimits limits;
    EXPECT_TRUE(limits.enter(address("192.0.2.7"), 2));
    EXPECT_TRUE(limits.enter(address("192.0.2.7"), 2));
    EXPECT_FALSE(limits.enter(address("192.0.2.7"), 2));
    EXPECT_TRUE(limits.enter(address("192.0.2.8"), 2));
}

TEST(AddressLimits, CountAnIpv6SiteAsOne)
{
    AddressLimits limits;
    EXPECT_TRUE(limits.enter(address("2001:db8:0:1::1"), 1));
    EXPECT_FALSE(limits.enter(address("2001:db8:0:1:ffff::2"), 1));
    EXPECT_TRUE(limits.enter(address("2001:db8:0:2::1"), 1));
}

TEST(AddressLimits, GiveBackWhatLeaves)
{
    AddressLimits limits;
    EXPECT_TRUE(limits.enter(address("192.0.2.7"), 1));
    limits.leave(address("192.0.2.7"));
    EXPECT_TRUE(limits.enter(address("192.0.2.7"), 1));
}

}  // namespace
}  // namespace hive
