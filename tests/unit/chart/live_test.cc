#include "daemons/chart/live.h"

#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "lib/file.h"
#include "tests/unit/chart/temporary_store.h"

namespace hive {
namespace {

Apiary apiary(std::int64_t id, std::int64_t count)
{
    return {.id = id, .name = "a", .time_zone = "UTC", .first = 0, .last = count, .count = count};
}

TEST(NewRows, AreThoseOfChangedApiaries)
{
    const auto events = new_rows({apiary(1, 10), apiary(2, 5)}, {apiary(1, 12), apiary(2, 5)});
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0], (RowsEvent {.apiary = apiary(1, 12), .added = 2}));
}

TEST(NewRows, IncludeANewApiaryWhole)
{
    EXPECT_EQ(new_rows({}, {apiary(1, 3)}),
        (std::vector {RowsEvent {.apiary = apiary(1, 3), .added = 3}}));
}

TEST(NewRows, TellThatAnApiaryHasBeenEmptied)
{
    const auto events = new_rows({apiary(1, 3)}, {});
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].apiary.id, 1);
    EXPECT_EQ(events[0].apiary.count, 0);
    EXPECT_EQ(events[0].apiary.last, std::nullopt);
    EXPECT_EQ(events[0].added, 0);
}

TEST(NewRows, AreNeverLessThanNone)
{
    const auto events = new_rows({apiary(1, 9)}, {apiary(1, 4)});
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].added, 0);
}

class LiveStore : public testing::Test {
protected:
    /// Runs the loop until the store is reported so; false after 10 s.
    bool reports(Health health, const std::string& text)
    {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds {10};
        auto tick = loop.every(std::chrono::milliseconds {5}, [&] {
            const bool is_there = reported_health == health && reported.contains(text);
            if (is_there || std::chrono::steady_clock::now() > until)
                loop.stop();
        });
        loop.run().value();
        return reported_health == health && reported.contains(text);
    }

    void start()
    {
        live = Live::create(loop, path, channel, [this](Health health, std::string text) {
            reported_health = health;
            reported = std::move(text);
        }).value();
    }

    TemporaryDirectory directory;
    std::string path = directory.file("apiary.db");
    EventLoop loop = EventLoop::create().value();
    EventChannel channel {loop};
    Health reported_health = Health::degraded;
    std::string reported;
    std::unique_ptr<Live> live;
};

TEST_F(LiveStore, AppearsWithoutARestart)
{
    start();
    EXPECT_TRUE(reports(Health::ready, "waiting for hive-sync"));
    StoreWriter writer {path};
    writer.apiary(1, "north");
    EXPECT_TRUE(reports(Health::ready, "1 apiaries, 0 samples"));
}

TEST_F(LiveStore, IsCountedAgainAfterEachCommit)
{
    StoreWriter writer {path};
    writer.apiary(1, "north");
    start();
    EXPECT_TRUE(reports(Health::ready, "1 apiaries, 0 samples"));
    writer.sample(1, 100, 30.0, 20.0);
    EXPECT_TRUE(reports(Health::ready, "1 samples"));
    writer.sample(1, 200, 30.0, 20.0);
    EXPECT_TRUE(reports(Health::ready, "2 samples"));
}

TEST_F(LiveStore, IsDegradedWhileItCannotBeRead)
{
    write_file(path, std::string(4096, 'x'), 0644).value();
    start();
    EXPECT_TRUE(reports(Health::degraded, "not a database"));
}

}  // namespace
}  // namespace hive
