// tools/hivectl/sync_status.h - how hive-sync says it is, for people. Pure but for the local time.
#pragma once

#include <string>
#include <string_view>

#include "lib/json_fwd.h"

namespace hive {

/// "3 late, 1 edited, 0 deleted"; "" without any.
[[nodiscard]] std::string corrections_text(const Json& corrected);

/// "equal", "NOT equal", or that rows changed meanwhile.
/// @param comparison the answer of the verb `verify`
[[nodiscard]] std::string_view equality_text(const Json& comparison);

/// Some lines, then a table of the sources.
/// @param status the answer of the verb `status`
/// @param now epoch seconds
[[nodiscard]] std::string sync_status_text(const Json& status, double now, bool is_styled);

}  // namespace hive
