#include "daemons/ban/ban_feed.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/json.h"
#include "lib/listener.h"
#include "tests/unit/ban/temporary_directory.h"

namespace hive {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

const WallTime start = std::chrono::system_clock::from_time_t(1'780'000'000);

Ban make(std::string_view network, std::string jail, std::chrono::seconds time)
{
    return {.network = Network::parse(network).value(),
        .jail = std::move(jail),
        .since = start,
        .until = start + time};
}

/// A real control socket with `follow` on it, and hive-proxy's end of it.
class Feed : public testing::Test {
protected:
    void SetUp() override
    {
        server = ControlServer::create(loop, open_listeners({.unix_path = path}, 0600).value())
                     .value();
        server->verb("follow", "Follows.", {"*"},
            [this](const Json&, const ControlReply& reply) { feed.add(reply); });
        link = ControlLink::create(loop, path,
            {.connected = [this] { link->send("follow", Json::object()); },
                .line = [this](const Json& line) { take(line); }})
                   .value();
    }
    void take(const Json& line)
    {
        lines.push_back(to_text(line));
        if (lines.size() >= wanted)
            loop.stop();
    }
    void run_until(std::size_t count)
    {
        wanted = count;
        const auto limit = loop.after(10s, [this] { loop.stop(); }).value();
        if (lines.size() < wanted) {
            ASSERT_TRUE(loop.run());
        }
        ASSERT_EQ(lines.size(), count);
    }
    void ban(const Ban& ban)
    {
        ASSERT_TRUE(list.add(ban));
        feed.banned(ban);
    }
    void expire(WallTime now)
    {
        for (const auto& ban : list.expire(now))
            feed.unbanned(ban);
    }

    TemporaryDirectory directory;
    std::string path = directory / "ban.sock";
    EventLoop loop = EventLoop::create().value();
    BanList list {10'000};
    BanFeed feed {loop, list, [](const Ban& ban) { return ban.jail != "ssh"; }};
    std::unique_ptr<ControlServer> server;
    std::unique_ptr<ControlLink> link;
    std::vector<std::string> lines;
    std::size_t wanted = 0;
};

TEST_F(Feed, TellsAllBansThenTheChanges)
{
    ASSERT_TRUE(list.add(make("192.0.2.7", "web", 10s)));
    run_until(2);
    ban(make("2001:db8::/64", "web", 20s));
    expire(start + 10s);
    run_until(4);
    EXPECT_THAT(lines,
        ElementsAre(R"({"ban":"192.0.2.7","until":1780000010})", R"({"synced":true})",
            R"({"ban":"2001:db8::/64","until":1780000020})", R"({"unban":"192.0.2.7"})"));
}

TEST_F(Feed, LeavesOutWhatIsNotTheFollowersBusiness)
{
    ASSERT_TRUE(list.add(make("192.0.2.7", "ssh", 10s)));
    run_until(1);
    ban(make("192.0.2.8", "ssh", 10s));
    expire(start + 10s);
    ban(make("192.0.2.9", "web", 10s));
    run_until(2);
    EXPECT_THAT(
        lines, ElementsAre(R"({"synced":true})", R"({"ban":"192.0.2.9","until":1780000010})"));
}

TEST_F(Feed, DoesNotUnbanWhatAnotherJailStillBans)
{
    run_until(1);
    ban(make("192.0.2.7", "web", 10s));
    ban(make("192.0.2.7", "shop", 20s));
    expire(start + 10s);
    run_until(4);
    EXPECT_THAT(lines,
        ElementsAre(R"({"synced":true})", R"({"ban":"192.0.2.7","until":1780000010})",
            R"({"ban":"192.0.2.7","until":1780000020})",
            R"({"ban":"192.0.2.7","until":1780000020})"));
}

TEST_F(Feed, TellsAListOfManyPages)
{
    for (int i = 0; i < 5000; ++i)
        ASSERT_TRUE(list.add(make(fmt::format("10.0.{}.{}", i / 250, i % 250), "web", 10s)));
    run_until(5001);
    EXPECT_EQ(lines.back(), R"({"synced":true})");
}

TEST_F(Feed, ForgetsAFollowerThatHasGone)
{
    run_until(1);
    EXPECT_EQ(feed.followers(), 1U);
    link.reset();
    const auto limit = loop.after(10s, [this] { loop.stop(); }).value();
    const auto look = loop.every(1ms, [this] {
        if (feed.followers() == 0)
            loop.stop();
    });
    ASSERT_TRUE(loop.run());
    EXPECT_EQ(feed.followers(), 0U);
}

}  // namespace
}  // namespace hive
