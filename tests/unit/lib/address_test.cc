#include "lib/address.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

TEST(Address, HoldsAMappedAddressAsIPv4)
{
    const auto address = Address::parse("::ffff:192.0.2.7");
    ASSERT_TRUE(address);
    EXPECT_TRUE(address->is_v4());
    EXPECT_EQ(address->text(), "192.0.2.7");
}

TEST(Address, WritesIPv6InItsShortForm)
{
    EXPECT_EQ(Address::parse("2001:DB8:0:0::1").value().text(), "2001:db8::1");
}

TEST(Address, KnowsLoopback)
{
    EXPECT_TRUE(Address::parse("127.3.2.1").value().is_loopback());
    EXPECT_TRUE(Address::parse("::1").value().is_loopback());
    EXPECT_FALSE(Address::parse("192.0.2.1").value().is_loopback());
}

class BadAddress : public testing::TestWithParam<const char*> { };
TEST_P(BadAddress, IsRefused)
{
    EXPECT_FALSE(Address::parse(GetParam()));
}
INSTANTIATE_TEST_SUITE_P(Table, BadAddress,
    testing::Values(
        "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4x", "::g", "1.2.3.4 ", "[::1]"));

struct ContainsCase {
    const char* name;
    const char* network;
    const char* address;
    bool expected;
};
class Containment : public testing::TestWithParam<ContainsCase> { };
TEST_P(Containment, IsByLeadingBits)
{
    const auto network = Network::parse(GetParam().network);
    ASSERT_TRUE(network);
    EXPECT_EQ(network->contains(Address::parse(GetParam().address).value()), GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(Table, Containment,
    testing::Values(ContainsCase {"Inside", "10.0.0.0/8", "10.255.0.1", true},
        ContainsCase {"Outside", "10.0.0.0/8", "11.0.0.1", false},
        ContainsCase {"OddPrefix", "192.0.2.128/25", "192.0.2.127", false},
        ContainsCase {"Everything", "0.0.0.0/0", "203.0.113.9", true},
        ContainsCase {"OtherFamily", "0.0.0.0/0", "::1", false},
        ContainsCase {"Lone", "192.0.2.7", "192.0.2.7", true},
        ContainsCase {"V6", "2001:db8::/32", "2001:db8:ffff::1", true},
        ContainsCase {"V6Outside", "2001:db8::/32", "2001:db9::1", false}),
    [](const auto& param) { return param.param.name; });

TEST(Network, RefusesHostBitsAndSaysWhatWasMeant)
{
    const auto network = Network::parse("192.0.2.7/24");
    ASSERT_FALSE(network);
    EXPECT_EQ(network.error().message(),
        "'192.0.2.7/24' has bits set behind its prefix; meant is 192.0.2.0/24");
}

struct EndpointCase {
    const char* name;
    const char* text;
    const char* shown;  // "" when it must be refused
};
class Endpoints : public testing::TestWithParam<EndpointCase> { };
TEST_P(Endpoints, ReadAndWriteTheSame)
{
    const auto endpoint = parse_endpoint(GetParam().text);
    EXPECT_EQ(endpoint ? endpoint->text() : "", GetParam().shown);
}
INSTANTIATE_TEST_SUITE_P(Table, Endpoints,
    testing::Values(EndpointCase {"V4", "127.0.0.1:8080", "127.0.0.1:8080"},
        EndpointCase {"V6", "[::1]:80", "[::1]:80"}, EndpointCase {"Any", "*:443", "*:443"},
        EndpointCase {"Unix", "unix:/run/x.sock", "unix:/run/x.sock"},
        EndpointCase {"UnixPackets", "unix-seqpacket:/run/x.sock", "unix-seqpacket:/run/x.sock"},
        EndpointCase {"BareV6", "::1:80", ""}, EndpointCase {"NoPort", "127.0.0.1", ""},
        EndpointCase {"BigPort", "127.0.0.1:65536", ""}, EndpointCase {"Name", "localhost:80", ""},
        EndpointCase {"EmptyUnix", "unix:", ""}),
    [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace hive
