#include "lib/control.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/json.h"
#include "lib/listener.h"

namespace hive {
namespace {

using namespace std::chrono_literals;

/// A server on a socket of its own, asked by a client on another thread.
class Control : public testing::Test {
protected:
    void SetUp() override
    {
        auto listeners = open_listeners({.unix_path = path}, 0600);
        ASSERT_TRUE(listeners);
        server = ControlServer::create(loop, std::move(*listeners)).value();
    }
    void TearDown() override { ::unlink(path.c_str()); }

    /// Runs the loop while `client` talks; stops when it is through.
    void talk(std::function<void()> client)
    {
        std::jthread thread {[&] {
            client();
            loop.post([this] { loop.stop(); });
        }};
        ASSERT_TRUE(loop.run());
    }

    EventLoop loop = EventLoop::create().value();
    std::string path = testing::TempDir() + fmt::format("control-{}.sock", ::getpid());
    std::unique_ptr<ControlServer> server;
};

TEST_F(Control, AnswersWithLinesAndALastOne)
{
    server->verb("count", "Counts.", {"*"}, [](const Json& arguments, const ControlReply& reply) {
        for (int i = 0; i < integer_at(arguments, "to"); ++i)
            reply.line({{"i", i}});
        reply.done({{"sum", 3}});
    });
    std::vector<std::int64_t> lines;
    talk([&] {
        const auto last = control_request(path, "count", {{"to", 3}},
            [&](const Json& line) { lines.push_back(integer_at(line, "i")); });
        ASSERT_TRUE(last);
        EXPECT_EQ(integer_at(*last, "sum"), 3);
    });
    EXPECT_THAT(lines, testing::ElementsAre(0, 1, 2));
}

TEST_F(Control, MayAnswerLater)
{
    Watch later;
    server->verb("wait", "Waits.", {"*"}, [&](const Json& /*arguments*/, ControlReply reply) {
        later = loop.after(5ms, [reply] { reply.done(); }).value();
    });
    talk([&] { EXPECT_TRUE(control_request(path, "wait", Json::object())); });
}

TEST_F(Control, RefusesWithTheProgramsWords)
{
    talk([&] {
        const auto answer = control_request(path, "fly", Json::object());
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().message(), "unknown verb 'fly'; 'help' lists them");
    });
}

TEST_F(Control, TellsALatePeerThatItIsBusy)
{
    talk([&] {
        std::vector<Fd> peers;
        for (std::size_t i = 0; i < ControlServer::max_peers; ++i)
            peers.push_back(connect_to({.unix_path = path}).value());
        const auto answer = control_request(path, "help", Json::object());
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().message(), "busy");
    });
}

TEST_F(Control, LinkComesBackAfterTheServer)
{
    int connections = 0;
    const auto link = ControlLink::create(
        loop, path, {.connected = [&] { ++connections; }, .line = [](const Json&) {}})
                          .value();
    Watch restart = loop.after(30ms,
                            [&] {
                                server.reset();
                                auto listeners = open_listeners({.unix_path = path}, 0600);
                                server = ControlServer::create(loop, std::move(*listeners)).value();
                            })
                        .value();
    const auto check = loop.every(5ms,
                               [&] {
                                   if (connections == 2)
                                       loop.stop();
                               })
                           .value();
    const auto deadline = loop.after(5s, [&] { loop.stop(); }).value();
    ASSERT_TRUE(loop.run());
    EXPECT_EQ(connections, 2);
}

TEST_F(Control, LinkTellsThatItIsLost)
{
    int losses = 0;
    const auto link = ControlLink::create(loop, path,
        {.connected = [&] { server.reset(); },
            .line = [](const Json&) {},
            .lost =
                [&] {
                    ++losses;
                    loop.stop();
                }}).value();
    const auto deadline = loop.after(5s, [&] { loop.stop(); }).value();
    ASSERT_TRUE(loop.run());
    EXPECT_EQ(losses, 1);
    EXPECT_FALSE(link->is_connected());
}

TEST_F(Control, LinkGetsTheLinesOfAFollowedVerb)
{
    server->verb(
        "follow", "Follows.", {"*"}, [&](const Json& /*arguments*/, const ControlReply& reply) {
            reply.line({{"n", 1}});
            reply.line({{"n", 2}});
        });
    std::vector<std::int64_t> seen;
    std::unique_ptr<ControlLink> link;
    link = ControlLink::create(loop, path,
        {.connected = [&] { link->send("follow", Json::object()); },
            .line =
                [&](const Json& line) {
                    seen.push_back(integer_at(line, "n"));
                    if (seen.size() == 2)
                        loop.stop();
                }})
               .value();
    const auto deadline = loop.after(5s, [&] { loop.stop(); }).value();
    ASSERT_TRUE(loop.run());
    EXPECT_THAT(seen, testing::ElementsAre(1, 2));
}

struct RequestCase {
    const char* name;
    const char* line;
    bool valid;
};
class Requests : public testing::TestWithParam<RequestCase> { };
TEST_P(Requests, AreAVerbAndAnObject)
{
    EXPECT_EQ(parse_control_request(GetParam().line).has_value(), GetParam().valid);
}
INSTANTIATE_TEST_SUITE_P(Table, Requests,
    testing::Values(RequestCase {"Bare", "ping", true},
        RequestCase {"WithObject", "ban {\"address\": \"::1\"}", true},
        RequestCase {"CarriageReturn", "ping\r", true}, RequestCase {"Empty", "", false},
        RequestCase {"UpperCase", "PING", false}, RequestCase {"NotAnObject", "ban 1", false},
        RequestCase {"OpenObject", "ban {", false}),
    [](const auto& param) { return param.param.name; });

TEST(Json, RefusesDeepNesting)
{
    EXPECT_FALSE(parse_json(std::string(100, '[') + std::string(100, ']')));
    EXPECT_TRUE(parse_json(std::string(60, '[') + std::string(60, ']')));
}

TEST(Json, WritesBytesThatAreNotUtf8AsReplacements)
{
    EXPECT_EQ(to_text(Json("\xff")), "\"\xef\xbf\xbd\"");
}

}  // namespace
}  // namespace hive
