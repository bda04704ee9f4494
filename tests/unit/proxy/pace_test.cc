#include "daemons/proxy/pace.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;

constexpr Pace::Clock::time_point start {1h};

TEST(Pace, IsJudgedWhenAStretchHasEnded)
{
    Pace pace;
    EXPECT_FALSE(pace.is_too_slow(0, 100, 10s, start));
    EXPECT_FALSE(pace.is_too_slow(1, 100, 10s, start + 9s));
    EXPECT_TRUE(pace.is_too_slow(999, 100, 10s, start + 10s));
}

TEST(Pace, IsFastEnoughWithTheLeastBytes)
{
    Pace pace;
    (void)pace.is_too_slow(50, 100, 10s, start);
    EXPECT_FALSE(pace.is_too_slow(1050, 100, 10s, start + 10s));
}

TEST(Pace, JudgesEachStretchByItself)
{
    Pace pace;
    (void)pace.is_too_slow(0, 100, 10s, start);
    EXPECT_FALSE(pace.is_too_slow(5000, 100, 10s, start + 10s));
    EXPECT_TRUE(pace.is_too_slow(5999, 100, 10s, start + 20s));
}

TEST(Pace, WantsOneByteAtLeast)
{
    Pace pace;
    (void)pace.is_too_slow(7, 0, 10s, start);
    EXPECT_FALSE(pace.is_too_slow(8, 0, 10s, start + 10s));
    EXPECT_TRUE(pace.is_too_slow(8, 0, 10s, start + 20s));
}

TEST(Pace, DoesNotCountWhileNobodyWaits)
{
    Pace pace;
    (void)pace.is_too_slow(0, 100, 10s, start);
    pace.stop();
    EXPECT_TRUE(pace.is_due(10s, start + 1s));
    EXPECT_FALSE(pace.is_too_slow(0, 100, 10s, start + 30s));
    EXPECT_FALSE(pace.is_due(10s, start + 39s));
    EXPECT_TRUE(pace.is_too_slow(1, 100, 10s, start + 40s));
}

}  // namespace
}  // namespace hive
