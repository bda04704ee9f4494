#include "daemons/ban/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;

const WallTime start = std::chrono::system_clock::from_time_t(1'780'000'000);

Network host(std::string_view text)
{
    return Network::parse(text).value();
}

TEST(Ledger, SaysEnoughAtTheLimitAndNotBefore)
{
    Ledger ledger {5, 600s};
    for (int i = 0; i < 4; ++i)
        EXPECT_FALSE(ledger.add(host("192.0.2.7"), start + i * 1s).is_enough);
    const auto verdict = ledger.add(host("192.0.2.7"), start + 4s);
    EXPECT_TRUE(verdict.is_enough);
    EXPECT_EQ(verdict.offences, 5);
}

TEST(Ledger, StartsFromNothingAfterABan)
{
    Ledger ledger {2, 600s};
    ledger.add(host("192.0.2.7"), start);
    ASSERT_TRUE(ledger.add(host("192.0.2.7"), start).is_enough);
    EXPECT_EQ(ledger.add(host("192.0.2.7"), start).offences, 1);
}

TEST(Ledger, ForgetsOffencesOlderThanTheWindow)
{
    Ledger ledger {3, 600s};
    ledger.add(host("192.0.2.7"), start);
    ledger.add(host("192.0.2.7"), start + 300s);
    EXPECT_EQ(ledger.add(host("192.0.2.7"), start + 600s).offences, 2);
}

TEST(Ledger, TakesLinesThatComeOutOfOrder)
{
    Ledger ledger {3, 600s};
    ledger.add(host("192.0.2.7"), start + 10s);
    ledger.add(host("192.0.2.7"), start);
    EXPECT_TRUE(ledger.add(host("192.0.2.7"), start + 5s).is_enough);
}

TEST(Ledger, DoesNotCountALateLineFromBeforeTheWindow)
{
    Ledger ledger {2, 600s};
    ledger.add(host("192.0.2.7"), start);
    EXPECT_EQ(ledger.add(host("192.0.2.7"), start - 601s).offences, 1);
}

TEST(Ledger, CountsEachAddressForItself)
{
    Ledger ledger {2, 600s};
    ledger.add(host("192.0.2.7"), start);
    EXPECT_FALSE(ledger.add(host("192.0.2.8"), start).is_enough);
    EXPECT_FALSE(ledger.add(host("2001:db8::/64"), start).is_enough);
    EXPECT_EQ(ledger.addresses(), 3U);
}

TEST(Ledger, ForgetsTheAddressSilentLongestWhenFull)
{
    Ledger ledger {2, 600s, 2};
    ledger.add(host("192.0.2.1"), start);
    ledger.add(host("192.0.2.2"), start);
    ledger.add(host("192.0.2.3"), start);
    EXPECT_EQ(ledger.addresses(), 2U);
    EXPECT_TRUE(ledger.add(host("192.0.2.3"), start).is_enough);
    EXPECT_FALSE(ledger.add(host("192.0.2.1"), start).is_enough);
}

TEST(Ledger, ForgetsWhatItIsToldTo)
{
    Ledger ledger {2, 600s};
    ledger.add(host("192.0.2.7"), start);
    ledger.forget(host("192.0.2.7"));
    EXPECT_EQ(ledger.addresses(), 0U);
}

TEST(Ledger, KeepsTheLastLinesAndGivesThemWithTheVerdict)
{
    Ledger ledger {4, 600s, 10, 2};
    for (const auto* line : {"one", "two", "three"})
        ledger.add(host("192.0.2.7"), start, line);
    EXPECT_THAT(ledger.find(host("192.0.2.7"))->lines, testing::ElementsAre("two", "three"));
    EXPECT_THAT(
        ledger.add(host("192.0.2.7"), start, "four").lines, testing::ElementsAre("three", "four"));
}

TEST(Ledger, CutsLongLines)
{
    Ledger ledger {2, 600s, 10, 2};
    ledger.add(host("192.0.2.7"), start, std::string(10'000, 'x'));
    EXPECT_EQ(ledger.find(host("192.0.2.7"))->lines.front().size(), Ledger::max_line);
}

TEST(Ledger, SaysWhoseOffencesChanged)
{
    Ledger ledger {2, 600s, 2};
    ledger.add(host("192.0.2.1"), start);
    EXPECT_THAT(ledger.take_changed(), testing::ElementsAre(host("192.0.2.1")));
    EXPECT_THAT(ledger.take_changed(), testing::IsEmpty());
    ledger.add(host("192.0.2.2"), start);
    ledger.add(host("192.0.2.3"), start);  // 192.0.2.1 goes
    EXPECT_THAT(ledger.take_changed(),
        testing::UnorderedElementsAre(host("192.0.2.1"), host("192.0.2.2"), host("192.0.2.3")));
}

TEST(Ledger, GoesOnWithTheOffencesOfAFormerRun)
{
    Ledger ledger {3, 600s};
    ledger.restore(host("192.0.2.7"), {.times = {start, start + 1s}});
    EXPECT_TRUE(ledger.add(host("192.0.2.7"), start + 2s).is_enough);
}

}  // namespace
}  // namespace hive
