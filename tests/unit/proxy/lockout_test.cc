#include "daemons/proxy/lockout.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using std::chrono::seconds;

const Address ann = Address::parse("192.0.2.7").value();
constexpr Lockout::Rule rule {.failures = 3, .span = seconds {60}};
constexpr Lockout::Clock::time_point start {std::chrono::hours {1}};

TEST(Lockout, HoldsAfterSoManyFailures)
{
    Lockout lockout;
    lockout.count(ann, rule, start);
    lockout.count(ann, rule, start);
    EXPECT_FALSE(lockout.holds(ann, rule, start));
    lockout.count(ann, rule, start);
    EXPECT_TRUE(lockout.holds(ann, rule, start));
    EXPECT_FALSE(lockout.holds(Address::parse("192.0.2.8").value(), rule, start));
}

TEST(Lockout, EndsAfterItsSpanFromTheLastFailure)
{
    Lockout lockout;
    for (const int second : {0, 1, 50})
        lockout.count(ann, rule, start + seconds {second});
    EXPECT_TRUE(lockout.holds(ann, rule, start + seconds {109}));
    EXPECT_FALSE(lockout.holds(ann, rule, start + seconds {110}));
}

TEST(Lockout, ForgetsFailuresOlderThanTheSpan)
{
    Lockout lockout;
    for (const int second : {0, 1, 61})
        lockout.count(ann, rule, start + seconds {second});
    EXPECT_FALSE(lockout.holds(ann, rule, start + seconds {61}));
}

TEST(Lockout, TakesAnIpv6SiteForOneClient)
{
    Lockout lockout;
    for (const auto* const text : {"2001:db8::1", "2001:db8::2", "2001:db8::3"})
        lockout.count(Address::parse(text).value(), rule, start);
    EXPECT_TRUE(lockout.holds(Address::parse("2001:db8::9").value(), rule, start));
}

TEST(Lockout, IsOffWithoutAFailureCount)
{
    Lockout lockout;
    constexpr Lockout::Rule off {.failures = 0};
    lockout.count(ann, off, start);
    EXPECT_FALSE(lockout.holds(ann, off, start));
}

}  // namespace
}  // namespace hive
