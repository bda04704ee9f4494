// daemons/ban/ban_request.h - the arguments of hive-ban's control verbs, checked. Pure; fuzzed.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "daemons/ban/ban_list.h"
#include "lib/address.h"
#include "lib/json_fwd.h"
#include "lib/result.h"

namespace hive {

/// failure {"address", "credential", "time"}
struct FailureRequest {
    Address address;
    std::string credential;  // at most 256 bytes
    WallTime time;  // 0 to 2^32 s; of no account when it is not near now
};
[[nodiscard]] Result<FailureRequest> parse_failure_request(const Json& arguments);

/// ban {"address", "jail", "seconds", "lines"}
struct BanRequest {
    Network network;
    std::string jail;  // "" when none is named
    std::optional<std::chrono::seconds> time;  // 1 s to a year, or for_ever for -1
    std::vector<std::string> lines;  // at most 10, 400 bytes long
};
[[nodiscard]] Result<BanRequest> parse_ban_request(const Json& arguments);

/// What decide says besides: {"class", "score", "reasons"}. A class is at most 64 bytes long,
/// a score from 0 to 1; at most 10 reasons, 400 bytes long.
[[nodiscard]] Result<Decision> parse_decision(const Json& arguments);

/// banned {"limit"}: 1 to 5000, 1000 by default.
[[nodiscard]] Result<std::size_t> parse_limit(const Json& arguments);

}  // namespace hive
