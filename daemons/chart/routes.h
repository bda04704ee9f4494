// daemons/chart/routes.h - which address does what (pure).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hive {

enum class Operation {
    ping,
    openapi,
    page,
    // Read the store or site.db.
    apiaries,
    overview,
    series,
    lines,
    compare,
    spectrogram,
    samples,
    csv,
    notes,
    rules,
    alerts,
    // Read guard.db.
    traffic,
    decisions,
    // Change something.
    add_note,
    change_note,
    delete_note,
    add_rule,
    change_rule,
    delete_rule,
    test_rule,
    acknowledge_alert,
    sync,
    // Are done by hive-guard.
    undo_decision,
    ban_client,
    add_safe,
    remove_safe,
    arm_guard,
    tell_feedback,
    // Stay open.
    events,
};

/// How an operation is answered.
enum class Way {
    here,  // at once
    reads,  // by a worker
    changes,  // by a worker, when the user may
    downloads,  // part by part
    follows,  // a stream of events
    syncs,  // by hive-sync
    guards,  // by hive-guard, for an admin
};
constexpr std::size_t way_count = static_cast<std::size_t>(Way::guards) + 1;

struct Route {
    std::string_view method;
    std::string_view path;  // a segment {id} stands for a number
    Operation operation;
    Way way;
};

/// Every address but those of the pages; the OpenAPI document describes the same.
[[nodiscard]] std::span<const Route> routes();

struct RouteMatch {
    std::optional<Operation> operation;
    Way way = Way::here;
    std::int64_t id = 0;  // of a path with {id}
    std::string allow;  // methods the path takes, when this was not one of them
};

/// HEAD goes where GET goes. What is below none of the addresses of the API is a page.
/// @return neither operation nor methods: there is nothing at this address
[[nodiscard]] RouteMatch find_route(std::string_view method, std::string_view path);

}  // namespace hive
