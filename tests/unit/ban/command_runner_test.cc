#include "daemons/ban/command_runner.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ban/temporary_directory.h"

namespace hive {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

TEST(CommandWords, AreSplitAtBlanksAndReplaced)
{
    EXPECT_THAT(command_words("/bin/tell  <ip> jail=<jail>:<ip> <none>",
                    {{"ip", "192.0.2.7"}, {"jail", "sshd"}}),
        ElementsAre("/bin/tell", "192.0.2.7", "jail=sshd:192.0.2.7", "<none>"));
}

TEST(CommandWords, KeepAValueInItsWord)
{
    EXPECT_THAT(command_words("tell <line>", {{"line", "a b; rm -rf <line>"}}),
        ElementsAre("tell", "a b; rm -rf <line>"));
}

class Runner : public testing::Test {
protected:
    std::optional<int> run(Command command)
    {
        std::optional<int> ended;
        EXPECT_TRUE(runner.run(std::move(command), [&](std::optional<int> status) {
            ended = status;
            loop.stop();
        }));
        const auto limit = loop.after(10s, [this] { loop.stop(); }).value();
        EXPECT_TRUE(loop.run());
        return ended;
    }
    EventLoop loop = EventLoop::create().value();
    CommandRunner runner {loop};
    TemporaryDirectory directory;
};

TEST_F(Runner, TellsTheExitStatus)
{
    EXPECT_EQ(run({.argv = {"true"}}), 0);
    EXPECT_EQ(run({.argv = {"sh", "-c", "exit 7"}}), 7);
}

TEST_F(Runner, GivesTheEnvironment)
{
    const auto path = directory / "out";
    EXPECT_EQ(run({.argv = {"sh", "-c", "printf %s \"$WHO\" > " + path},
                  .environment = {"WHO=192.0.2.7"}}),
        0);
    std::ifstream file {path};
    EXPECT_EQ((std::string {std::istreambuf_iterator<char> {file}, {}}), "192.0.2.7");
}

TEST_F(Runner, KillsWhatTakesTooLongWithItsChildren)
{
    EXPECT_EQ(run({.argv = {"sh", "-c", "sleep 600; true"}, .timeout = 1s}), std::nullopt);
}

TEST_F(Runner, QueuesWhatIsTooMuchAndRefusesWhatIsMore)
{
    std::size_t taken = 0;
    std::size_t ended = 0;
    const auto all = CommandRunner::max_running + CommandRunner::max_waiting;
    while (runner.run({.argv = {"true"}}, [&](std::optional<int>) {
        if (++ended == all)
            loop.stop();
    }))
        ++taken;
    EXPECT_EQ(taken, all);
    const auto limit = loop.after(20s, [this] { loop.stop(); }).value();
    ASSERT_TRUE(loop.run());
    EXPECT_EQ(ended, all);
}

}  // namespace
}  // namespace hive
