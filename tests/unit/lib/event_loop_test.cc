#include "lib/event_loop.h"

#include <thread>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/fd.h"
#include "lib/worker.h"

namespace hive {
namespace {

using namespace std::chrono_literals;

class Loop : public testing::Test {
protected:
    EventLoop loop = EventLoop::create().value();
    /// A loop that nothing stops ends here, as a failure.
    Watch deadline = loop.after(5s,
                             [this] {
                                 ADD_FAILURE() << "the loop was not stopped";
                                 loop.stop();
                             })
                         .value();
};

TEST_F(Loop, RunsWhatAnotherThreadPosts)
{
    const auto here = std::this_thread::get_id();
    std::thread::id ran_on;
    std::jthread other {[&] {
        loop.post([&] {
            ran_on = std::this_thread::get_id();
            loop.stop();
        });
    }};
    ASSERT_TRUE(loop.run());
    EXPECT_EQ(ran_on, here);
}

TEST_F(Loop, CancelsACallbackWithItsWatch)
{
    bool fired = false;
    auto watch = loop.after(1ms, [&] { fired = true; }).value();
    watch = {};
    const auto end = loop.after(20ms, [&] { loop.stop(); }).value();
    ASSERT_TRUE(loop.run());
    EXPECT_FALSE(fired);
}

TEST_F(Loop, LetsACallbackReplaceItsOwnWatch)
{
    int count = 0;
    Watch watch;
    std::function<void()> again = [&] {
        if (++count == 3)
            return loop.stop();
        watch = loop.after(0ms, [&] { again(); }).value();
    };
    watch = loop.after(0ms, [&] { again(); }).value();
    ASSERT_TRUE(loop.run());
    EXPECT_EQ(count, 3);
}

TEST_F(Loop, CallsBackWhenADescriptorCanBeRead)
{
    int pair[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    const Fd left {pair[0]};
    const Fd right {pair[1]};
    const auto watch = loop.on_readable(left.get(), [&] { loop.stop(); }).value();
    ASSERT_EQ(::write(right.get(), "x", 1), 1);
    ASSERT_TRUE(loop.run());
}

TEST_F(Loop, GetsAWorkersAnswerOnItsOwnThread)
{
    Worker worker {2, 4};
    int answer = 0;
    ASSERT_TRUE(worker.submit(
        loop, [] { return 42; },
        [&](int value) {
            answer = value;
            loop.stop();
        }));
    ASSERT_TRUE(loop.run());
    EXPECT_EQ(answer, 42);
}

TEST(Worker, RefusesAJobWhenItsQueueIsFull)
{
    std::mutex gate;
    std::unique_lock closed {gate};
    std::atomic<bool> is_running = false;
    Worker worker {1, 1};
    ASSERT_TRUE(worker.submit([&] {
        is_running = true;
        const std::lock_guard wait {gate};
    }));
    while (!is_running)
        std::this_thread::yield();
    EXPECT_TRUE(worker.submit([] { }));
    EXPECT_FALSE(worker.submit([] { }));
    closed.unlock();
}

}  // namespace
}  // namespace hive
