#include "daemons/guard/guard_store.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "lib/guard_schema.h"
#include "lib/json.h"

namespace hive {
namespace {

using namespace std::chrono_literals;

class GuardStoreTest : public testing::Test {
protected:
    void SetUp() override { std::filesystem::create_directories(directory_); }
    void TearDown() override { std::filesystem::remove_all(directory_); }
    GuardStore open() { return GuardStore::open(path()).value(); }
    [[nodiscard]] std::string path() const { return directory_ + "/guard/guard.db"; }
    static Decision decision(const char* client)
    {
        return {.verdict = {.time = EventTime {1000s},
                    .client = Address::parse(client).value(),
                    .server = "hive",
                    .class_name = "Scan",
                    .by = "rule scan",
                    .score = 0.7,
                    .reasons = {{.name = "scan", .value = 31, .weight = 1, .text = "31 paths"}},
                    .lines = {"GET /x"}},
            .why = ""};
    }
    std::int64_t number(const char* sql)
    {
        return Sqlite::open(path(), Sqlite::Mode::read_only)->integer(sql).value();
    }

private:
    std::string directory_ = testing::TempDir() + "hive-guard-store-" + std::to_string(::getpid());
};

TEST_F(GuardStoreTest, AddsCountsToWhatIsThere)
{
    auto store = open();
    Traffic traffic;
    const auto server = traffic.server("hive");
    for (int i = 0; i < 2; ++i) {
        traffic.count_second(EventTime {1000s}, server, Traffic::benign);
        traffic.count_second(EventTime {1000s}, server, traffic.class_number("Scan"));
        ASSERT_TRUE(store.write({.traffic = traffic.take(), .status = "{}"}, traffic));
    }
    EXPECT_EQ(number("SELECT count(*) FROM second"), 2);
    EXPECT_EQ(number("SELECT sum(count) FROM second"), 4);
    EXPECT_EQ(number("SELECT is_attack FROM class WHERE name = 'Scan'"), 1);
    EXPECT_EQ(number("SELECT is_attack FROM class WHERE name = 'Benign'"), 0);
}

TEST_F(GuardStoreTest, KeepsADecisionThroughItsLife)
{
    auto store = open();
    const auto id = store.insert(decision("203.0.113.7")).value();
    ASSERT_TRUE(store.set_action(id, Decision::Action::banned, "", 2000.0));
    const auto shown = store.decisions("203.0.113.7", 10).value();
    ASSERT_EQ(shown.size(), 1);
    EXPECT_EQ(text_at(shown[0], "action"), "banned");
    EXPECT_EQ(real_at(shown[0], "until"), 2000.0);
    EXPECT_EQ(text_at(shown[0]["reasons"][0], "text"), "31 paths");
    EXPECT_EQ(store.undo("203.0.113.7").value(), 1);
    ASSERT_TRUE(store.set_action(id, Decision::Action::banned, "", 3000.0));
    EXPECT_EQ(store.decision(id).value()->action, "undone") << "an answer that comes late";
}

TEST_F(GuardStoreTest, WhatAFormerRunLeftPendingIsLost)
{
    const auto id = open().insert(decision("203.0.113.7")).value();
    auto store = open();
    ASSERT_TRUE(store.lose_pending());
    EXPECT_EQ(store.decision(id).value()->action, "lost");
}

TEST_F(GuardStoreTest, FeedbackLabelsTheVectorsThatLedToTheDecision)
{
    auto store = open();
    Traffic traffic;
    const auto vector = [](std::int64_t time) {
        return JudgedVector {.time = std::chrono::sys_seconds {std::chrono::seconds {time}},
            .client = "203.0.113.7",
            .kind = "http",
            .class_name = "Attack",
            .features = {1, 2}};
    };
    ASSERT_TRUE(store.write({.vectors = {vector(100), vector(1000), vector(2000)}}, traffic));
    ASSERT_TRUE(store.label_vectors("203.0.113.7", 1200, "Benign"));
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE label = 'Benign'"), 1);
}

TEST_F(GuardStoreTest, ForgetsWhatIsOlderThanItIsKept)
{
    auto store = open();
    Traffic traffic;
    traffic.count_second(EventTime {1000s}, traffic.server("hive"), Traffic::benign);
    traffic.count_second(EventTime {9000s}, traffic.server("hive"), Traffic::benign);
    ASSERT_TRUE(store.write({.traffic = traffic.take()}, traffic));
    ASSERT_TRUE(store.sweep({}, 9001));
    EXPECT_EQ(number("SELECT count(*) FROM second"), 1);
}

TEST_F(GuardStoreTest, RemembersItsFirstStart)
{
    EXPECT_EQ(open().first_start(1000).value(), 1000);
    EXPECT_EQ(open().first_start(2000).value(), 1000);
}

}  // namespace
}  // namespace hive
