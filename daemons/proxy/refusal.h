// daemons/proxy/refusal.h - why a message is not relayed, as a status and a sentence.
#pragma once

#include <expected>
#include <string_view>

namespace hive {

/// An ordinary outcome of judging what a peer sent, not an Error.
struct Refusal {
    int status = 400;
    std::string_view reason;  // a literal, shown to the client
};

/// A judged value, or why it is refused.
template <class T = void>
using Judged = std::expected<T, Refusal>;

[[nodiscard]] inline std::unexpected<Refusal> refuse(int status, std::string_view reason)
{
    return std::unexpected {Refusal {status, reason}};
}

}  // namespace hive
