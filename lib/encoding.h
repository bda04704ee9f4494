// lib/encoding.h - texts made safe for where they go, and back: hex, base64, percent, HTML.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hive {

/// Lower-case hexadecimal, two digits a byte.
[[nodiscard]] std::string to_hex(std::string_view bytes);
/// RFC 4648, 4, with padding.
[[nodiscard]] std::string to_base64(std::string_view bytes);
/// @return nothing for text that is not whole, padded base64 without blanks
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);
/// Decodes %XX (RFC 3986, 2.1). @return nothing for a '%' without two digits
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);
/// Encodes all but unreserved characters.
[[nodiscard]] std::string percent_encode(std::string_view text);
/// For element content and quoted attribute values.
[[nodiscard]] std::string html_escape(std::string_view text);

/// `count` bytes from the kernel, for tokens and salts; ends the process when there are none.
[[nodiscard]] std::string random_bytes(std::size_t count);
/// Compares without telling by its time where the first difference is.
[[nodiscard]] bool equal_in_constant_time(std::string_view left, std::string_view right);

}  // namespace hive
