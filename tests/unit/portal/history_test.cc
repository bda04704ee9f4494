#include "supervisor/portal/history.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsNan;
using testing::SizeIs;

const WallTime now = wall_time(1'780'000'000);

ServiceStatus running(std::string name, double cpu_percent)
{
    return {.name = std::move(name),
        .state = ServiceState::ready,
        .since = now - std::chrono::hours {1},
        .pid = 42,
        .cpu_percent = cpu_percent,
        .memory_kb = 5000,
        .descriptors = 9};
}

TEST(FigureRing, GivesBackTheOldestFirst)
{
    FigureRing ring;
    for (const float value : {1.F, 2.F, 3.F})
        ring.push(value);
    EXPECT_THAT(ring.values(), ElementsAre(1, 2, 3));
}

TEST(FigureRing, KeepsTheNewestWhenFull)
{
    FigureRing ring;
    for (std::size_t i = 0; i < FigureRing::capacity + 2; ++i)
        ring.push(static_cast<float>(i));
    const auto values = ring.values();
    ASSERT_THAT(values, SizeIs(FigureRing::capacity));
    EXPECT_EQ(values.front(), 2);
    EXPECT_EQ(values.back(), static_cast<float>(FigureRing::capacity + 1));
}

TEST(Peaks, KeepTheMostOfEachGroup)
{
    const std::array<float, 6> values {1, 9, 2, 3, 0, 1};
    EXPECT_THAT(peaks(values, 3), ElementsAre(9, 3, 1));
    EXPECT_THAT(peaks(values, 100), SizeIs(6));
    EXPECT_THAT(peaks({}, 3), IsEmpty());
}

TEST(Peaks, AreNothingWhereThereIsNoValue)
{
    constexpr float none = std::numeric_limits<float>::quiet_NaN();
    const std::array<float, 4> values {none, none, none, 4};
    EXPECT_THAT(peaks(values, 2), ElementsAre(IsNan(), 4));
}

TEST(History, KeepsTheFiguresOfEachService)
{
    History history;
    const std::vector services {running("hive-ban", 2), running("hive-sync", 5)};
    for (const auto& service : services)
        history.note(service);
    history.sample(services);
    EXPECT_THAT(history.values("hive-sync", Measure::processor), ElementsAre(5));
    EXPECT_THAT(history.values("hive-sync", Measure::memory), ElementsAre(5));
    EXPECT_THAT(history.values("hive-sync", Measure::descriptors), ElementsAre(9));
    EXPECT_THAT(history.values("hive-sync", Measure::probe), ElementsAre(IsNan()));
    EXPECT_THAT(history.totals(Measure::processor), ElementsAre(7));
    EXPECT_THAT(history.values("unknown", Measure::processor), IsEmpty());
}

TEST(History, HasAGapWhileTheCoreIsAway)
{
    History history;
    const std::vector services {running("hive-ban", 2)};
    history.note(services.front());
    history.sample(services);
    history.sample({});
    EXPECT_THAT(history.values("hive-ban", Measure::processor), ElementsAre(2, IsNan()));
}

TEST(History, AddsUpServicesThatBeganAtDifferentTimes)
{
    History history;
    std::vector services {running("hive-ban", 2)};
    history.note(services.front());
    history.sample(services);
    services.push_back(running("hive-sync", 3));
    history.note(services.back());
    history.sample(services);
    EXPECT_THAT(history.totals(Measure::processor), ElementsAre(2, 5));
}

TEST(History, BeginsItsRibbonsWhereWhatIsKnownBegins)
{
    History history;
    history.note(running("hive-ban", 2));
    EXPECT_EQ(history.ribbon_start(now), now - std::chrono::hours {1});
    ServiceStatus old = running("hive-sync", 1);
    old.since = now - std::chrono::hours {100};
    history.note(old);
    EXPECT_EQ(history.ribbon_start(now), now - History::day);
}

TEST(History, CountsExitsThatEventsTellOf)
{
    History history;
    history.note(running("hive-ban", 2));
    history.note(ServiceEvent {
        .time = now - std::chrono::minutes {5}, .service = "hive-ban", .kind = EventKind::exited});
    EXPECT_EQ(history.ribbon("hive-ban", now - History::day, now).failures, 1);
}

TEST(History, ForgetsServicesThatAreGone)
{
    History history;
    history.note(running("hive-ban", 2));
    history.keep({});
    EXPECT_EQ(history.ribbon_start(now), now);
}

TEST(History, IsBounded)
{
    History history;
    for (std::size_t i = 0; i < History::max_services + 10; ++i)
        history.note(running(fmt::format("service-{}", i), 1));
    history.sample({});
    EXPECT_THAT(history.values("service-0", Measure::processor), SizeIs(1));
    EXPECT_THAT(
        history.values(fmt::format("service-{}", History::max_services), Measure::processor),
        IsEmpty());
}

}  // namespace
}  // namespace hive
