#include "daemons/ban/reading.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ban/temporary_directory.h"

namespace hive {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Logs : public testing::Test {
protected:
    void SetUp() override
    {
        std::filesystem::create_directory(directory / "logs");
        jails.push_back(Jail::create(
            {.name = "app", .logs = {directory / "logs/*.log"}, .rule = "<HOST>"}, {}, runner)
                .value());
    }
    void start()
    {
        reading = Reading::create(loop, store, jails, "",
            [this](Jail&, std::string_view line, LineAge, std::optional<WallTime>) {
                lines.emplace_back(line);
                reading->save_later();
                if (lines.size() >= wanted)
                    loop.stop();
            }).value();
    }
    void run_until(std::size_t count)
    {
        wanted = count;
        const auto limit = loop.after(10s, [this] { loop.stop(); }).value();
        if (lines.size() < wanted) {
            ASSERT_TRUE(loop.run());
        }
    }
    /// Until all is read that is there.
    void settle()
    {
        const auto end = loop.after(50ms, [this] { loop.stop(); }).value();
        ASSERT_TRUE(loop.run());
    }

    TemporaryDirectory directory;
    EventLoop loop = EventLoop::create().value();
    CommandRunner runner {loop};
    BanStore store = BanStore::open(directory / "ban/ban.db").value();
    std::list<Jail> jails;
    std::vector<std::string> lines;
    std::size_t wanted = 0;
    std::unique_ptr<Reading> reading;
};

TEST_F(Logs, OfAPatternAreFollowedFromTheirEndAndLaterOnesFromTheirStart)
{
    append(directory / "logs/a.log", "before\n");
    start();
    settle();
    append(directory / "logs/a.log", "one\n");
    append(directory / "logs/b.log", "two\n");
    append(directory / "logs/c.txt", "other\n");
    run_until(2);
    EXPECT_THAT(lines, UnorderedElementsAre("one", "two"));
    EXPECT_THAT(reading->files(jails.front()),
        UnorderedElementsAre(directory / "logs/a.log", directory / "logs/b.log"));
}

TEST_F(Logs, OfAPatternMadeWhileWeWereAwayAreReadFromTheirStart)
{
    start();
    settle();
    reading.reset();
    append(directory / "logs/a.log", "one\n");
    start();
    run_until(1);
    EXPECT_THAT(lines, ElementsAre("one"));
}

TEST_F(Logs, RenamedToAnotherNameOfThePatternAreNotReadTwice)
{
    start();
    settle();
    append(directory / "logs/a.log", "one\n");
    run_until(1);
    std::filesystem::rename(directory / "logs/a.log", directory / "logs/a.1.log");
    append(directory / "logs/a.log", "two\n");
    run_until(2);
    settle();
    EXPECT_THAT(lines, ElementsAre("one", "two"));
}

TEST_F(Logs, ThatArePackedAreLeftAlone)
{
    jails.front().config.logs = {directory / "logs/a*"};
    start();
    settle();
    append(directory / "logs/a.log.1.gz", "packed\n");
    append(directory / "logs/a.log", "one\n");
    run_until(1);
    settle();
    EXPECT_THAT(lines, ElementsAre("one"));
}

TEST_F(Logs, OfAPatternThatAreGoneLeaveNothingBehind)
{
    start();
    append(directory / "logs/2026-05-28.log", "one\n");
    append(directory / "logs/2026-05-29.log", "two\n");
    run_until(2);
    reading.reset();
    std::filesystem::remove(directory / "logs/2026-05-28.log");
    start();
    ASSERT_TRUE(reading->sweep());
    EXPECT_THAT(store.paths("app").value(),
        UnorderedElementsAre(directory / "logs/*.log", directory / "logs/2026-05-29.log"));
}

TEST_F(Logs, CountedOffencesGoOnAfterARestart)
{
    const auto network = Network::parse("192.0.2.7").value();
    start();
    jails.front().ledger.add(network, std::chrono::system_clock::now(), "a line");
    reading.reset();
    jails.front().ledger.forget(network);
    start();
    ASSERT_NE(jails.front().ledger.find(network), nullptr);
    EXPECT_THAT(jails.front().ledger.find(network)->lines, ElementsAre("a line"));
}

}  // namespace
}  // namespace hive
