// lib/config_environment.h - options given by the environment, over those of the file.
//
// For containers. HIVE_PROXY_THREADS=4 stands for `threads = 4` in [proxy] of hive-proxy's
// file, HIVE_SYNC_SOURCE_FIELD_URI=… for `uri` in [source field]: capitals, and _ for what is
// neither letter nor digit. A plain section need not be in the file, a named one must be.
// HIVE_…_FILE names a file whose first line is the value, for what should not be seen.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/config.h"

namespace hive {

/// Values by what stands behind HIVE_PROGRAM_: "THREADS", "SOURCE_FIELD_URI".
using Overrides = std::map<std::string, std::string, std::less<>>;

/// @param program "proxy" @param environment as environ(7)
[[nodiscard]] Overrides environment_overrides(std::string_view program, char** environment);

/// "proxy", "THREADS" -> "HIVE_PROXY_THREADS"
[[nodiscard]] std::string variable_name(std::string_view program, std::string_view name);

/// Removes what the environment says of an option.
/// @param section as between the brackets @param program whose own section needs no mention
/// @return nothing when it says nothing; an error for a NAME_FILE that cannot be read
[[nodiscard]] Result<std::optional<std::string>> take_override(Overrides& overrides,
    std::string_view program, std::string_view section, std::string_view option);

/// parse_config() with `overrides`; one that fits no option is a mistake as in the file.
[[nodiscard]] std::vector<Error> parse_config(std::string_view text, const std::string& path,
    const Schema& schema, const Overrides& overrides);

}  // namespace hive
