#include "daemons/chart/guard_link.h"

#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "lib/address.h"
#include "lib/json.h"
#include "lib/listener.h"
#include "tests/unit/chart/temporary_store.h"

namespace hive {
namespace {

/// A control socket with the verb `undo`, whose answers the test gives.
class GuardLinkTest : public testing::Test {
protected:
    void serve()
    {
        const auto endpoint = parse_endpoint("unix:" + path).value();
        server = ControlServer::create(loop, open_listeners(endpoint).value()).value();
        server->verb("undo", "undo", {}, [this](const Json& arguments, ControlReply reply) {
            asked.push_back(to_text(arguments));
            replies.push_back(std::move(reply));
        });
    }

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

    void ask(const std::string& arguments = "{}")
    {
        link->ask({.verb = "undo", .arguments = arguments},
            [this](HttpResponse response) { answers.push_back(std::move(response)); });
    }

    /// Asks until the link to the socket is up and has passed the command on.
    bool ask_through()
    {
        std::size_t tries = 0;
        return wait_for([&] {
            if (replies.empty() && answers.size() == tries) {
                ++tries;
                ask(R"({"decision":1})");
            }
            return !replies.empty();
        });
    }

    TemporaryDirectory directory;
    std::string path = directory.file("guard.sock");
    EventLoop loop = EventLoop::create().value();
    std::unique_ptr<ControlServer> server;
    std::vector<std::string> asked;
    std::vector<ControlReply> replies;
    std::vector<HttpResponse> answers;
    std::unique_ptr<GuardLink> link = GuardLink::create(loop, path).value();
};

TEST_F(GuardLinkTest, SaysThatHiveGuardCannotBeReached)
{
    ask();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].status, 503);
}

TEST_F(GuardLinkTest, AnswersWithWhatHiveGuardSays)
{
    serve();
    ASSERT_TRUE(ask_through());
    answers.clear();
    EXPECT_EQ(asked[0], R"({"decision":1})");
    replies[0].done({{"undone", 1}});
    ASSERT_TRUE(wait_for([this] { return !answers.empty(); }));
    EXPECT_EQ(answers[0].status, 200);
    EXPECT_EQ(answers[0].body, R"({"undone":1})");
}

TEST_F(GuardLinkTest, ARefusalIsAConflictInHiveGuardsWords)
{
    serve();
    ASSERT_TRUE(ask_through());
    answers.clear();
    replies[0].fail("192.0.2.1 is safe");
    ASSERT_TRUE(wait_for([this] { return !answers.empty(); }));
    EXPECT_EQ(answers[0].status, 409);
    EXPECT_EQ(answers[0].body, R"({"error":"192.0.2.1 is safe"})");
}

TEST_F(GuardLinkTest, AsksOneAfterTheOtherAndGivesEachItsOwnAnswer)
{
    serve();
    ASSERT_TRUE(ask_through());
    answers.clear();
    ask(R"({"decision":2})");
    EXPECT_EQ(asked.size(), 1U);
    replies[0].done({{"undone", 1}});
    ASSERT_TRUE(wait_for([this] { return replies.size() == 2; }));
    replies[1].done({{"undone", 2}});
    ASSERT_TRUE(wait_for([this] { return answers.size() == 2; }));
    EXPECT_EQ(answers[0].body, R"({"undone":1})");
    EXPECT_EQ(answers[1].body, R"({"undone":2})");
}

TEST_F(GuardLinkTest, SaysThatHiveGuardWentAwayMeanwhile)
{
    serve();
    ASSERT_TRUE(ask_through());
    answers.clear();
    server.reset();
    ASSERT_TRUE(wait_for([this] { return !answers.empty(); }));
    EXPECT_EQ(answers[0].status, 502);
}

TEST_F(GuardLinkTest, RefusesMoreCommandsThanItHasRoomFor)
{
    serve();
    ASSERT_TRUE(ask_through());
    answers.clear();
    for (std::size_t i = 1; i < GuardLink::max_waiting; ++i)
        ask();
    EXPECT_TRUE(answers.empty());
    ask();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].status, 503);
}

}  // namespace
}  // namespace hive
