#include "daemons/ban/ban_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ban/temporary_directory.h"

namespace hive {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::SizeIs;

const WallTime start = std::chrono::system_clock::from_time_t(1'780'000'000);

Ban make(std::string_view network, std::chrono::seconds time)
{
    return {.network = Network::parse(network).value(),
        .jail = "hive-auth",
        .since = start,
        .until = start + time,
        .failures = 5};
}

class Store : public testing::Test {
protected:
    [[nodiscard]] BanStore open() const { return BanStore::open(path).value(); }

    TemporaryDirectory directory;
    std::string path = directory / "ban/ban.db";
};

TEST_F(Store, KeepsBansOverARestart)
{
    const std::vector bans {make("192.0.2.7", 600s), make("2001:db8::/64", 60s)};
    ASSERT_TRUE(open().save(bans));
    const auto loaded = open().load(start).value();
    ASSERT_THAT(loaded, SizeIs(2));
    EXPECT_EQ(loaded[0].network.text(), "2001:db8::/64");
    EXPECT_EQ(loaded[1].network.text(), "192.0.2.7");
    EXPECT_EQ(loaded[1].jail, "hive-auth");
    EXPECT_EQ(loaded[1].since, start);
    EXPECT_EQ(loaded[1].until, start + 600s);
    EXPECT_EQ(loaded[1].failures, 5);
}

TEST_F(Store, ForgetsBansThatAreOver)
{
    const std::vector bans {make("192.0.2.7", 600s), make("192.0.2.8", 60s)};
    auto store = open();
    ASSERT_TRUE(store.save(bans));
    EXPECT_THAT(store.load(start + 60s).value(), SizeIs(1));
    EXPECT_THAT(store.load(start).value(), SizeIs(1));
}

TEST_F(Store, ErasesBans)
{
    const std::vector bans {make("192.0.2.7", 600s)};
    auto store = open();
    ASSERT_TRUE(store.save(bans));
    ASSERT_TRUE(store.erase(bans));
    EXPECT_THAT(store.load(start).value(), IsEmpty());
}

TEST_F(Store, TakesTheSameBanAgainWithItsNewTime)
{
    auto store = open();
    ASSERT_TRUE(store.save(std::vector {make("192.0.2.7", 60s)}));
    ASSERT_TRUE(store.save(std::vector {make("192.0.2.7", 600s)}));
    const auto loaded = store.load(start).value();
    ASSERT_THAT(loaded, SizeIs(1));
    EXPECT_EQ(loaded[0].until, start + 600s);
}

TEST_F(Store, KeepsPositionsOfEachReader)
{
    const LogPosition position {
        .inode = 0xffff'ffff'ffff'fff0, .offset = 1234, .head = {"a\0b", 3}};
    auto store = open();
    ASSERT_TRUE(
        store.save(BanStore::Progress {.positions = {{"sshd", "/var/log/auth.log", position}}}));
    auto again = open();
    EXPECT_EQ(again.position("sshd", "/var/log/auth.log").value(), position);
    EXPECT_EQ(again.position("other", "/var/log/auth.log").value(), std::nullopt);
}

TEST_F(Store, CountsTheBansOfANetwork)
{
    auto store = open();
    auto ban = make("192.0.2.7", 60s);
    ASSERT_TRUE(store.save(std::vector {ban}));
    ASSERT_TRUE(store.save(std::vector {ban}));  // the same one again
    EXPECT_EQ(store.former_bans(ban.network, "hive-auth").value(), 1);
    ban.since += 100s;
    ban.lines = {"one", "two"};
    ASSERT_TRUE(store.save(std::vector {ban}));
    ban.jail = "sshd";
    ASSERT_TRUE(store.save(std::vector {ban}));
    EXPECT_EQ(store.former_bans(ban.network, "hive-auth").value(), 2);
    EXPECT_EQ(store.former_bans(ban.network, "").value(), 3);
    EXPECT_EQ(store.former_bans(make("192.0.2.8", 1s).network, "").value(), 0);
    const auto history = open().history(ban.network).value();
    ASSERT_THAT(history, SizeIs(2));
    EXPECT_EQ(history[0].count + history[1].count, 3);
    EXPECT_THAT(history[0].ban.lines, testing::ElementsAre("one", "two"));
    ASSERT_TRUE(store.forget_history(std::vector {ban.network}, "sshd"));
    EXPECT_EQ(store.history(ban.network).value().at(0).ban.jail, "hive-auth");
    ASSERT_TRUE(store.forget_history(std::vector {ban.network}, ""));
    EXPECT_THAT(store.history(ban.network).value(), IsEmpty());
}

TEST_F(Store, KeepsWhatIsSparedByHand)
{
    const Spared spared {.network = Network::parse("192.0.2.0/24").value(),
        .by = "ann",
        .since = std::chrono::system_clock::from_time_t(1'780'000'000)};
    ASSERT_TRUE(open().spare(spared));
    auto store = open();
    EXPECT_THAT(store.spared().value(), testing::ElementsAre(spared));
    ASSERT_TRUE(store.unspare(spared.network));
    EXPECT_THAT(store.spared().value(), IsEmpty());
}

TEST_F(Store, RemembersWhatHiveGuardDecided)
{
    auto store = open();
    auto ban = make("192.0.2.7", 60s);
    ban.decision = Decision {.attack = "scanner", .score = 0.97, .reasons = {"one", "two"}};
    ASSERT_TRUE(store.save(std::vector {ban}));
    EXPECT_EQ(store.history(ban.network).value().at(0).ban.decision, ban.decision);
    const auto other = make("192.0.2.8", 60s);
    ASSERT_TRUE(store.save(std::vector {other}));
    EXPECT_EQ(store.history(other.network).value().at(0).ban.decision, std::nullopt);
}

TEST_F(Store, SweepsTheHistory)
{
    auto store = open();
    ASSERT_TRUE(store.save(std::vector {make("192.0.2.7", 60s), make("192.0.2.8", 600s)}));
    ASSERT_TRUE(store.sweep_history(start + 61s));
    EXPECT_EQ(store.former_bans(make("192.0.2.7", 1s).network, "").value(), 0);
    EXPECT_EQ(store.former_bans(make("192.0.2.8", 1s).network, "").value(), 1);
}

TEST_F(Store, KeepsOffencesOverARestart)
{
    const auto network = Network::parse("192.0.2.7").value();
    const Offences offences {.times = {start, start + 1s}, .lines = {"a line", "another"}};
    auto store = open();
    ASSERT_TRUE(store.save(BanStore::Progress {.counted = {{"sshd", network, &offences}}}));
    const auto kept = open().offences("sshd").value();
    ASSERT_THAT(kept, SizeIs(1));
    EXPECT_EQ(kept[0].first, network);
    EXPECT_EQ(kept[0].second.times, offences.times);
    EXPECT_EQ(kept[0].second.lines, offences.lines);
    ASSERT_TRUE(store.save(BanStore::Progress {.counted = {{"sshd", network, nullptr}}}));
    EXPECT_THAT(store.offences("sshd").value(), IsEmpty());
}

TEST_F(Store, SaysWhichDirectoryIsMissing)
{
    const auto store = BanStore::open(directory / "no/such/ban.db");
    ASSERT_FALSE(store);
    EXPECT_THAT(store.error().message(), testing::HasSubstr("no/such: No such file"));
}

}  // namespace
}  // namespace hive
