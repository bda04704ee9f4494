// tools/hive-probe/mysql_greeting.h - the first packet of a MySQL or MariaDB server. Pure; fuzzed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/result.h"

namespace hive {

/// The handshake packet (protocol 10), or the error packet of a server that refuses this host or
/// has too many connections.
/// @return nothing while more is needed; the server's version, or what is wrong
[[nodiscard]] std::optional<Result<std::string>> judge_mysql_greeting(std::string_view received);

}  // namespace hive
