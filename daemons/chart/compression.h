// daemons/chart/compression.h - the codings of HTTP in which large answers are sent.
#pragma once

#include <string>
#include <string_view>

#include "lib/result.h"

namespace hive {

/// Brotli (RFC 7932) at a level that costs about as much as reading the samples did.
[[nodiscard]] Result<std::string> compress_brotli(std::string_view bytes);
/// gzip (RFC 1952).
[[nodiscard]] Result<std::string> compress_gzip(std::string_view bytes);

}  // namespace hive
