// daemons/chart/traffic_command.h - what an admin wants of hive-guard, checked (pure, fuzzed).
#pragma once

#include <string>
#include <string_view>

#include "daemons/chart/routes.h"
#include "lib/json_fwd.h"
#include "lib/result.h"

namespace hive {

/// A verb of hive-guard's control socket (lib/guard_schema.h) with its arguments.
struct GuardCommand {
    std::string verb;
    std::string arguments;  // a JSON object, with the user
};

/// @param operation Operation::undo_decision to tell_feedback
/// @param body JSON as the OpenAPI document says
/// @return an error that begins with the name of the member at fault
[[nodiscard]] Result<GuardCommand> parse_guard_command(
    Operation operation, std::string_view body, std::string_view user);

}  // namespace hive
