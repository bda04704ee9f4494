// tools/hive-probe/answer_line.h - what the supervisor asks for and is answered, packet by packet.
//
//   -> ID MILLISECONDS\0WORD\0WORD...     a probe, and how long it may take
//   <- ID ok|failed MILLISECONDS TEXT
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/result.h"

namespace hive {

struct ProbeRequest {
    std::int64_t id = 0;
    std::chrono::milliseconds timeout {0};  // 1 ms to 10 min
    std::vector<std::string> words;
};
[[nodiscard]] Result<ProbeRequest> parse_probe_request(std::string_view packet);

/// The text has at most 512 bytes, none of them a control byte.
[[nodiscard]] std::string answer_line(std::int64_t id, const Result<std::string>& outcome,
    std::chrono::duration<double, std::milli> took);

}  // namespace hive
