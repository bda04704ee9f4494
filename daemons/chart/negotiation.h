// daemons/chart/negotiation.h - which form of an answer a client wants, and which it has (pure).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hive {

/// Whether an Accept-Encoding (RFC 9110, 12.5.3) takes a coding, "br".
[[nodiscard]] bool accepts_coding(std::string_view accept_encoding, std::string_view coding);

/// Whether an If-None-Match (RFC 9110, 13.1.2) names a tag; W/ before a tag does not count.
[[nodiscard]] bool names_tag(std::string_view if_none_match, std::string_view tag);

/// An entity tag (RFC 9110, 8.8.3) that is another one for other bytes: half their SHA-256.
[[nodiscard]] std::string digest_tag(std::string_view bytes);

/// What a Range header (RFC 9110, 14.2) asks for.
struct RangeRequest {
    enum class Kind {
        whole,  // nothing, or what need not be understood: several ranges, other units
        part,  // bytes first .. end - 1
        outside,  // begins behind the end: 416
    };
    Kind kind = Kind::whole;
    std::uint64_t first = 0;
    std::uint64_t end = 0;  // > first

    bool operator==(const RangeRequest&) const = default;
};
/// @param size of the whole, bytes
[[nodiscard]] RangeRequest parse_range(std::string_view range, std::uint64_t size);

}  // namespace hive
