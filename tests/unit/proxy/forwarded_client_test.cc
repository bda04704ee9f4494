#include "daemons/proxy/forwarded_client.h"

#include <vector>

#include <gtest/gtest.h>

namespace hive {
namespace {

const std::vector<Network> trusted {Network::parse("10.0.0.0/8").value()};
const Address proxy = Address::parse("10.0.0.1").value();

struct ChainCase {
    const char* name;
    Fields fields;
    std::string client;
    std::string chain;
};
void PrintTo(const ChainCase& row, std::ostream* out)
{
    *out << row.name;
}

class FindForwardedClient : public testing::TestWithParam<ChainCase> { };

TEST_P(FindForwardedClient, BelievesTrustedProxiesOnly)
{
    const auto found = find_forwarded_client(GetParam().fields, proxy, trusted);
    EXPECT_EQ(found.text, GetParam().client);
    EXPECT_EQ(found.chain, GetParam().chain);
}

INSTANTIATE_TEST_SUITE_P(Chains, FindForwardedClient,
    testing::Values(ChainCase {"None", {}, "10.0.0.1", "10.0.0.1"},
        ChainCase {"One", {{"X-Forwarded-For", "192.0.2.7"}}, "192.0.2.7", "192.0.2.7, 10.0.0.1"},
        ChainCase {"MadeUpBefore", {{"X-Forwarded-For", "198.51.100.1, 192.0.2.7"}}, "192.0.2.7",
            "192.0.2.7, 10.0.0.1"},
        ChainCase {"TwoProxies", {{"X-Forwarded-For", "198.51.100.1, 192.0.2.7,10.9.9.9"}},
            "192.0.2.7", "192.0.2.7, 10.9.9.9, 10.0.0.1"},
        ChainCase {"TwoFields",
            {{"X-Forwarded-For", "198.51.100.1"}, {"X-Forwarded-For", "192.0.2.7"}}, "192.0.2.7",
            "192.0.2.7, 10.0.0.1"},
        ChainCase {"Mapped", {{"X-Forwarded-For", "::ffff:192.0.2.7"}}, "192.0.2.7",
            "192.0.2.7, 10.0.0.1"},
        ChainCase {
            "NoAddress", {{"X-Forwarded-For", "192.0.2.7, unknown"}}, "10.0.0.1", "10.0.0.1"}),
    [](const auto& row) { return row.param.name; });

TEST(FindForwardedScheme, IsBelievedToo)
{
    EXPECT_TRUE(find_forwarded_client({{"X-Forwarded-Proto", "https"}}, proxy, trusted).is_tls);
    EXPECT_FALSE(find_forwarded_client({{"X-Forwarded-Proto", "http"}}, proxy, trusted).is_tls);
}

TEST(FindForwardedScheme, IsThatOfTheNearestProxy)
{
    EXPECT_FALSE(find_forwarded_client(
        {{"X-Forwarded-Proto", "https"}, {"X-Forwarded-Proto", "http"}}, proxy, trusted)
            .is_tls);
    EXPECT_FALSE(
        find_forwarded_client({{"X-Forwarded-Proto", "https, http"}}, proxy, trusted).is_tls);
    EXPECT_TRUE(
        find_forwarded_client({{"X-Forwarded-Proto", "http,https"}}, proxy, trusted).is_tls);
}

}  // namespace
}  // namespace hive
