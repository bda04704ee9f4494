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
        RouteCase {"notes_by_put", "PUT", "/api/notes", std::nullopt, "GET, HEAD, POST"},
        RouteCase {"a_note", "POST", "/api/notes/12", Operation::change_note, ""},
        RouteCase {"end_of_a_note", "POST", "/api/notes/12/delete", Operation::delete_note, ""},
        RouteCase {"a_rule_tested", "POST", "/api/rules/3/test", Operation::test_rule, ""},
        RouteCase {"no_number", "POST", "/api/notes/x", std::nullopt, ""},
        RouteCase {"zero", "POST", "/api/notes/0", std::nullopt, ""},
        RouteCase {"signed_number", "POST", "/api/notes/-1", std::nullopt, ""},
        RouteCase {"huge", "POST", "/api/notes/9999999999999999999/delete", std::nullopt, ""},
        RouteCase {"traffic", "GET", "/api/traffic", Operation::traffic, ""},
        RouteCase {"undo", "POST", "/api/traffic/undo", Operation::undo_decision, ""},
        RouteCase {"undo_by_get", "GET", "/api/traffic/undo", std::nullopt, "POST"},
        RouteCase {"front_page", "GET", "/", Operation::page, ""},
        RouteCase {"script", "GET", "/apiary.js", Operation::page, ""},
        RouteCase {"post_to_page", "POST", "/", std::nullopt, "GET, HEAD"},
        RouteCase {"odd_method", "BREW", "/x", std::nullopt, "GET, HEAD"},
        RouteCase {"unknown_api", "GET", "/api/nope", std::nullopt, ""},
        RouteCase {"api_itself", "GET", "/api", std::nullopt, ""},
        RouteCase {"below_a_route", "GET", "/api/lines/x", std::nullopt, ""}),
    [](const auto& row) { return row.param.name; });

TEST(Routes, ReadTheNumberInAnAddress)
{
    EXPECT_EQ(find_route("POST", "/api/notes/12/delete").id, 12);
    EXPECT_EQ(find_route("POST", "/api/notes").id, 0);
}

}  // namespace
}  // namespace hive
