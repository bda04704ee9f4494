// lib/json.h - JSON values (nlohmann-json), read without exceptions.
//
// Include this only where JSON is read or built; headers use lib/json_fwd.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "lib/json_fwd.h"  // Json: keys keep the order they were written in
#include "lib/result.h"

namespace hive {

/// @return an error for text that is not one JSON value, or nested deeper than 64
[[nodiscard]] Result<Json> parse_json(std::string_view text);

/// One line; bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string to_text(const Json& value);

/// Members of an object by type; the fallback when absent or of another type.
[[nodiscard]] std::string text_at(
    const Json& object, std::string_view key, std::string_view fallback = "");
[[nodiscard]] std::int64_t integer_at(
    const Json& object, std::string_view key, std::int64_t fallback = 0);
[[nodiscard]] double real_at(const Json& object, std::string_view key, double fallback = 0);
[[nodiscard]] bool flag_at(const Json& object, std::string_view key, bool fallback = false);

}  // namespace hive
