#include "daemons/proxy/route.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

RouteTable table()
{
    return RouteTable {{
        {.name = "/", .files = "/srv/site", .auth = LocationAuth::off},
        {.name = "/app/", .proxy = Endpoint {.unix_path = "/run/chart"}},
        {.name = "/app/raw/", .proxy = Endpoint {.unix_path = "/run/raw"}, .strip_prefix = false},
        {.name = "/monit/", .proxy = Endpoint {.unix_path = "/run/chart"}},
        {.name = "/healthcheck", .answer = FixedAnswer {.text = "ok"}},
    }};
}

struct MatchCase {
    const char* name;
    std::string_view path;
    std::string_view prefix;
    std::string_view inner;
};
void PrintTo(const MatchCase& row, std::ostream* out)
{
    *out << row.name;
}

class Match : public testing::TestWithParam<MatchCase> { };

TEST_P(Match, TakesTheLongestPrefix)
{
    const auto routes = table();
    const auto match = routes.find(GetParam().path);
    ASSERT_NE(match.location, nullptr);
    EXPECT_EQ(match.location->prefix, GetParam().prefix);
    EXPECT_EQ(match.location->inner_path(GetParam().path), GetParam().inner);
    EXPECT_FALSE(match.lacks_slash);
}

INSTANTIATE_TEST_SUITE_P(Paths, Match,
    testing::Values(MatchCase {"root", "/", "/", "/"},
        MatchCase {"below_root", "/a/b", "/", "/a/b"}, MatchCase {"prefix", "/app/", "/app/", "/"},
        MatchCase {"below_prefix", "/app/api/lines", "/app/", "/api/lines"},
        MatchCase {"longer_prefix", "/app/raw/x", "/app/raw/", "/app/raw/x"},
        MatchCase {"exact", "/healthcheck", "/healthcheck", "/"},
        MatchCase {"below_exact", "/healthcheck/x", "/healthcheck", "/x"},
        MatchCase {"like_exact", "/healthchecks", "/", "/healthchecks"},
        MatchCase {"like_prefix", "/apple", "/", "/apple"}),
    [](const auto& row) { return row.param.name; });

TEST(RouteTable, SeesAPrefixWithoutItsSlash)
{
    const auto routes = table();
    EXPECT_TRUE(routes.find("/app").lacks_slash);
    EXPECT_TRUE(routes.find("/app/raw").lacks_slash);
}

TEST(RouteTable, MatchesNothingOutsideItsPrefixes)
{
    const RouteTable routes {{{.name = "/app/", .files = "/srv"}}};
    EXPECT_EQ(routes.find("/other").location, nullptr);
}

TEST(RouteTable, CountsEachUpstreamOnce)
{
    EXPECT_EQ(table().upstreams().size(), 2U);
}

TEST(DefaultLocations, AreThoseOfTheManual)
{
    const RouteTable routes {default_locations()};
    EXPECT_TRUE(routes.find("/app/").location->needs_login);
    EXPECT_TRUE(routes.find("/monit/").location->needs_login);
    EXPECT_FALSE(routes.find("/").location->needs_login);
    const auto& health = *routes.find("/healthcheck").location;
    EXPECT_FALSE(health.needs_login);
    EXPECT_FALSE(health.is_logged);
    EXPECT_EQ(std::get<FixedAnswer>(health.action).text, "ok");
}

}  // namespace
}  // namespace hive
