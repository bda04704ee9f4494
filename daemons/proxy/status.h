// daemons/proxy/status.h - names of HTTP status codes.
#pragma once

#include <string_view>

namespace hive {

/// The registered reason phrase (IANA HTTP status code registry); "Unknown" for others.
[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace hive
