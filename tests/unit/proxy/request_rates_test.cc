#include "daemons/proxy/request_rates.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using std::chrono::milliseconds;

const Address ann = Address::parse("192.0.2.7").value();
constexpr RequestRates::Clock::time_point start {std::chrono::hours {1}};

TEST(RequestRates, TakeABurstAndThenTheRate)
{
    RequestRates rates;
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(rates.admit(ann, "/", 10, 3, start));
    EXPECT_FALSE(rates.admit(ann, "/", 10, 3, start));
    EXPECT_FALSE(rates.admit(ann, "/", 10, 3, start + milliseconds {99}));
    EXPECT_TRUE(rates.admit(ann, "/", 10, 3, start + milliseconds {100}));
    EXPECT_FALSE(rates.admit(ann, "/", 10, 3, start + milliseconds {100}));
}

TEST(RequestRates, CountEachClientAndScopeByItself)
{
    RequestRates rates;
    EXPECT_TRUE(rates.admit(ann, "/a/", 1, 1, start));
    EXPECT_TRUE(rates.admit(ann, "/b/", 1, 1, start));
    EXPECT_TRUE(rates.admit(Address::parse("192.0.2.8").value(), "/a/", 1, 1, start));
    EXPECT_FALSE(rates.admit(ann, "/a/", 1, 1, start));
}

TEST(RequestRates, TakeAnIpv6SiteForOneClient)
{
    RequestRates rates;
    EXPECT_TRUE(rates.admit(Address::parse("2001:db8::1").value(), "/", 1, 1, start));
    EXPECT_FALSE(rates.admit(Address::parse("2001:db8::2").value(), "/", 1, 1, start));
}

TEST(RequestRates, MakeRoomByForgettingTheQuiet)
{
    RequestRates rates;
    for (std::uint32_t i = 0; i < RequestRates::capacity * 2; ++i) {
        const std::array bytes {static_cast<unsigned char>(i >> 24U),
            static_cast<unsigned char>(i >> 16U), static_cast<unsigned char>(i >> 8U),
            static_cast<unsigned char>(i)};
        ASSERT_TRUE(rates.admit(Address::from_bytes(bytes), "/", 1, 1, start));
    }
    EXPECT_TRUE(rates.admit(ann, "/", 1, 1, start + milliseconds {2000}));
    EXPECT_FALSE(rates.admit(ann, "/", 1, 1, start + milliseconds {2000}));
}

}  // namespace
}  // namespace hive
