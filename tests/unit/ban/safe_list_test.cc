#include "daemons/ban/safe_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemons/ban/ledger.h"
#include "lib/json.h"

namespace hive {
namespace {

Address address(std::string_view text)
{
    return Address::parse(text).value();
}

class Safe : public testing::Test {
protected:
    void SetUp() override { safe.set_own({address("198.51.100.1"), address("2001:db8:1::1")}); }

    WallTime now = std::chrono::system_clock::from_time_t(1'780'000'000);
    SafeList safe {{parse_ignored("10.0.0.0/8").value(), parse_ignored("2001:db8:2::9").value(),
                       parse_ignored("home.example").value()},
        {Network::parse("203.0.113.0/28").value()}, {.v4 = 32, .v6 = 64}};
};

TEST_F(Safe, SaysWhyAnAddressIsNeverBanned)
{
    EXPECT_EQ(safe.reason(address("127.0.0.5"), now), "loopback");
    EXPECT_EQ(safe.reason(address("::1"), now), "loopback");
    EXPECT_EQ(safe.reason(address("::ffff:127.0.0.1"), now), "loopback");
    EXPECT_EQ(safe.reason(address("10.1.2.3"), now), "ignored");
    EXPECT_EQ(safe.reason(address("198.51.100.1"), now), "own");
    EXPECT_EQ(safe.reason(address("2001:db8:1::1"), now), "own");
    EXPECT_EQ(safe.reason(address("192.0.2.7"), now), std::nullopt);
}

TEST_F(Safe, BansAnIpv4AddressAlone)
{
    EXPECT_EQ(safe.reach(address("192.0.2.7"), now).text(), "192.0.2.7");
}

TEST_F(Safe, BansAnIpv6AddressWithItsNetwork)
{
    EXPECT_EQ(safe.reach(address("2001:db8:3::5"), now).text(), "2001:db8:3::/64");
}

TEST_F(Safe, BansAnIpv6AddressAloneWhereItsNetworkHoldsASafeOne)
{
    EXPECT_EQ(safe.reach(address("2001:db8:1::5"), now).text(), "2001:db8:1::5");
    EXPECT_EQ(safe.reach(address("2001:db8:2::5"), now).text(), "2001:db8:2::5");
}

TEST_F(Safe, ProtectsNetworksThatHoldASafeAddress)
{
    EXPECT_TRUE(safe.protects(Network::parse("2001:db8:2::/64").value(), now));
    EXPECT_TRUE(safe.protects(Network::parse("10.1.2.3").value(), now));
    EXPECT_FALSE(safe.protects(Network::parse("192.0.2.7").value(), now));
}

TEST_F(Safe, SparesTrustedProxies)
{
    EXPECT_EQ(safe.reason(address("203.0.113.9"), now), "trusted proxy");
    EXPECT_TRUE(safe.protects(Network::parse("203.0.113.0/24").value(), now));
}

TEST_F(Safe, SparesTheAddressesOfAName)
{
    EXPECT_EQ(safe.reason(address("192.0.2.33"), now), std::nullopt);
    safe.set_resolved("home.example", {address("192.0.2.33")});
    EXPECT_EQ(safe.reason(address("192.0.2.33"), now), "ignored");
    EXPECT_TRUE(safe.protects(Network::parse("192.0.2.32/27").value(), now));
}

TEST_F(Safe, SparesWhatAJailIgnores)
{
    const Exceptions also {.ignored = {parse_ignored("192.0.2.0/24").value()}};
    EXPECT_EQ(safe.reason(address("192.0.2.7"), now, also), "ignored");
    EXPECT_EQ(safe.reason(address("192.0.2.7"), now), std::nullopt);
}

TEST_F(Safe, DoesNotSpareTheMachineItselfWhereAJailSaysSo)
{
    safe.set_own({address("192.0.2.77")});
    EXPECT_EQ(safe.reason(address("192.0.2.77"), now), "own");
    const Exceptions also {.spares_self = false};
    EXPECT_EQ(safe.reason(address("192.0.2.77"), now, also), std::nullopt);
    EXPECT_FALSE(safe.protects(Network::parse("192.0.2.77").value(), now, also));
}

TEST_F(Safe, SparesAnAdministratorForAQuarterOfAnHour)
{
    EXPECT_TRUE(safe.note_session(address("192.0.2.7"), "ann", now));
    EXPECT_FALSE(safe.note_session(address("192.0.2.7"), "ann", now));
    EXPECT_EQ(safe.reason(address("192.0.2.7"), now + SafeList::session_time), "administrator");
    EXPECT_EQ(
        safe.reason(address("192.0.2.7"), now + SafeList::session_time + std::chrono::seconds {1}),
        std::nullopt);
    EXPECT_EQ(safe.reason(address("192.0.2.8"), now), std::nullopt);
}

TEST_F(Safe, ForgetsTheAdministratorSilentLongestWhenThereAreMoreThanSixteen)
{
    for (unsigned char i = 1; i <= SafeList::max_sessions + 1; ++i)
        safe.note_session(
            Address::from_bytes(std::array<unsigned char, 4> {192, 0, 2, i}), "x", now);
    EXPECT_EQ(safe.reason(address("192.0.2.1"), now), std::nullopt);
    EXPECT_EQ(safe.reason(address("192.0.2.2"), now), "administrator");
    EXPECT_EQ(safe.reason(address("192.0.2.17"), now), "administrator");
}

TEST_F(Safe, BansAnIpv4NetworkWhereAPrefixIsSet)
{
    const SafeList wide {{parse_ignored("192.0.3.9").value()}, {}, {.v4 = 24, .v6 = 64}};
    EXPECT_EQ(wide.reach(address("192.0.2.7"), now).text(), "192.0.2.0/24");
    EXPECT_EQ(wide.reach(address("192.0.3.7"), now).text(), "192.0.3.7");
}

TEST_F(Safe, ListsWhoIsSafeAndWhy)
{
    safe.note_session(address("192.0.2.7"), "ann", now);
    const auto list = safe.list(now);
    EXPECT_EQ(list.back()["reason"], "administrator");
    EXPECT_EQ(list.back()["user"], "ann");
    EXPECT_EQ(list[2]["address"], "10.0.0.0/8");
}

TEST_F(Safe, SparesWhatAnAdministratorPutsThere)
{
    const auto network = Network::parse("192.0.2.0/24").value();
    EXPECT_TRUE(safe.spare({.network = network, .by = "ann", .since = now}));
    EXPECT_EQ(safe.reason(address("192.0.2.7"), now), "spared");
    EXPECT_TRUE(safe.protects(Network::parse("192.0.0.0/16").value(), now));
    EXPECT_EQ(safe.list(now)[5],
        Json({{"reason", "spared"}, {"address", "192.0.2.0/24"}, {"user", "ann"},
            {"since", 1'780'000'000}}));
    EXPECT_TRUE(safe.unspare(network));
    EXPECT_FALSE(safe.unspare(network));
    EXPECT_EQ(safe.reason(address("192.0.2.7"), now), std::nullopt);
}

TEST_F(Safe, SparesABoundedNumberOfNetworks)
{
    const auto number = [](std::size_t i) {
        return Network {address(fmt::format("192.0.{}.{}", i / 256, i % 256)), 32};
    };
    for (std::size_t i = 0; i < SafeList::max_spared; ++i)
        ASSERT_TRUE(safe.spare({.network = number(i), .by = "ann", .since = now}));
    EXPECT_FALSE(safe.spare({.network = number(1000), .by = "ann", .since = now}));
    EXPECT_TRUE(safe.spare({.network = number(7), .by = "bob", .since = now}));
}

TEST(Ignored, IsANetworkOrAName)
{
    EXPECT_EQ(parse_ignored("home.example").value().name, "home.example");
    EXPECT_EQ(parse_ignored("192.0.2.0/24").value().network.text(), "192.0.2.0/24");
    EXPECT_FALSE(parse_ignored("192.0.2.1/24"));
    EXPECT_FALSE(parse_ignored("two words"));
    EXPECT_FALSE(parse_ignored(""));
}

TEST(OwnAddresses, HoldLoopback)
{
    EXPECT_THAT(own_addresses().value(), testing::Contains(address("127.0.0.1")));
}

}  // namespace
}  // namespace hive
