#include "supervisor/portal/timeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;

const WallTime start = wall_time(1'780'000'000);

TEST(Timeline, IsCutIntoEqualCells)
{
    Timeline timeline;
    timeline.add(start, ServiceState::ready);
    timeline.add(start + seconds {50}, ServiceState::stopped);
    EXPECT_THAT(timeline.parts(start, start + seconds {100}, 10),
        ElementsAre(RibbonPart {Severity::ok, 5}, RibbonPart {Severity::off, 5}));
}

TEST(Timeline, ShowsACrashOfAMillisecond)
{
    Timeline timeline;
    timeline.add(start, ServiceState::ready);
    timeline.add_exit(start + seconds {55});
    timeline.add(start + seconds {55} + milliseconds {1}, ServiceState::starting);
    timeline.add(start + seconds {55} + milliseconds {3}, ServiceState::ready);
    EXPECT_THAT(timeline.parts(start, start + seconds {100}, 10),
        ElementsAre(RibbonPart {Severity::ok, 5}, RibbonPart {Severity::bad, 1},
            RibbonPart {Severity::ok, 4}));
    EXPECT_EQ(timeline.failures(start), 1);
}

TEST(Timeline, ShowsNothingBeforeItsBeginning)
{
    Timeline timeline;
    timeline.add(start + seconds {50}, ServiceState::ready);
    EXPECT_THAT(timeline.parts(start, start + seconds {100}, 4),
        ElementsAre(RibbonPart {std::nullopt, 2}, RibbonPart {Severity::ok, 2}));
}

TEST(Timeline, LeavesOutWhatWasBeforeTheFirstCell)
{
    Timeline timeline;
    timeline.add(start, ServiceState::backoff);
    timeline.add(start + seconds {10}, ServiceState::ready);
    EXPECT_THAT(timeline.parts(start + seconds {20}, start + seconds {60}, 4),
        ElementsAre(RibbonPart {Severity::ok, 4}));
}

TEST(Timeline, TakesTheSameChangeTwiceAsOne)
{
    Timeline timeline;
    timeline.add(start, ServiceState::backoff);
    timeline.add(start + milliseconds {1}, ServiceState::backoff);
    EXPECT_EQ(timeline.failures(start), 1);
}

TEST(Timeline, SortsInWhatComesLate)
{
    Timeline timeline;
    timeline.add(start + seconds {50}, ServiceState::ready);
    timeline.add(start, ServiceState::starting);
    EXPECT_EQ(timeline.begin(), start);
    EXPECT_THAT(timeline.parts(start, start + seconds {100}, 4),
        ElementsAre(RibbonPart {Severity::busy, 3}, RibbonPart {Severity::ok, 1}));
}

TEST(Timeline, DoesNotCallAnOrderedStopAFailure)
{
    Timeline timeline;
    timeline.add(start, ServiceState::ready);
    timeline.add(start + seconds {1}, ServiceState::stopping);
    timeline.add_exit(start + seconds {2});
    timeline.add(start + seconds {2}, ServiceState::stopped);
    EXPECT_EQ(timeline.failures(start), 0);
}

TEST(Timeline, ForgetsTheOldestChangesWhenFull)
{
    Timeline timeline;
    for (std::size_t i = 0; i <= Timeline::max_changes; ++i)
        timeline.add(start + seconds {i}, i % 2 == 0 ? ServiceState::ready : ServiceState::backoff);
    EXPECT_EQ(timeline.begin(), start + seconds {1});
}

}  // namespace
}  // namespace hive
