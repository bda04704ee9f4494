#include "daemons/sync/retention.h"

#include <limits>

#include <gtest/gtest.h>

namespace hive {
namespace {

constexpr std::int64_t day = 86400;
constexpr std::int64_t today = 20'000 * day;
constexpr auto all = std::numeric_limits<std::int64_t>::min();

SyncConfig config()
{
    SyncConfig config;
    config.retention = std::chrono::seconds {10 * day};
    config.apiaries = {{.name = "Alder", .retention = std::chrono::seconds {2 * day}},
        {.name = "Bramble", .retention = std::chrono::seconds {0}}};
    return config;
}

struct Case {
    std::string name;
    std::string apiary;
    std::int64_t last;
    std::int64_t now;
    std::int64_t first;
};

class FirstKept : public testing::TestWithParam<Case> { };

TEST_P(FirstKept, IsTheStartOfADay)
{
    const auto& it = GetParam();
    EXPECT_EQ(first_kept(config(), it.apiary, it.last, it.now), it.first);
}

INSTANTIATE_TEST_SUITE_P(Cases, FirstKept,
    testing::Values(Case {"Usual", "Clover", today + 60, today + 120, today - 10 * day},
        Case {"OfItsOwn", "Alder", today + 60, today + 120, today - 2 * day},
        Case {"AnyAge", "Bramble", today + 60, today + 120, all},
        Case {"ClockIsAhead", "Alder", today + 60, today + 9000 * day, today - 2 * day},
        Case {"SampleIsAhead", "Alder", today + 9000 * day, today + 120, today - 2 * day},
        Case {"ClockIsNotSet", "Alder", today, 5000, all}),
    [](const auto& one) { return one.param.name; });

TEST(UnknownApiaries, AreNamedWithThoseThereAre)
{
    EXPECT_EQ(unknown_apiaries(config(), {"Alder", "Clover"}),
        std::vector<std::string> {"[apiary Bramble]: there is no such apiary, only Alder, Clover"});
}

TEST(UnknownApiaries, AreNotTheOnesThereAre)
{
    EXPECT_TRUE(unknown_apiaries(config(), {"Bramble", "Alder", "Clover"}).empty());
}

TEST(UnknownApiaries, AreNotToldBeforeAnyIsKnown)
{
    EXPECT_TRUE(unknown_apiaries(config(), {}).empty());
}

TEST(UnknownApiaries, AreToldWithTenOfManyNames)
{
    std::vector<std::string> many(300, "Alder");
    const auto sentences = unknown_apiaries(config(), many);
    ASSERT_EQ(sentences.size(), 1U);
    EXPECT_TRUE(sentences.front().ends_with("Alder, Alder and 290 more"));
}

}  // namespace
}  // namespace hive
