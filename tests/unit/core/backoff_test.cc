#include "supervisor/core/backoff.h"

#include <string>

#include <gtest/gtest.h>

namespace hive {
namespace {

using std::chrono::milliseconds;

struct Row {
    const char* name;
    int failures;
    double random;
    int milliseconds;
};

class BackoffDelay : public testing::TestWithParam<Row> { };

TEST_P(BackoffDelay, IsAsTheTableSays)
{
    EXPECT_EQ(Backoff {}.delay(GetParam().failures, GetParam().random),
        milliseconds {GetParam().milliseconds});
}

INSTANTIATE_TEST_SUITE_P(Rows, BackoffDelay,
    testing::Values(Row {"FirstRestartAtOnce", 1, 0.9, 0}, Row {"SecondAfterInitial", 2, 0.5, 100},
        Row {"ThirdAfterTwice", 3, 0.5, 200}, Row {"SixthAfterSixteenTimes", 6, 0.5, 1600},
        Row {"Capped", 12, 0.5, 60'000}, Row {"CappedForEver", 100'000, 0.5, 60'000},
        Row {"ATenthShorterAtLeast", 2, 0.0, 90}, Row {"CapWithJitter", 100, 0.0, 54'000}),
    [](const auto& row) { return row.param.name; });

TEST(Backoff, StaysBelowATenthLonger)
{
    EXPECT_LT((Backoff {}.delay(100, 0.999999)), milliseconds {66'000});
}

TEST(Backoff, TakesItsInitialAndItsCapFromTheService)
{
    const Backoff backoff {.initial = milliseconds {1000}, .cap = milliseconds {3000}};
    EXPECT_EQ(backoff.delay(2, 0.5), milliseconds {1000});
    EXPECT_EQ(backoff.delay(4, 0.5), milliseconds {3000});
}

}  // namespace
}  // namespace hive
