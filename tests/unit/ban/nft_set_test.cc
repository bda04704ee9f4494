#include "daemons/ban/nft_set.h"

#include <algorithm>
#include <functional>
#include <thread>

#include <sched.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::SizeIs;

KernelBan make(std::string_view network, std::chrono::milliseconds left, std::size_t jail = 0)
{
    return {.network = Network::parse(network).value(), .jail = jail, .left = left};
}

/// The real kernel, in a network namespace that lives as long as one thread.
class Kernel : public testing::Test {
protected:
    void SetUp() override
    {
        if (::geteuid() != 0)
            GTEST_SKIP() << "a network namespace takes root";
    }
    static NftSet open()
    {
        return NftSet::open(
            {{.name = "all"},
                {.name = "ssh", .ports = {{22, 22}, {2200, 65535}}, .protocol = Protocol::both}},
            64)
            .value();
    }
    static void apart(std::function<void()> test)
    {
        std::jthread {[&] {
            ASSERT_EQ(::unshare(CLONE_NEWNET), 0);
            test();
        }}.join();
    }
    static std::vector<std::string> names(NftSet& set)
    {
        std::vector<std::string> names;
        const auto bans = set.read().value();
        for (const auto& ban : bans)
            names.push_back(fmt::format("{} {}", ban.network.text(), ban.jail));
        std::ranges::sort(names);
        return names;
    }
};

TEST_F(Kernel, HoldsWhatItIsGiven)
{
    apart([] {
        auto set = open();
        ASSERT_TRUE(set.replace({}));
        ASSERT_TRUE(set.add(std::vector {make("192.0.2.7", 60s), make("192.0.2.7", 60s, 1),
                                make("2001:db8::/64", 60s), make("2001:db8::1", 60s)},
            NftSet::Novelty::known));
        EXPECT_THAT(names(set),
            testing::ElementsAre("192.0.2.7 0", "192.0.2.7 1", "2001:db8::/64 0", "2001:db8::1 0"));
    });
}

TEST_F(Kernel, GivesABanThatIsThereANewTime)
{
    apart([] {
        auto set = open();
        ASSERT_TRUE(set.replace(std::vector {make("192.0.2.7", 10s)}));
        ASSERT_TRUE(set.add(std::vector {make("192.0.2.7", 600s)}, NftSet::Novelty::known));
        const auto bans = set.read().value();
        ASSERT_THAT(bans, SizeIs(1));
        EXPECT_GT(bans[0].left, 590s);
    });
}

TEST_F(Kernel, EndsABanByItself)
{
    apart([] {
        auto set = open();
        ASSERT_TRUE(set.replace(std::vector {make("192.0.2.7", 50ms)}));
        const auto deadline = std::chrono::steady_clock::now() + 10s;
        while (!set.read().value().empty() && std::chrono::steady_clock::now() < deadline)
            std::this_thread::yield();
        EXPECT_THAT(set.read().value(), IsEmpty());
    });
}

TEST_F(Kernel, RemovesABanWhetherOrNotItIsThere)
{
    apart([] {
        auto set = open();
        ASSERT_TRUE(set.replace(std::vector {make("192.0.2.7", 60s), make("192.0.2.8", 60s)}));
        ASSERT_TRUE(set.remove(std::vector {make("192.0.2.7", 0s), make("192.0.2.9", 0s)}));
        EXPECT_THAT(names(set), testing::ElementsAre("192.0.2.8 0"));
    });
}

TEST_F(Kernel, TakesMoreThanOneMessageHolds)
{
    apart([] {
        std::vector<KernelBan> bans;
        for (int i = 0; i < 10'000; ++i)
            bans.push_back(make(fmt::format("10.1.{}.{}", i / 250, i % 250), 60s));
        auto set = open();
        ASSERT_TRUE(set.replace(bans));
        EXPECT_THAT(set.read().value(), SizeIs(10'000));
        ASSERT_TRUE(set.add(bans, NftSet::Novelty::known));
        EXPECT_THAT(set.read().value(), SizeIs(10'000));
        ASSERT_TRUE(set.remove(bans));
        EXPECT_THAT(set.read().value(), IsEmpty());
    });
}

TEST_F(Kernel, ReplacesTheTableOfAFormerRun)
{
    apart([] {
        ASSERT_TRUE(open().replace(std::vector {make("192.0.2.7", 60s)}));
        auto set = open();
        EXPECT_THAT(names(set), testing::ElementsAre("192.0.2.7 0"));
        ASSERT_TRUE(set.replace(std::vector {make("192.0.2.8", 60s)}));
        EXPECT_THAT(names(set), testing::ElementsAre("192.0.2.8 0"));
    });
}

TEST_F(Kernel, IsSeenToBeChangedByOthersOnly)
{
    apart([] {
        auto set = open();
        ASSERT_TRUE(set.replace({}));
        ASSERT_TRUE(set.add(std::vector {make("192.0.2.7", 60s)}, NftSet::Novelty::known));
        EXPECT_EQ(set.check().value(), NftSet::Integrity::untouched);
        auto other = open();
        ASSERT_TRUE(other.add(std::vector {make("192.0.2.8", 60s)}, NftSet::Novelty::known));
        EXPECT_EQ(set.check().value(), NftSet::Integrity::sound);
        EXPECT_EQ(set.check().value(), NftSet::Integrity::untouched);
        ASSERT_TRUE(other.remove_table());
        EXPECT_EQ(set.check().value(), NftSet::Integrity::broken);
        EXPECT_FALSE(set.read());
        ASSERT_TRUE(set.replace({}));
        EXPECT_EQ(set.check().value(), NftSet::Integrity::untouched);
    });
}

TEST_F(Kernel, RemovesTheTableWhetherOrNotItIsThere)
{
    apart([] {
        auto set = open();
        EXPECT_TRUE(set.remove_table());
        ASSERT_TRUE(set.replace({}));
        EXPECT_TRUE(set.remove_table());
        EXPECT_FALSE(set.read());
    });
}

TEST_F(Kernel, HoldsNetworksAsIntervals)
{
    apart([] {
        auto set = open();
        const std::vector bans {make("192.0.2.0/24", 60s), make("192.0.3.0/24", 60s),
            make("10.0.0.0/8", 60s, 1), make("2001:db8::/32", 60s), make("255.255.255.0/24", 60s)};
        ASSERT_TRUE(set.replace(bans));
        ASSERT_TRUE(set.add(std::vector {make("192.0.2.0/24", 600s)}, NftSet::Novelty::known));
        EXPECT_THAT(names(set),
            testing::ElementsAre("10.0.0.0/8 1", "192.0.2.0/24 0", "192.0.3.0/24 0",
                "2001:db8::/32 0", "255.255.255.0/24 0"));
        ASSERT_TRUE(set.remove(bans));
        EXPECT_THAT(set.read().value(), IsEmpty());
    });
}

TEST_F(Kernel, AddsWhatIsNewInOneStep)
{
    apart([] {
        auto set = open();
        ASSERT_TRUE(set.replace({}));
        const std::vector bans {make("192.0.2.7", 60s), make("192.0.2.0/24", 60s)};
        ASSERT_TRUE(set.add(bans, NftSet::Novelty::fresh));
        EXPECT_THAT(set.read().value(), SizeIs(2));
    });
}

struct EndCase {
    const char* name;
    const char* network;
    const char* end;  // "" for none
};
class NetworkEnds : public testing::TestWithParam<EndCase> { };

TEST_P(NetworkEnds, AreTheFirstAddressBehind)
{
    const auto end = end_of(Network::parse(GetParam().network).value());
    EXPECT_EQ(end ? end->text() : "", GetParam().end);
}

INSTANTIATE_TEST_SUITE_P(Table, NetworkEnds,
    testing::Values(EndCase {"Host", "192.0.2.255", "192.0.3.0"},
        EndCase {"Network", "192.0.2.0/24", "192.0.3.0"},
        EndCase {"Carry", "10.255.0.0/16", "11.0.0.0"}, EndCase {"Last", "255.0.0.0/8", ""},
        EndCase {"All", "0.0.0.0/0", ""}, EndCase {"Six", "2001:db8::/32", "2001:db9::"}),
    [](const auto& param) { return param.param.name; });

TEST_F(Kernel, SaysWhatItRefused)
{
    apart([] {
        auto set = open();
        const auto added = set.add(std::vector {make("192.0.2.7", 60s)}, NftSet::Novelty::known);
        ASSERT_FALSE(added);
        EXPECT_EQ(added.error().message(), "nftables: add bans: No such file or directory");
    });
}

}  // namespace
}  // namespace hive
