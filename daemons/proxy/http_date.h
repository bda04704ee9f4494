// daemons/proxy/http_date.h - times as HTTP writes them (RFC 9110, 5.6.7).
#pragma once

#include <chrono>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace hive {

/// "Sun, 06 Nov 1994 08:49:37 GMT".
[[nodiscard]] std::string http_date(std::time_t epoch);
/// That form and the two obsolete ones.
[[nodiscard]] std::optional<std::time_t> parse_http_date(const std::string& text);
/// Of this moment. The view lives until the same thread asks in a later second.
[[nodiscard]] std::string_view http_date_now();

}  // namespace hive
