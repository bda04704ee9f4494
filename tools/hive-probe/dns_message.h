// tools/hive-probe/dns_message.h - one DNS question and its answer (RFC 1035). Pure; fuzzed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/network_probe.h"
#include "lib/result.h"

namespace hive {

/// @param id makes the answer known
[[nodiscard]] Result<std::string> dns_query(
    const std::string& name, std::uint16_t type, std::uint16_t id);

/// The records of the answer as text: "192.0.2.7", "10 mail.example.net". Those of other types
/// than asked for are left out.
/// @return an error for a refusal (by name: NXDOMAIN), and for what is no answer to that question
[[nodiscard]] Result<std::vector<std::string>> parse_dns_answer(
    std::string_view packet, std::uint16_t type, std::uint16_t id);

/// @return a word on what was found, or what is wrong
[[nodiscard]] Result<std::string> judge_dns(
    const NetworkProbe& probe, std::string_view packet, std::uint16_t id);

}  // namespace hive
