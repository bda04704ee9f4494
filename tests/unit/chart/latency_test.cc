#include "daemons/chart/latency.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;

TEST(Latency, CountsEachRequestInAllBucketsThatHoldIt)
{
    Latency latency;
    for (const auto took : {500us, 1000us, 1001us, 700000us})
        latency.add(took);
    const auto buckets = latency.buckets();
    EXPECT_EQ(buckets.front(), (MetricBucket {.bound = 0.001, .count = 2}));
    EXPECT_EQ(buckets[1], (MetricBucket {.bound = 0.0025, .count = 3}));
    EXPECT_EQ(buckets[8], (MetricBucket {.bound = 0.5, .count = 3}));
    EXPECT_EQ(buckets[9], (MetricBucket {.bound = 1, .count = 4}));
    EXPECT_NEAR(latency.sum(), 0.702501, 1e-9);
}

TEST(Latency, CountsWhatIsLongerThanAnyBucket)
{
    Latency latency;
    latency.add(1h);
    EXPECT_EQ(latency.buckets().back().count, 0);
    EXPECT_EQ(latency.count(), 1);
}

}  // namespace
}  // namespace hive
