#include "supervisor/core/alert_queue.h"

#include <cstdlib>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr double start = 1'800'000'000;
constexpr double hour = 3600;
constexpr double day = 24 * hour;

class Queue : public testing::Test {
protected:
    Queue()
    {
        config.destinations.push_back({.name = "post", .mail = {"a@b.example"}});
        queue.emplace(std::move(*AlertQueue::open(config, ":memory:")));
    }

    DestinationConfig& post() { return config.destinations.front(); }

    bool report(const std::string& key, AlertEvent event, double now,
        Severity severity = Severity::warning, std::vector<std::string> to = {})
    {
        return queue
            ->report({.key = key,
                         .event = event,
                         .severity = severity,
                         .source = "hive-chart",
                         .subject = key + " is hot",
                         .to = std::move(to)},
                now)
            .value();
    }

    /// Sends what is due; "post: fired chart:1", digests with '+' between.
    std::vector<std::string> sent(double now)
    {
        std::vector<std::string> messages;
        auto parcels = queue->due(now).value();
        for (auto& parcel : parcels) {
            auto text = parcel.destination->name + ':';
            for (const auto& told : parcel.told)
                text += fmt::format("{}{} {}", text.back() == ':' ? " " : " + ",
                    name_of(told.occasion), told.alert.report.key);
            messages.push_back(text);
            EXPECT_TRUE(queue->settle(std::move(parcel), std::nullopt, "ok", now));
        }
        return messages;
    }

    AlertConfig config;
    std::optional<AlertQueue> queue;
};

TEST_F(Queue, SendsOneMessageForAKeyThatFiresAgainAndAgain)
{
    EXPECT_TRUE(report("k", AlertEvent::fired, start));
    EXPECT_FALSE(report("k", AlertEvent::fired, start + 1));
    EXPECT_THAT(sent(start + 2), ElementsAre("post: fired k"));
    EXPECT_FALSE(report("k", AlertEvent::fired, start + 3));
    EXPECT_THAT(sent(start + 4), IsEmpty());
    EXPECT_EQ(queue->store().find_firing("k").value()->count, 3);
}

TEST_F(Queue, SendsARecoveryOnce)
{
    report("k", AlertEvent::fired, start);
    sent(start);
    EXPECT_TRUE(queue->is_firing("k"));
    EXPECT_TRUE(report("k", AlertEvent::recovered, start + 1));
    EXPECT_FALSE(report("k", AlertEvent::recovered, start + 2));
    EXPECT_FALSE(queue->is_firing("k"));
    EXPECT_THAT(sent(start + 3), ElementsAre("post: recovered k"));
}

TEST_F(Queue, TakesAnAlertThatFiresAfterItsRecoveryAsANewOne)
{
    report("k", AlertEvent::fired, start);
    report("k", AlertEvent::recovered, start + 1);
    EXPECT_TRUE(report("k", AlertEvent::fired, start + 2));
    EXPECT_THAT(
        sent(start + 3), ElementsAre("post: fired k", "post: recovered k", "post: fired k"));
}

TEST_F(Queue, TellsAgainWhenItGetsWorse)
{
    report("k", AlertEvent::fired, start);
    sent(start);
    EXPECT_TRUE(report("k", AlertEvent::fired, start + 1, Severity::critical));
    EXPECT_FALSE(report("k", AlertEvent::fired, start + 2, Severity::warning));
    EXPECT_THAT(sent(start + 3), ElementsAre("post: fired k"));
}

TEST_F(Queue, DropsANoticeOfTheSameKeyWithinTheInterval)
{
    EXPECT_TRUE(report("n", AlertEvent::info, start));
    EXPECT_FALSE(report("n", AlertEvent::info, start + 599));
    EXPECT_TRUE(report("n", AlertEvent::info, start + 601));
}

TEST_F(Queue, RemindsUntilSomebodyHasSeenIt)
{
    report("k", AlertEvent::fired, start);
    sent(start);
    EXPECT_THAT(sent(start + day - 1), IsEmpty());
    EXPECT_THAT(sent(start + day), ElementsAre("post: reminder k"));
    EXPECT_THAT(sent(start + day + 1), IsEmpty());
    const auto id = queue->store().find_firing("k").value()->id;
    EXPECT_EQ(queue->acknowledge(id, "ann", start + day + 2)->acknowledged_by, "ann");
    EXPECT_THAT(sent(start + 3 * day), IsEmpty());
}

TEST_F(Queue, FiltersBySeverityEventSourceKeyAndName)
{
    post().least_severity = Severity::critical;
    config.destinations.push_back({.name = "fires", .events = {Occasion::fired}});
    config.destinations.push_back({.name = "ban", .sources = {"hive-ban"}});
    config.destinations.push_back({.name = "rules", .keys = {"rule:*"}});
    report("rule:1", AlertEvent::fired, start);
    report("other", AlertEvent::fired, start, Severity::critical, {"post"});
    report("rule:1", AlertEvent::recovered, start);
    EXPECT_THAT(sent(start),
        ElementsAre("post: fired other", "fires: fired rule:1", "rules: fired rule:1",
            "rules: recovered rule:1"));
}

TEST_F(Queue, RefusesADestinationThatDoesNotExist)
{
    const auto refused = queue->report({.key = "k", .subject = "s", .to = {"ghost"}}, start);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message(), "no destination is called 'ghost'");
}

TEST_F(Queue, IsSilentAboutMutedKeysUntilTheTimeIsOver)
{
    ASSERT_TRUE(queue->store().mute({.pattern = "rule:*", .until = start + hour, .by = "ann"}));
    report("rule:1", AlertEvent::fired, start);
    report("other", AlertEvent::fired, start);
    EXPECT_THAT(sent(start), ElementsAre("post: fired other"));
    report("rule:2", AlertEvent::fired, start + hour + 1);
    EXPECT_THAT(sent(start + hour + 1), ElementsAre("post: fired rule:2"));
}

TEST_F(Queue, PutsWhatIsAboveTheRateIntoTheLastMessageOfTheHour)
{
    post().rate = 3;
    for (const auto* key : {"a", "b", "c", "d", "e"})
        report(key, AlertEvent::fired, start);
    EXPECT_THAT(sent(start),
        ElementsAre("post: fired a", "post: fired b", "post: fired c + fired d + fired e"));
}

TEST_F(Queue, HoldsMessagesBackWhenTheRateIsUsedUp)
{
    post().rate = 1;
    report("a", AlertEvent::fired, start);
    EXPECT_THAT(sent(start), SizeIs(1));
    report("b", AlertEvent::fired, start + 1);
    report("c", AlertEvent::fired, start + 2);
    EXPECT_THAT(sent(start + 3), IsEmpty());
    EXPECT_EQ(*queue->next_due(start + 3).value(), start + 63);  // a look for reminders is sooner
    EXPECT_THAT(sent(start + hour + 1), ElementsAre("post: fired b + fired c"));
}

TEST_F(Queue, TriesAgainAfterAFailure)
{
    report("k", AlertEvent::fired, start);
    auto parcels = queue->due(start).value();
    ASSERT_THAT(parcels, SizeIs(1));
    ASSERT_TRUE(queue->settle(std::move(parcels.front()), 10.0, "refused", start));
    EXPECT_THAT(sent(start + 9), IsEmpty());
    EXPECT_EQ(*queue->next_due(start + 9).value(), start + 10);
    EXPECT_THAT(sent(start + 10), ElementsAre("post: fired k"));
}

TEST_F(Queue, LeavesOutDestinationsThatAreBusy)
{
    report("k", AlertEvent::fired, start);
    EXPECT_THAT(queue->due(start, {"post"}).value(), IsEmpty());
}

TEST_F(Queue, SendsATestPastFiltersAndRate)
{
    post().rate = 1;
    post().least_severity = Severity::critical;
    report("a", AlertEvent::fired, start, Severity::critical);
    sent(start);
    ASSERT_TRUE(queue->test("post", "ann", start + 1));
    EXPECT_THAT(sent(start + 2), ElementsAre("post: test test:post"));
    EXPECT_FALSE(queue->test("ghost", "ann", start));
}

TEST_F(Queue, SendsNothingBeforeTheClockIsSet)
{
    report("k", AlertEvent::fired, 86'400);
    EXPECT_THAT(queue->due(86'400).value(), IsEmpty());
}

TEST_F(Queue, DropsTheOldestWhenTooManyWait)
{
    for (int i = 0; i < 501; ++i)
        report(fmt::format("k{}", i), AlertEvent::fired, start);
    EXPECT_EQ(queue->store().count_waiting("post").value(), 500);
    EXPECT_EQ(queue->store().due("post", start).value().front().id, 2);
}

TEST_F(Queue, ForgetsTheOldestThatAreOver)
{
    config.kept = 2;
    for (const auto* key : {"a", "b", "c"}) {
        report(key, AlertEvent::fired, start);
        sent(start);
        report(key, AlertEvent::recovered, start + 1);
        sent(start + 1);
    }
    report("d", AlertEvent::fired, start + 2);
    report("d", AlertEvent::recovered, start + 3);
    EXPECT_THAT(queue->store().list(false, 10).value(), SizeIs(3));  // d's recovery waits still
}

TEST(AlertStore, KeepsWhatWaitsOverARestart)
{
    auto folder = std::filesystem::temp_directory_path() / "hive-alerts-XXXXXX";
    auto name = folder.string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    AlertConfig config;
    config.destinations.push_back({.name = "post"});
    {
        auto queue = AlertQueue::open(config, name + "/alerts.db").value();
        ASSERT_TRUE(queue.report({.key = "k", .subject = "s"}, start));
    }
    auto queue = AlertQueue::open(config, name + "/alerts.db").value();
    EXPECT_TRUE(queue.is_firing("k"));
    EXPECT_THAT(queue.due(start + 1).value(), SizeIs(1));
    std::filesystem::remove_all(name);
}

}  // namespace
}  // namespace hive
