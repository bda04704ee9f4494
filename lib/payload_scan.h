// lib/payload_scan.h - signs of injected code in what a client asks for. Pure; fuzzed.
//
// A text is decoded again and again, as an attacker nests encodings: percent (%27, %2527, %u0027),
// HTML entities, overlong UTF-8, blanks for '+' and for SQL comments, small letters. What remains
// is searched for the words and forms of four kinds of attack, each worth some points.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hive {

/// Points by kind, each at most 255.
struct PayloadSigns {
    std::uint8_t sql = 0;
    std::uint8_t script = 0;
    std::uint8_t traversal = 0;
    std::uint8_t command = 0;

    bool operator==(const PayloadSigns&) const = default;
};

/// From so many points on a kind counts as found; words of everyday language stay below.
constexpr std::uint8_t payload_found = 3;

/// More rounds of decoding are not made; what still changes then counts as a sign itself.
constexpr int max_decodings = 4;
/// What lies behind is not looked at, bytes.
constexpr std::size_t max_scanned {2U << 10U};

/// One value: a parameter, a path.
[[nodiscard]] PayloadSigns scan_payload(std::string_view text);

/// The target of a request as sent: its path, and each name and value of its query.
[[nodiscard]] PayloadSigns scan_target(std::string_view target);

/// What scan_payload() searches. @param text at most max_scanned bytes of it count
[[nodiscard]] std::string decode_payload(std::string_view text);

}  // namespace hive
