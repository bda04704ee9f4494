#include "daemons/ban/ban_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const WallTime start = std::chrono::system_clock::from_time_t(1'780'000'000);

Ban make(std::string_view network, std::string jail, std::chrono::seconds time)
{
    return {.network = Network::parse(network).value(),
        .jail = std::move(jail),
        .since = start,
        .until = start + time,
        .failures = 5};
}

std::vector<std::string> names(const std::vector<Ban>& bans)
{
    std::vector<std::string> names;
    for (const auto& ban : bans)
        names.push_back(ban.network.text() + " " + ban.jail);
    return names;
}

class Bans : public testing::Test {
protected:
    BanList list {3};
};

TEST_F(Bans, EndInTheOrderOfTheirTime)
{
    ASSERT_TRUE(list.add(make("192.0.2.1", "a", 30s)));
    ASSERT_TRUE(list.add(make("192.0.2.2", "a", 10s)));
    ASSERT_TRUE(list.add(make("192.0.2.3", "a", 20s)));
    EXPECT_EQ(list.next_end(), start + 10s);
    EXPECT_THAT(names(list.expire(start + 9s)), IsEmpty());
    EXPECT_THAT(names(list.expire(start + 20s)), ElementsAre("192.0.2.2 a", "192.0.2.3 a"));
    EXPECT_EQ(list.next_end(), start + 30s);
    EXPECT_EQ(list.size(), 1U);
}

TEST_F(Bans, GetANewTimeWhenMadeAgain)
{
    ASSERT_TRUE(list.add(make("192.0.2.1", "a", 10s)));
    ASSERT_TRUE(list.add(make("192.0.2.1", "a", 60s)));
    EXPECT_THAT(list.expire(start + 10s), IsEmpty());
    EXPECT_EQ(list.find(Network::parse("192.0.2.1").value(), "a")->until, start + 60s);
    EXPECT_EQ(list.size(), 1U);
}

TEST_F(Bans, OfOneNetworkByTwoJailsAreTwo)
{
    ASSERT_TRUE(list.add(make("192.0.2.1", "a", 10s)));
    ASSERT_TRUE(list.add(make("192.0.2.1", "b", 20s)));
    ASSERT_TRUE(list.add(make("192.0.2.2", "a", 20s)));
    EXPECT_THAT(names(list.of(Network::parse("192.0.2.1").value())),
        ElementsAre("192.0.2.1 a", "192.0.2.1 b"));
    EXPECT_THAT(list.remove(Network::parse("192.0.2.1").value()), SizeIs(2));
    EXPECT_EQ(list.size(), 1U);
    EXPECT_EQ(list.next_end(), start + 20s);
}

TEST_F(Bans, AreRefusedWhenThereIsNoRoom)
{
    for (const auto* network : {"192.0.2.1", "192.0.2.2", "192.0.2.3"})
        ASSERT_TRUE(list.add(make(network, "a", 10s)));
    EXPECT_FALSE(list.add(make("192.0.2.4", "a", 10s)));
    EXPECT_TRUE(list.add(make("192.0.2.3", "a", 20s)));
}

TEST_F(Bans, AreListedPageByPage)
{
    for (const auto* network : {"192.0.2.2", "192.0.2.1", "2001:db8::/64"})
        ASSERT_TRUE(list.add(make(network, "a", 10s)));
    const auto first = list.page(std::nullopt, 2);
    ASSERT_THAT(first, SizeIs(2));
    const auto second = list.page(BanList::Key {first[1].network, first[1].jail}, 2);
    ASSERT_THAT(second, SizeIs(1));
    EXPECT_THAT(list.all(), SizeIs(3));
}

TEST_F(Bans, HaveNoNextEndWhenThereAreNone)
{
    EXPECT_EQ(list.next_end(), std::nullopt);
    EXPECT_THAT(list.remove(Network::parse("192.0.2.1").value()), IsEmpty());
}

TEST(Overlapping, AreTheNetworksAroundAndWithin)
{
    BanList list {10};
    const auto add = [&](std::string_view network, const char* jail) {
        ASSERT_TRUE(list.add({.network = Network::parse(network).value(), .jail = jail}));
    };
    add("192.0.0.0/16", "a");
    add("192.0.2.0/24", "a");
    add("192.0.2.7", "a");
    add("192.0.2.8", "b");
    add("192.0.3.0/24", "a");
    add("c000:200::1", "a");  // the same bytes as 192.0.2.0
    std::vector<std::string> found;
    for (const auto& ban : list.overlapping(Network::parse("192.0.2.0/24").value(), "a"))
        found.push_back(ban.network.text());
    EXPECT_THAT(found, testing::ElementsAre("192.0.0.0/16", "192.0.2.0/24", "192.0.2.7"));
}

}  // namespace
}  // namespace hive
