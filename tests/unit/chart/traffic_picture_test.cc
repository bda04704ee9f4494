#include "daemons/chart/traffic_picture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemons/chart/traffic_store.h"
#include "lib/json.h"
#include "tests/unit/chart/temporary_guard.h"
#include "tests/unit/chart/temporary_store.h"

namespace hive {
namespace {

constexpr std::int64_t now = 1'767'225'600;  // a whole minute

class TrafficPictureTest : public testing::Test {
protected:
    Json picture()
    {
        return store.with([](Sqlite& database) { return traffic_picture(database); })
            .value()
            .value();
    }
    std::optional<Json> tick()
    {
        return store.with([this](Sqlite& database) { return traffic_tick(database, mark); })
            .value()
            .value();
    }

    TemporaryDirectory directory;
    std::string path = directory.file("guard.db");
    GuardWriter guard {path};
    TrafficStore store {path};
    TrafficMark mark;
};

TEST_F(TrafficPictureTest, OfAnEmptyDatabaseIsEmptyButWhole)
{
    const auto empty = picture();
    EXPECT_TRUE(empty["status"].is_object());
    EXPECT_TRUE(empty["second"]["t"].is_null());
    EXPECT_TRUE(empty["bars"]["servers"].empty());
    EXPECT_TRUE(empty["hour"]["accuracy"].is_null());
    EXPECT_TRUE(empty["decisions"].empty());
    EXPECT_TRUE(empty["models"].empty());
}

TEST_F(TrafficPictureTest, CountsTrafficAndAttacksOfTheLastSecondByServer)
{
    guard.servers(2);
    guard.count("second", now - 1, 1, 1, 99);
    guard.count("second", now, 1, 1, 40);
    guard.count("second", now, 1, 2, 7);
    guard.count("second", now, 2, 1, 3);
    const auto second = picture()["second"];
    EXPECT_EQ(second["t"], now);
    EXPECT_EQ(to_text(second["servers"]), R"([["server 1",47,7],["server 2",3,0]])");
}

TEST_F(TrafficPictureTest, LeavesOutASecondThatWasNotOverYet)
{
    guard.servers(1);
    guard.count("second", now, 1, 1, 40);
    guard.count("second", now + 1, 1, 1, 3);
    guard.status(fmt::format(R"({{"time": {}.25}})", now + 1));
    EXPECT_EQ(to_text(picture()["second"]),
        fmt::format(R"({{"t":{},"servers":[["server 1",40,0]]}})", now));
}

TEST_F(TrafficPictureTest, DrawsFiveMinutesOfEachServerInBars)
{
    guard.servers(1);
    guard.count("five", now - 300, 1, 1, 1000);  // too long ago
    guard.count("five", now - 295, 1, 1, 10);
    guard.count("five", now, 1, 1, 20);
    guard.count("five", now, 1, 3, 5);
    const auto bars = picture()["bars"];
    EXPECT_EQ(bars["last"], now);
    const auto& server = bars["servers"][0];
    EXPECT_EQ(server["traffic"].size(), 60U);
    EXPECT_EQ(server["traffic"][0], 10);
    EXPECT_EQ(server["traffic"][59], 25);
    EXPECT_EQ(server["attacks"][59], 5);
    EXPECT_FALSE(bars.contains("others"));
}

TEST_F(TrafficPictureTest, TellsServersBeyondTheMostAttackedAsOne)
{
    guard.servers(103);
    for (int server = 1; server <= 103; ++server) {
        guard.count("five", now, server, 1, server);
        guard.count("second", now, server, 1, server);
    }
    guard.count("five", now, 2, 2, 1);  // little traffic, but an attack
    const auto whole = picture();
    const auto& bars = whole["bars"];
    EXPECT_EQ(bars["servers"].size(), 100U);
    EXPECT_EQ(bars["servers"][0]["name"], "server 2");
    EXPECT_EQ(bars["servers"][1]["name"], "server 103");
    EXPECT_EQ(bars["others"]["count"], 3);
    EXPECT_EQ(bars["others"]["traffic"][59], 1 + 3 + 4);
    EXPECT_EQ(to_text(whole["second"]["servers"].back()), "[null,6,0]");
}

TEST_F(TrafficPictureTest, CountsTheMinutesOfTheLastHourByClass)
{
    guard.servers(2);
    guard.count("five", now - 3600 + 55, 1, 1, 1000);  // in the minute before the first
    guard.count("five", now - 59 * 60, 1, 1, 10);
    guard.count("five", now - 5, 1, 2, 3);
    guard.count("five", now, 1, 2, 4);
    guard.count("five", now, 2, 2, 5);
    const auto hour = picture()["hour"];
    EXPECT_EQ(hour["last"], now);
    EXPECT_EQ(hour["classes"][0]["name"], "Benign");
    EXPECT_EQ(hour["classes"][0]["counts"][0], 10);
    EXPECT_EQ(hour["classes"][1]["counts"][58], 3);
    EXPECT_EQ(hour["classes"][1]["counts"][59], 9);
    EXPECT_TRUE(hour["classes"][1]["is_attack"]);
}

TEST_F(TrafficPictureTest, JudgesClassesByLabelsAndFeedback)
{
    guard.servers(1);
    guard.count("five", now, 1, 1, 1);
    guard.execute(fmt::format("INSERT INTO outcome VALUES ({0}, 1, 1, 90), ({0}, 1, 2, 10), "
                              "({0}, 2, 2, 30), ({1}, 2, 1, 999)",
        now, now - 90'000));  // the last one is more than a day old
    guard.decision(now, "192.0.2.1", "Scan", "undone");
    guard.execute(fmt::format("INSERT INTO feedback (ts, client, decision, verdict, class, user) "
                              "VALUES ({}, '192.0.2.1', 1, 'benign', 'Benign', 'ann')",
        now));
    const auto whole = picture();
    const auto& hour = whole["hour"];
    EXPECT_EQ(hour["labelled"], 130);
    EXPECT_NEAR(hour["accuracy"].get<double>(), 120.0 / 130, 1e-9);
    const auto& scan = hour["classes"][1];
    EXPECT_EQ(scan["name"], "Scan");
    EXPECT_NEAR(scan["precision"].get<double>(), 30.0 / 41, 1e-9);
    EXPECT_EQ(scan["recall"], 1.0);
    EXPECT_EQ(scan["judged"], 41);
    EXPECT_EQ(whole["decisions"][0]["feedback"], "benign");
}

TEST_F(TrafficPictureTest, CountsWhatCameOfTheDecisionsOfTheLastHour)
{
    guard.servers(1);
    guard.count("second", now, 1, 1, 1);
    guard.decision(now - 4000, "192.0.2.1", "Scan", "banned");
    guard.decision(now - 100, "192.0.2.2", "Scan", "dry-run");
    guard.decision(now - 50, "192.0.2.3", "Scan", "dry-run");
    EXPECT_EQ(to_text(picture()["actions"]), R"({"dry-run":2})");
}

TEST_F(TrafficPictureTest, ShowsTheModelInUseAndTheOneBefore)
{
    guard.execute(
        R"(INSERT INTO model (kind, path, version, trees, loaded, retired, is_current, card)
        VALUES ('flows', 'a', 'one', 10, 1, 2, 0, '{"accuracy": 0.9, "histograms": []}'),
               ('flows', 'a', 'two', 20, 2, NULL, 1, '{"accuracy": 0.95, "histograms": [1]}'))");
    guard.execute("INSERT INTO drift VALUES ('flows', 'a', 1, .1), ('flows', 'b', 1, .4)");
    const auto whole = picture();
    ASSERT_EQ(whole["models"].size(), 1U);
    const auto& model = whole["models"][0];
    EXPECT_EQ(model["version"], "two");
    EXPECT_EQ(to_text(model["card"]), R"({"accuracy":0.95})");
    EXPECT_EQ(to_text(model["before"]), R"({"version":"one","card":{"accuracy":0.9}})");
    EXPECT_EQ(whole["drift"][0]["feature"], "b");
}

TEST_F(TrafficPictureTest, TicksOnlyWhenTheGuardHasWritten)
{
    guard.status(R"({"started": 1})");
    EXPECT_TRUE(tick());
    EXPECT_FALSE(tick());
    guard.status(R"({"started": 2})");
    EXPECT_EQ(tick().value()["status"]["started"], 2);
}

TEST_F(TrafficPictureTest, TicksBringEachFiveSecondsOnceAndNewsWhenTheyChange)
{
    guard.servers(1);
    guard.count("five", now, 1, 2, 8);
    guard.status(R"({"started": 1})");
    const auto first = tick().value();
    EXPECT_EQ(to_text(first["fives"]),
        fmt::format(
            R"([{{"t":{},"servers":[["server 1",8,8]],"classes":[["Scan",true,8]]}}])", now));
    EXPECT_TRUE(first.contains("decisions"));
    guard.count("five", now + 5, 1, 1, 2);
    guard.status(R"({"started": 2})");
    const auto second = tick().value();
    EXPECT_EQ(second["fives"].size(), 1U);
    EXPECT_EQ(second["fives"][0]["t"], now + 5);
    EXPECT_FALSE(second.contains("decisions"));
    guard.decision(now, "192.0.2.1", "Scan", "dry-run");
    guard.count("five", now + 10, 1, 1, 2);
    guard.status(R"({"started": 3})");
    EXPECT_EQ(tick().value()["decisions"].size(), 1U);
}

TEST_F(TrafficPictureTest, ListsDecisionsByClientAndInPages)
{
    for (int i = 1; i <= 5; ++i)
        guard.decision(now + i, i % 2 == 0 ? "192.0.2.2" : "192.0.2.1", "Scan", "banned");
    const auto ids = [this](const DecisionsQuery& query) {
        const auto answer
            = store.with([&](Sqlite& database) { return traffic_decisions(database, query); })
                  .value()
                  .value();
        std::vector<int> list;
        for (const auto& decision : answer["decisions"])
            list.push_back(decision["id"]);
        return list;
    };
    EXPECT_THAT(ids({.limit = 2}), testing::ElementsAre(5, 4));
    EXPECT_THAT(ids({.before = 4, .limit = 2}), testing::ElementsAre(3, 2));
    EXPECT_THAT(ids({.client = "192.0.2.2"}), testing::ElementsAre(4, 2));
}

TEST(TrafficStore, HasNothingBeforeTheGuardHasMadeIt)
{
    const TemporaryDirectory directory;
    TrafficStore store {directory.file("guard.db")};
    const auto none = store.with([](Sqlite& database) { return traffic_picture(database); });
    ASSERT_TRUE(none);
    EXPECT_FALSE(*none);
    const GuardWriter guard {directory.file("guard.db")};
    EXPECT_TRUE(store.with([](Sqlite& database) { return traffic_picture(database); }).value());
}

TEST(TrafficStore, NoticesThatTheDatabaseIsAnother)
{
    const TemporaryDirectory directory;
    const auto path = directory.file("guard.db");
    TrafficStore store {path};
    const auto servers = [&] {
        return store.with([](Sqlite& db) { return db.integer("SELECT count(*) FROM server"); })
            .value()
            .value_or(-1);
    };
    {
        GuardWriter {path}.servers(3);
    }
    EXPECT_EQ(servers(), 3);
    for (const auto* ending : {"", "-wal", "-shm"})
        std::filesystem::remove(path + ending);
    EXPECT_EQ(servers(), -1);
    {
        GuardWriter {path}.servers(1);
    }
    EXPECT_EQ(servers(), 1);
}

TEST(TrafficStore, RefusesADatabaseOfANewerGuard)
{
    const TemporaryDirectory directory;
    const auto path = directory.file("guard.db");
    GuardWriter {path}.execute("PRAGMA user_version = 99");
    TrafficStore store {path};
    const auto refused = store.with([](Sqlite& database) { return traffic_picture(database); });
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message(), testing::HasSubstr("newer hive-guard (version 99)"));
}

}  // namespace
}  // namespace hive
