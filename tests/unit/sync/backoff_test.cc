#include "daemons/sync/backoff.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;

TEST(Backoff, DoublesWithEachFailureUpToItsCap)
{
    Backoff backoff {1s, 5s};
    EXPECT_EQ(backoff.failed(0), 1s);
    EXPECT_EQ(backoff.failed(0), 2s);
    EXPECT_EQ(backoff.failed(0), 4s);
    EXPECT_EQ(backoff.failed(0), 5s);
    EXPECT_EQ(backoff.failed(0), 5s);
    EXPECT_EQ(backoff.failures(), 5);
}

TEST(Backoff, IsShortenedByUpToHalf)
{
    Backoff backoff {8s, 60s};
    EXPECT_EQ(backoff.failed(0.5), 6s);
    EXPECT_GT(backoff.failed(0.999), 8s);
}

TEST(Backoff, BeginsAnewAfterASuccess)
{
    Backoff backoff {1s, 60s};
    EXPECT_EQ(backoff.failed(0), 1s);
    EXPECT_EQ(backoff.failed(0), 2s);
    backoff.succeeded();
    EXPECT_EQ(backoff.failed(0), 1s);
}

TEST(Backoff, StaysAtItsCapForever)
{
    Backoff backoff {1s, 300s};
    for (int i = 0; i < 1000; ++i)
        EXPECT_LE(backoff.failed(0), 300s);
    EXPECT_EQ(backoff.failed(0), 300s);
}

TEST(Jitter, MovesTheIntervalByATenthEitherWay)
{
    EXPECT_EQ(with_jitter(100s, 0), 90s);
    EXPECT_EQ(with_jitter(100s, 0.5), 100s);
    EXPECT_LE(with_jitter(100s, 0.999), 110s);
}

}  // namespace
}  // namespace hive
