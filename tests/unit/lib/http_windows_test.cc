#include "lib/http_windows.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;

class Windows : public testing::Test {
protected:
    HttpWindows make(std::size_t room)
    {
        return {room,
            {.closed = [this](auto, const HttpWindowRow& row) { rows.push_back(row); },
                .evicted = [this](auto slot) { evicted.push_back(slot); }}};
    }
    static HttpWindows::Time at(std::chrono::milliseconds time)
    {
        return HttpWindows::Time {1'000'000s + time};
    }
    static void add(
        HttpWindows& windows, const char* client, std::chrono::milliseconds time, int status = 200)
    {
        const TrafficEvent event {.status = status, .method = "GET", .target = "/a"};
        windows.add(windows.touch(Address::parse(client).value()), at(time), traits_of(event));
    }
    std::vector<HttpWindowRow> rows;
    std::vector<HttpWindows::Slot> evicted;
};

TEST_F(Windows, AWindowIsOverWhenAnEventIsPastItsEndByTheLateness)
{
    auto windows = make(10);
    add(windows, "192.0.2.1", 0ms);
    add(windows, "192.0.2.1", 4999ms, 404);
    add(windows, "192.0.2.2", 9999ms);
    EXPECT_TRUE(rows.empty());
    add(windows, "192.0.2.2", 10000ms);
    ASSERT_EQ(rows.size(), 1);
    EXPECT_EQ(rows[0].client.text(), "192.0.2.1");
    EXPECT_EQ(rows[0].start, std::chrono::sys_seconds {1'000'000s});
    EXPECT_EQ(rows[0].window.requests, 2);
    EXPECT_EQ(rows[0].window.misses, 1);
}

TEST_F(Windows, OrderWithinTheLatenessDoesNotMatter)
{
    auto windows = make(10);
    add(windows, "192.0.2.1", 7s);
    add(windows, "192.0.2.1", 2100ms);
    add(windows, "192.0.2.1", 6s);
    windows.finish();
    ASSERT_EQ(rows.size(), 2);
    EXPECT_EQ(rows[0].window.requests, 1);
    EXPECT_EQ(rows[1].window.requests, 2);
    EXPECT_EQ(windows.late(), 0);
}

TEST_F(Windows, WhatComesTooLateIsCountedInTheOldestOpenWindow)
{
    auto windows = make(10);
    add(windows, "192.0.2.1", 20s);
    add(windows, "192.0.2.1", 1s);
    windows.finish();
    ASSERT_EQ(rows.size(), 2);
    EXPECT_EQ(rows[0].start, std::chrono::sys_seconds {1'000'015s});
    EXPECT_EQ(windows.late(), 1);
}

TEST_F(Windows, TimeAloneClosesWindows)
{
    auto windows = make(10);
    add(windows, "192.0.2.1", 0s);
    windows.advance(at(9s));
    EXPECT_TRUE(rows.empty());
    windows.advance(at(10s));
    EXPECT_EQ(rows.size(), 1);
}

TEST_F(Windows, TheClientSilentLongestGoesWithItsWindowClosed)
{
    auto windows = make(2);
    add(windows, "192.0.2.1", 0s);
    add(windows, "192.0.2.2", 0s);
    add(windows, "192.0.2.1", 1s);
    add(windows, "192.0.2.3", 1s);
    ASSERT_EQ(rows.size(), 1);
    EXPECT_EQ(rows[0].client.text(), "192.0.2.2");
    EXPECT_EQ(evicted, std::vector<HttpWindows::Slot> {1});
    EXPECT_EQ(windows.clients().evicted(), 1);
    windows.finish();
    ASSERT_EQ(rows.size(), 3);
    EXPECT_EQ(rows[1].client.text(), "192.0.2.1");
    EXPECT_NEAR(rows[2].features[0], 1.0 / 11, 0.01)
        << "the history of the one before is not inherited";
}

TEST_F(Windows, AnIPv6MachineIsOneClientWhateverAddressItTakes)
{
    auto windows = make(10);
    add(windows, "2001:db8::1", 0s);
    add(windows, "2001:db8::ffff:2", 0s);
    windows.finish();
    ASSERT_EQ(rows.size(), 1);
    EXPECT_EQ(rows[0].window.requests, 2);
}

TEST_F(Windows, WhatWasRecentFades)
{
    auto windows = make(10);
    for (int i = 0; i < 8; ++i)
        add(windows, "192.0.2.1", 0s, 404);
    add(windows, "192.0.2.1", 60s, 404);
    windows.finish();
    ASSERT_EQ(rows.size(), 2);
    EXPECT_EQ(http_feature_names[2], "not found");
    EXPECT_FLOAT_EQ(rows[1].features[2], 5.0F / 15) << "half of eight, and one";
}

TEST_F(Windows, ManyPeopleBehindOneAddressLookLikeOneOfThem)
{
    const auto share_of_misses = [this](int people) {
        rows.clear();
        auto windows = make(10);
        for (int i = 0; i < 20 * people; ++i)
            add(windows, "192.0.2.1", i * 4000ms / (20 * people), i % 20 == 0 ? 404 : 200);
        windows.finish();
        return rows.at(0).features[2];
    };
    EXPECT_NEAR(share_of_misses(1), 0.03, 0.01);
    EXPECT_NEAR(share_of_misses(500), 0.05, 0.01);
}

TEST_F(Windows, TheSameEventsGiveTheSameRows)
{
    const auto run = [this] {
        rows.clear();
        auto windows = make(5);
        for (int i = 0; i < 3000; ++i)
            add(windows, fmt::format("192.0.2.{}", i * 7 % 11).c_str(), i * 37ms,
                i % 3 ? 200 : 404);
        windows.finish();
        std::vector<HttpFeatures> all;
        for (const auto& row : rows)
            all.push_back(row.features);
        return all;
    };
    EXPECT_EQ(run(), run());
}

}  // namespace
}  // namespace hive
