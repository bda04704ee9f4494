#include "daemons/chart/sync_request.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "lib/address.h"
#include "lib/json.h"
#include "lib/listener.h"
#include "tests/unit/chart/temporary_store.h"

namespace hive {
namespace {

/// A control socket with the verb `now`, whose answers the test gives.
class SyncRequestTest : public testing::Test {
protected:
    void SetUp() override { request = create(std::chrono::seconds {600}); }

    std::unique_ptr<SyncRequest> create(std::chrono::seconds patience)
    {
        return SyncRequest::create(loop, path, patience, channel).value();
    }

    void serve()
    {
        const auto endpoint = parse_endpoint("unix:" + path).value();
        server = ControlServer::create(loop, open_listeners(endpoint).value()).value();
        server->verb("now", "copy", {},
            [this](const Json&, ControlReply reply) { runs.push_back(std::move(reply)); });
    }

    /// Runs the loop until a condition holds; false after 10 s.
    template <class Condition>
    bool wait_for(Condition holds)
    {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds {10};
        auto tick = loop.every(std::chrono::milliseconds {2}, [&] {
            if (holds() || std::chrono::steady_clock::now() > until)
                loop.stop();
        });
        loop.run().value();
        return holds();
    }

    void ask()
    {
        request->ask([this](HttpResponse response) { answers.push_back(std::move(response)); });
    }

    /// Asks until the link to the socket is up and the run has reached it.
    bool start_run()
    {
        serve();
        return wait_for([this] {
            if (runs.empty() && (answers.size() == asked)) {
                ++asked;
                ask();
            }
            return !runs.empty();
        });
    }

    Json last_answer() { return parse_json(answers.back().body).value(); }

    TemporaryDirectory directory;
    std::string path = directory.file("sync.sock");
    EventLoop loop = EventLoop::create().value();
    EventChannel channel {loop};
    std::unique_ptr<ControlServer> server;
    std::vector<ControlReply> runs;
    std::vector<HttpResponse> answers;
    std::size_t asked = 0;
    std::unique_ptr<SyncRequest> request;
};

TEST_F(SyncRequestTest, SaysThatHiveSyncCannotBeReached)
{
    ask();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].status, 503);
    EXPECT_EQ(last_answer()["error"], "hive-sync cannot be reached");
}

TEST_F(SyncRequestTest, AnswersWithTheOutcomeWhenTheRunIsDone)
{
    ASSERT_TRUE(start_run());
    answers.clear();
    runs[0].line({{"rows", 5000}, {"rate", 100'000.0}});
    runs[0].done({{"outcome", "updated"}, {"rows", 7}, {"text", "7 rows"}});
    ASSERT_TRUE(wait_for([this] { return !answers.empty(); }));
    EXPECT_EQ(answers[0].status, 200);
    EXPECT_EQ(
        last_answer(), parse_json(R"({"outcome":"updated","rows":7,"text":"7 rows"})").value());
}

TEST_F(SyncRequestTest, SharesOneRunBetweenAllWhoAsk)
{
    ASSERT_TRUE(start_run());
    answers.clear();
    ask();
    ask();
    runs[0].done({{"outcome", "current"}});
    ASSERT_TRUE(wait_for([this] { return answers.size() == 3; }));
    EXPECT_EQ(runs.size(), 1U);
}

TEST_F(SyncRequestTest, StartsANewRunAfterTheLastIsDone)
{
    ASSERT_TRUE(start_run());
    answers.clear();
    runs[0].done({{"outcome", "current"}});
    ASSERT_TRUE(wait_for([this] { return answers.size() == 1; }));
    ask();
    EXPECT_TRUE(wait_for([this] { return runs.size() == 2; }));
}

TEST_F(SyncRequestTest, PassesOnWhyHiveSyncRefused)
{
    ASSERT_TRUE(start_run());
    answers.clear();
    runs[0].fail("not allowed");
    ASSERT_TRUE(wait_for([this] { return !answers.empty(); }));
    EXPECT_EQ(answers[0].status, 502);
    EXPECT_EQ(last_answer()["error"], "hive-sync: not allowed");
}

TEST_F(SyncRequestTest, AnswersWhenHiveSyncGoesAwayDuringTheRun)
{
    ASSERT_TRUE(start_run());
    answers.clear();
    server.reset();
    ASSERT_TRUE(wait_for([this] { return !answers.empty(); }));
    EXPECT_EQ(answers[0].status, 502);
}

TEST_F(SyncRequestTest, SaysThatTheRunGoesOnWhenItsPatienceIsOver)
{
    request = create(std::chrono::seconds {0});
    ASSERT_TRUE(start_run());
    answers.clear();
    runs[0].line({{"rows", 5000}, {"rate", 100'000.0}});
    ASSERT_TRUE(wait_for([this] { return !answers.empty(); }));
    EXPECT_EQ(answers[0].status, 202);
    EXPECT_EQ(last_answer()["outcome"], "running");
    EXPECT_EQ(last_answer()["rows"], 5000);
}

TEST_F(SyncRequestTest, DoesNotTakeALateAnswerForThatOfTheNextRun)
{
    request = create(std::chrono::seconds {1});
    ASSERT_TRUE(start_run());
    answers.clear();
    ASSERT_TRUE(wait_for([this] { return !answers.empty(); }));
    answers.clear();
    ask();
    runs[0].done({{"outcome", "created"}, {"rows", 9}});
    ASSERT_TRUE(wait_for([this] { return !answers.empty(); }));
    EXPECT_EQ(runs.size(), 1U);  // who asked again waited for the run that was going on
    EXPECT_EQ(last_answer()["rows"], 9);
}

TEST_F(SyncRequestTest, RefusesMoreAskersThanItMayHold)
{
    ASSERT_TRUE(start_run());
    answers.clear();
    for (std::size_t i = 1; i < SyncRequest::max_askers; ++i)
        ask();
    EXPECT_TRUE(answers.empty());
    ask();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].status, 503);
}

}  // namespace
}  // namespace hive
