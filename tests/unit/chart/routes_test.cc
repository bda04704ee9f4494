#include "daemons/chart/routes.h"

#include <optional>

#include <gtest/gtest.h>

namespace hive {
namespace {

struct RouteCase {
    const char* name;
    const char* method;
    const char* path;
    std::optional<Operation> operation;
    const char* allow;
};

class Routing : public testing::TestWithParam<RouteCase> { };

TEST_P(Routing, FindsWhatServesTheAddress)
{
    const auto match = find_route(GetParam().method, GetParam().path);
    EXPECT_EQ(match.operation, GetParam().operation);
    EXPECT_EQ(match.allow, GetParam().allow);
}

INSTANTIATE_TEST_SUITE_P(Routes, Routing,
    testing::Values(RouteCase {"lines", "GET", "/api/lines", Operation::lines, ""},
        RouteCase {"head", "HEAD", "/api/spectrogram", Operation::spectrogram, ""},
        RouteCase {"sync", "POST", "/api/sync", Operation::sync, ""},
        RouteCase {"sync_by_get", "GET", "/api/sync", std::nullopt, "POST"},
        RouteCase {"lines_by_post", "POST", "/api/lines", std::nullopt, "GET, HEAD"},
        RouteCase {"front_page", "GET", "/", Operation::page, ""},
        RouteCase {"script", "GET", "/apiary.js", Operation::page, ""},
        RouteCase {"post_to_page", "POST", "/", std::nullopt, "GET, HEAD"},
        RouteCase {"odd_method", "BREW", "/x", std::nullopt, "GET, HEAD"},
        RouteCase {"unknown_api", "GET", "/api/nope", std::nullopt, ""},
        RouteCase {"api_itself", "GET", "/api", std::nullopt, ""},
        RouteCase {"below_a_route", "GET", "/api/lines/x", std::nullopt, ""}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
