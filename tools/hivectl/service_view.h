// tools/hivectl/service_view.h - the supervisor's answers as text. Pure but for the local time.
#pragma once

#include <string>
#include <string_view>

#include "lib/json_fwd.h"
#include "lib/result.h"
#include "tools/hivectl/table.h"
#include "tools/hivectl/terminal.h"

namespace hive {

/// All services as a table, a line about the whole below it.
/// @param status answer to `status`
/// @param now epoch seconds
[[nodiscard]] std::string services_table(const Json& status, double now, const Terminal& terminal);

/// All that is known of one service, a fact a line.
[[nodiscard]] std::string service_facts(const Json& service, double now, const Terminal& terminal);

/// One event, and the log lines that belong to it, indented.
[[nodiscard]] std::string event_text(const Json& event, const Terminal& terminal);

/// Names of enabled services that are not up ("ready" or "degraded").
[[nodiscard]] std::string services_down(const Json& status);

/// Every check in a table; "" when there is none.
[[nodiscard]] std::string checks_table(const Json& status, double now, const Terminal& terminal);
/// All that is known of one check, a fact a line.
[[nodiscard]] std::string check_facts(const Json& check, double now, const Terminal& terminal);
/// @return null when there is none of that name
[[nodiscard]] const Json* find_check(const Json& status, std::string_view name);

/// How many services and checks are in which kind of state.
struct StateCount {
    int up = 0;
    int down = 0;
    int initialising = 0;
    int unmonitored = 0;
    [[nodiscard]] int total() const { return up + down + initialising + unmonitored; }
};
[[nodiscard]] StateCount count_states(const Json& status);
/// The same answer with the members of a group alone. @return an error when it has none
[[nodiscard]] Result<Json> only_group(const Json& status, std::string_view group);
/// The same answer with one service or check alone. @param name with or without "hive-"
[[nodiscard]] Result<Json> only_named(const Json& status, std::string_view name);
/// Name, type and state of each, a line each.
[[nodiscard]] std::string summary_table(const Json& status, const Terminal& terminal);

/// A state's word, dressed, with its glyph where the terminal has it.
[[nodiscard]] Cell state_cell(std::string_view state, const Terminal& terminal);

/// Finds a service in the answer to `status` by its name with or without "hive-".
/// @return null when there is none
[[nodiscard]] const Json* find_service(const Json& status, std::string_view name);

}  // namespace hive
