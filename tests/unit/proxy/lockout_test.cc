#include "daemons/proxy/lockout.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using std::chrono::seconds;

const Address ann = Address::parse("192.0.2.7").value();
using Hold = Lockout::Hold;

constexpr Lockout::Rule rule {.failures = 3, .span = seconds {60}};
constexpr Lockout::Clock::time_point start {std::chrono::hours {1}};

TEST(Lockout, HoldsAfterSoManyFailures)
{
    Lockout lockout;
    lockout.count(ann, rule, start);
    lockout.count(ann, rule, start);
    EXPECT_EQ(lockout.look(ann, rule, start), Hold::nobody);
    lockout.count(ann, rule, start);
    EXPECT_EQ(lockout.look(ann, rule, start), Hold::strangers);
    EXPECT_EQ(lockout.look(Address::parse("192.0.2.8").value(), rule, start), Hold::nobody);
}

TEST(Lockout, EndsAfterItsSpanFromTheLastFailure)
{
    Lockout lockout;
    for (const int second : {0, 1, 50})
        lockout.count(ann, rule, start + seconds {second});
    EXPECT_EQ(lockout.look(ann, rule, start + seconds {109}), Hold::strangers);
    EXPECT_EQ(lockout.look(ann, rule, start + seconds {110}), Hold::nobody);
}

TEST(Lockout, ForgetsFailuresOlderThanTheSpan)
{
    Lockout lockout;
    for (const int second : {0, 1, 61})
        lockout.count(ann, rule, start + seconds {second});
    EXPECT_EQ(lockout.look(ann, rule, start + seconds {61}), Hold::nobody);
}

TEST(Lockout, HoldsEverybodyAfterAsManyTriesAgain)
{
    Lockout lockout;
    for (int i = 0; i < 5; ++i)
        lockout.count(ann, rule, start);
    EXPECT_EQ(lockout.look(ann, rule, start), Hold::strangers);
    lockout.count(ann, rule, start + seconds {30});
    EXPECT_EQ(lockout.look(ann, rule, start + seconds {30}), Hold::everybody);
    EXPECT_EQ(lockout.look(ann, rule, start + seconds {60}), Hold::nobody);
}

TEST(Lockout, TakesAnIpv6SiteForOneClient)
{
    Lockout lockout;
    for (const auto* const text : {"2001:db8::1", "2001:db8::2", "2001:db8::3"})
        lockout.count(Address::parse(text).value(), rule, start);
    EXPECT_EQ(lockout.look(Address::parse("2001:db8::9").value(), rule, start), Hold::strangers);
}

TEST(Lockout, IsOffWithoutAFailureCount)
{
    Lockout lockout;
    constexpr Lockout::Rule off {.failures = 0};
    lockout.count(ann, off, start);
    EXPECT_EQ(lockout.look(ann, off, start), Hold::nobody);
}

}  // namespace
}  // namespace hive
