// daemons/proxy/field_rules.h - what requests and responses have in common: framing, Connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "daemons/proxy/body_framing.h"
#include "daemons/proxy/head_parser.h"
#include "daemons/proxy/refusal.h"

namespace hive {

/// @param version "HTTP/1.0" or "HTTP/1.1" @return 0 or 1, nothing for any other
[[nodiscard]] std::optional<int> minor_version(std::string_view version);

/// Digits only, less than 2^63.
[[nodiscard]] std::optional<std::uint64_t> parse_decimal(std::string_view text);

/// A TCP port in digits, without zeros in front.
[[nodiscard]] bool is_port(std::string_view text);

/// The only field of that name, nullptr when there is none; refuses a second one.
/// @param doubled what is said of two
[[nodiscard]] Judged<const Field*> find_single(
    const Fields& fields, std::string_view name, std::string_view doubled);

/// The framing that Content-Length and Transfer-Encoding ask for. Refuses both together,
/// either twice, a coding other than chunked (501), and Transfer-Encoding in HTTP/1.0.
/// @return Kind::none when neither is there
[[nodiscard]] Judged<BodyFraming> explicit_framing(const Fields& fields, int minor_version);

/// Whether the sender lets the connection live on (RFC 9112, 9.3).
[[nodiscard]] bool keeps_connection(const Fields& fields, int minor_version);

/// Whether a comma-separated field holds that word, in any case.
[[nodiscard]] bool names_word(const Fields& fields, std::string_view name, std::string_view word);

}  // namespace hive
