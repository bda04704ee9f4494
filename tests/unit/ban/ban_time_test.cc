#include "daemons/ban/ban_time.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;
using Formula = BanGrowth::Formula;

/// What fail2ban's own server/jail.py and server/observer.py come to for the same options.
struct TimeCase {
    const char* name;
    BanGrowth growth;
    int former;
    std::chrono::seconds expected;
};
class BanTimes : public testing::TestWithParam<TimeCase> { };

TEST_P(BanTimes, AreThoseOfFail2ban)
{
    const auto& [name, growth, former, expected] = GetParam();
    EXPECT_EQ(ban_time(growth, 600s, former, 0.5), expected);
}

INSTANTIATE_TEST_SUITE_P(Table, BanTimes,
    testing::Values(TimeCase {"Off", {}, 7, 600s}, TimeCase {"First", {.is_on = true}, 0, 600s},
        TimeCase {"Second", {.is_on = true}, 1, 1200s},
        TimeCase {"Fourth", {.is_on = true}, 3, 4800s},
        TimeCase {"NeverShorter", {.is_on = true, .factor = 0.1}, 1, 600s},
        TimeCase {"TwentyDoublings", {.is_on = true}, 30, 600s * (1 << 20)},
        TimeCase {"Longest", {.is_on = true, .longest = 3600s}, 9, 3600s},
        TimeCase {"Random", {.is_on = true, .random = 100s}, 1, 1250s},
        TimeCase {"Exponential", {.is_on = true, .formula = Formula::exponential}, 2, 4433s},
        TimeCase {"Multipliers", {.is_on = true, .multipliers = {1, 5, 30}}, 1, 3000s},
        TimeCase {"LastMultiplier", {.is_on = true, .multipliers = {1, 5, 30}}, 9, 18000s},
        TimeCase {"NoTimeAtAll", {.is_on = true, .multipliers = {0}}, 1, 1s}),
    [](const auto& param) { return param.param.name; });

TEST(BanTime, OfAPermanentBanStaysSo)
{
    EXPECT_EQ(ban_time({.is_on = true, .longest = 60s}, for_ever, 3, 0), for_ever);
}

}  // namespace
}  // namespace hive
