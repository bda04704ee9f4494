#include "lib/backoff.h"

#include <string>

#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

struct Row {
    const char* name;
    int failures;
    double chance;
    int milliseconds;
};

class BackoffDelay : public testing::TestWithParam<Row> { };

TEST_P(BackoffDelay, IsAsTheTableSays)
{
    EXPECT_EQ(Backoff {}.delay(GetParam().failures, GetParam().chance),
        milliseconds {GetParam().milliseconds});
}

INSTANTIATE_TEST_SUITE_P(Rows, BackoffDelay,
    testing::Values(Row {"FirstIsInitial", 1, 0.5, 100}, Row {"SecondIsTwice", 2, 0.5, 200},
        Row {"FifthIsSixteenTimes", 5, 0.5, 1600}, Row {"Capped", 12, 0.5, 60'000},
        Row {"CappedForEver", 100'000, 0.5, 60'000}, Row {"ATenthShorterAtLeast", 1, 0.0, 90},
        Row {"CapWithJitter", 100, 0.0, 54'000}),
    [](const auto& row) { return row.param.name; });

TEST(Backoff, TakesItsInitialAndItsCap)
{
    const Backoff backoff {.initial = 1s, .cap = 3s};
    EXPECT_EQ(backoff.delay(1, 0.5), 1s);
    EXPECT_EQ(backoff.delay(3, 0.5), 3s);
}

TEST(Jitter, MovesTheSpanByATenthEitherWay)
{
    EXPECT_EQ(with_jitter(100s, 0), 90s);
    EXPECT_EQ(with_jitter(100s, 0.5), 100s);
    EXPECT_LE(with_jitter(100s, 0.999), 110s);
}

}  // namespace
}  // namespace hive
