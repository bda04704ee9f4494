// The two links to hive-ban against a control socket that answers as hive-ban does.
#include <cstdlib>
#include <filesystem>
#include <vector>

#include <gtest/gtest.h>

#include "daemons/proxy/ban_follower.h"
#include "daemons/proxy/failure_feed.h"
#include "lib/json.h"
#include "lib/listener.h"

namespace hive {
namespace {

using namespace std::chrono_literals;

class BanLinks : public testing::Test {
protected:
    void SetUp() override
    {
        std::string name = "/tmp/ban-links-XXXXXX";
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        directory_ = name;
        ASSERT_TRUE(loop_.has_value());
    }
    void TearDown() override { std::filesystem::remove_all(directory_); }

    [[nodiscard]] std::string socket_path() const { return directory_ + "/ban.sock"; }
    void serve()
    {
        auto listeners = open_listeners(Endpoint {.unix_path = socket_path()});
        ASSERT_TRUE(listeners.has_value());
        auto server = ControlServer::create(*loop_, std::move(*listeners));
        ASSERT_TRUE(server.has_value());
        server_ = std::move(*server);
        server_->verb("follow", "", {"*"},
            [this](const Json&, const ControlReply& reply) { follower_ = reply; });
        server_->verb("failure", "", {"*"}, [this](const Json& failure, const ControlReply& reply) {
            failures_.push_back(failure);
            reply.done();
        });
    }
    /// Runs the loop until the condition holds, at most 10 s.
    template <class Condition>
    void run_until(Condition condition)
    {
        const auto look = loop_->every(5ms, [&] {
            if (condition())
                loop_->stop();
        });
        bool is_late = false;
        const auto deadline = loop_->after(10s, [&] {
            is_late = true;
            loop_->stop();
        });
        ASSERT_TRUE(loop_->run().has_value());
        ASSERT_FALSE(is_late);
    }
    static Address address(std::string_view text) { return Address::parse(text).value(); }
    static FailedLogin failure(std::string user)
    {
        return {.client = address("192.0.2.7"),
            .user = std::move(user),
            .credential = "c0ffee",
            .time = std::chrono::system_clock::time_point {1234s}};
    }

    Result<EventLoop> loop_ = EventLoop::create();
    std::string directory_;
    std::unique_ptr<ControlServer> server_;
    ControlReply follower_;
    std::vector<Json> failures_;
    const std::chrono::system_clock::time_point now_ = std::chrono::system_clock::now();
};

TEST_F(BanLinks, FollowBansAndUnbans)
{
    serve();
    BanList bans;
    const auto follower = BanFollower::create(*loop_, socket_path(), bans);
    ASSERT_TRUE(follower.has_value());
    run_until([&] { return follower_.is_open(); });
    const auto until = std::chrono::duration<double> {(now_ + 1h).time_since_epoch()}.count();
    follower_.line({{"ban", "192.0.2.7"}, {"until", until}});
    follower_.line({{"ban", "2001:db8::1"}, {"until", until}});
    follower_.line({{"synced", true}});
    run_until([&] { return bans.size() == 2; });
    EXPECT_TRUE(bans.holds(address("192.0.2.7"), now_));
    follower_.line({{"unban", "192.0.2.7"}});
    run_until([&] { return bans.size() == 1; });
    EXPECT_TRUE(bans.holds(address("2001:db8::1"), now_));
}

TEST_F(BanLinks, KeepBansWhileHiveBanIsAwayAndForgetThoseItNoLongerNames)
{
    serve();
    BanList bans;
    const auto follower = BanFollower::create(*loop_, socket_path(), bans);
    ASSERT_TRUE(follower.has_value());
    run_until([&] { return follower_.is_open(); });
    const auto until = std::chrono::duration<double> {(now_ + 1h).time_since_epoch()}.count();
    follower_.line({{"ban", "192.0.2.7"}, {"until", until}});
    run_until([&] { return bans.size() == 1; });
    server_.reset();
    run_until([&] { return !(*follower)->is_connected(); });
    EXPECT_TRUE(bans.holds(address("192.0.2.7"), now_));
    serve();
    run_until([&] { return follower_.is_open(); });
    EXPECT_TRUE(bans.holds(address("192.0.2.7"), now_));
    follower_.line({{"ban", "192.0.2.8"}, {"until", until}});
    follower_.line({{"synced", true}});
    run_until([&] { return !bans.holds(address("192.0.2.7"), now_); });
    EXPECT_TRUE(bans.holds(address("192.0.2.8"), now_));
}

TEST_F(BanLinks, TellFailuresInOrder)
{
    serve();
    const auto feed = FailureFeed::create(*loop_, socket_path());
    ASSERT_TRUE(feed.has_value());
    (*feed)->report(failure("ann"));
    (*feed)->report(failure("bob"));
    run_until([&] { return failures_.size() == 2 && (*feed)->waiting() == 0; });
    EXPECT_EQ(text_at(failures_[0], "user"), "ann");
    EXPECT_EQ(text_at(failures_[0], "address"), "192.0.2.7");
    EXPECT_EQ(text_at(failures_[0], "credential"), "c0ffee");
    EXPECT_EQ(integer_at(failures_[0], "time"), 1234);
    EXPECT_EQ(text_at(failures_[1], "user"), "bob");
}

TEST_F(BanLinks, KeepFailuresUntilHiveBanIsThere)
{
    const auto feed = FailureFeed::create(*loop_, socket_path());
    ASSERT_TRUE(feed.has_value());
    (*feed)->report(failure("ann"));
    run_until([&] { return (*feed)->waiting() == 1; });
    serve();
    run_until([&] { return (*feed)->waiting() == 0; });
    EXPECT_EQ(failures_.size(), 1U);
}

TEST_F(BanLinks, DropTheOldestFailureWhenTooManyWait)
{
    const auto feed = FailureFeed::create(*loop_, socket_path());
    ASSERT_TRUE(feed.has_value());
    for (std::size_t i = 0; i <= FailureFeed::capacity; ++i)
        (*feed)->report(failure(std::to_string(i)));
    run_until([&] { return (*feed)->dropped() == 1; });
    EXPECT_EQ((*feed)->waiting(), FailureFeed::capacity);
    serve();
    run_until([&] { return !failures_.empty(); });
    EXPECT_EQ(text_at(failures_[0], "user"), "1");
}

}  // namespace
}  // namespace hive
