// daemons/proxy/trailer.h - the fields behind a chunked body, and which of them go on (RFC 9110,
// 6.5). Pure; fuzzed.
//
// A recipient may take a trailer field for one of the head: what frames, routes, authenticates
// or describes a message is no use there and is dropped.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daemons/proxy/field_scope.h"
#include "daemons/proxy/head_parser.h"

namespace hive {

/// What there is to know before the trailers of one message come.
class TrailerRule {
public:
    TrailerRule() = default;
    /// @param fields of the message's head; what Connection names there does not go on
    /// @param is_wanted whether the recipient takes trailers at all
    TrailerRule(const Fields& fields, bool is_wanted);

    /// @param lines the trailer section as it came, each line with its break, "" for none
    /// @return the last chunk and what goes on behind it; nothing when the lines are malformed
    [[nodiscard]] std::optional<std::string> last_chunk(std::string_view lines) const;

private:
    std::string nominated_;  // "x-a,x-b"
    bool is_wanted_ = false;
};

/// The names in Trailer fields that may go on, "a, b".
[[nodiscard]] std::string announced_trailers(const Fields& fields);

/// Whether the sender of a request takes trailers: it says so in TE, and that TE is meant for
/// this connection (RFC 9110, 10.1.4).
[[nodiscard]] bool takes_trailers(const Fields& fields, int minor_version);

}  // namespace hive
