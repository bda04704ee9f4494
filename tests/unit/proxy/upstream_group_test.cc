#include "daemons/proxy/upstream_group.h"

#include <map>

#include <gtest/gtest.h>

namespace hive {
namespace {

using std::chrono::seconds;

constexpr UpstreamGroup::Clock::time_point start {std::chrono::hours {1}};

UpstreamConfig servers(std::initializer_list<int> weights, Balance balance)
{
    UpstreamConfig config {.name = "pages", .balance = balance, .max_failures = 2};
    for (const int weight : weights)
        config.servers.push_back({.endpoint = {.port = 1}, .weight = weight});
    return config;
}

std::map<std::size_t, int> chosen(UpstreamGroup& group, int requests)
{
    std::map<std::size_t, int> counts;
    for (int i = 0; i < requests; ++i) {
        const auto server = group.choose(start, {});
        ++counts[server];
        group.begin(server);
    }
    return counts;
}

TEST(UpstreamGroup, GivesEachItsTurnByWeight)
{
    UpstreamGroup group {servers({1, 3}, Balance::round_robin)};
    EXPECT_EQ(chosen(group, 8), (std::map<std::size_t, int> {{0, 2}, {1, 6}}));
}

TEST(UpstreamGroup, GivesTheLeastBusyForItsWeight)
{
    UpstreamGroup group {servers({1, 3}, Balance::least_connections)};
    EXPECT_EQ(chosen(group, 8), (std::map<std::size_t, int> {{0, 2}, {1, 6}}));
    group.end(0);
    group.end(0);
    EXPECT_EQ(group.choose(start, {}), 0U);
}

TEST(UpstreamGroup, AvoidsAServerThatFailedUntilItHasRested)
{
    UpstreamGroup group {servers({1, 1}, Balance::round_robin)};
    EXPECT_FALSE(group.fail(0, start));
    EXPECT_TRUE(group.fail(0, start));
    EXPECT_FALSE(group.fail(0, start));
    EXPECT_EQ(chosen(group, 4), (std::map<std::size_t, int> {{1, 4}}));
    EXPECT_TRUE(group.is_usable(0, start + seconds {10}));
}

TEST(UpstreamGroup, ForgetsFailuresAtAnAnswer)
{
    UpstreamGroup group {servers({1, 1}, Balance::round_robin)};
    EXPECT_FALSE(group.fail(0, start));
    group.succeed(0);
    EXPECT_FALSE(group.fail(0, start));
    EXPECT_TRUE(group.is_usable(0, start));
}

TEST(UpstreamGroup, AvoidsAServerThatFailsItsCheck)
{
    UpstreamGroup group {servers({1, 1}, Balance::least_connections)};
    EXPECT_TRUE(group.note_check(0, false));
    EXPECT_FALSE(group.note_check(0, false));
    EXPECT_EQ(chosen(group, 4), (std::map<std::size_t, int> {{1, 4}}));
    EXPECT_TRUE(group.note_check(0, true));
    EXPECT_TRUE(group.is_usable(0, start));
}

TEST(UpstreamGroup, TriesAnotherServerAfterOneThatJustFailed)
{
    UpstreamGroup group {servers({1, 1}, Balance::round_robin)};
    EXPECT_EQ(group.choose(start, 0), 1U);
    EXPECT_EQ(group.choose(start, 0), 1U);
}

TEST(UpstreamGroup, TakesAnyServerWhenAllAreDown)
{
    UpstreamGroup group {servers({1, 1}, Balance::least_connections)};
    group.note_check(0, false);
    group.note_check(1, false);
    EXPECT_LT(group.choose(start, {}), 2U);
    UpstreamGroup lone {servers({1}, Balance::least_connections)};
    lone.note_check(0, false);
    EXPECT_EQ(lone.choose(start, 0), 0U);
}

struct ServerCase {
    const char* name;
    std::string_view text;
    int weight;  // 0: refused
};
void PrintTo(const ServerCase& row, std::ostream* out)
{
    *out << row.name;
}

class ParseServer : public testing::TestWithParam<ServerCase> { };

TEST_P(ParseServer, ReadsItsWeight)
{
    const auto server = parse_weighted_server(GetParam().text);
    EXPECT_EQ(server ? server->weight : 0, GetParam().weight);
}

INSTANTIATE_TEST_SUITE_P(Servers, ParseServer,
    testing::Values(ServerCase {"Plain", "127.0.0.1:3000", 1},
        ServerCase {"Weighted", "127.0.0.1:3000 weight=5", 5},
        ServerCase {"Unix", "unix:/run/x.sock  weight=100", 100},
        ServerCase {"TooHeavy", "127.0.0.1:3000 weight=101", 0},
        ServerCase {"Weightless", "127.0.0.1:3000 weight=0", 0},
        ServerCase {"OtherWord", "127.0.0.1:3000 heavy", 0}, ServerCase {"NoPort", "127.0.0.1", 0}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
