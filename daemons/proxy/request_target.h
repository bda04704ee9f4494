// daemons/proxy/request_target.h - the target of a request line: checked, decoded, normalised.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daemons/proxy/refusal.h"

namespace hive {

struct RequestTarget {
    std::string_view authority;  // of http://AUTHORITY/path, "" otherwise
    std::string path;  // decoded once, normalised; starts with '/', or is "*"
    std::string_view query;  // as sent with its '?', "" when there is none
};

/// Takes origin-form, absolute-form and, for OPTIONS, asterisk-form (RFC 9112, 3.2), which
/// an absolute one without a path is, too. Refuses fragments, bytes outside printable ASCII, and
/// what decode_path() refuses.
[[nodiscard]] Judged<RequestTarget> parse_request_target(
    std::string_view text, std::string_view method = "GET");

/// Decodes %XX once, then removes "." and ".." segments and doubled slashes.
/// @return nothing for a bad escape, a control byte or backslash in any spelling, ".." above
///         the root, and what other programs may take for dots: "..;a" and overlong UTF-8
[[nodiscard]] std::optional<std::string> decode_path(std::string_view raw);

/// The reverse: a decoded path as it may stand in a request line.
[[nodiscard]] std::string encode_path(std::string_view path);

}  // namespace hive
