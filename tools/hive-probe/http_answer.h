// tools/hive-probe/http_answer.h - what an HTTP server answered to a probe. Pure; fuzzed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/network_probe.h"
#include "lib/result.h"

namespace hive {

[[nodiscard]] std::string http_request(const NetworkProbe& probe);

/// @param received all that has come so far
/// @param is_whole nothing more will come
/// @return nothing while more is needed to tell; else what was found ("HTTP status 200"), or an
///         error that says what is wrong
[[nodiscard]] std::optional<Result<std::string>> judge_http(
    const NetworkProbe& probe, std::string_view received, bool is_whole);

/// Whether an extended regular expression that was checked before is found. Zero bytes in the
/// text count as blanks.
[[nodiscard]] bool matches(const std::string& expression, std::string_view text);

}  // namespace hive
