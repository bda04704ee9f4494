// daemons/chart/fields.h - the members of a JSON body, checked one by one (pure, fuzzed).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/json_fwd.h"
#include "lib/result.h"

namespace hive {

/// A JSON object with no members but `names`. @return an error that says what is wrong
[[nodiscard]] Result<Json> parse_object(
    std::string_view body, std::span<const std::string_view> names);

// Errors begin with the member's name: "name: missing". null counts as absent.

/// 1 to `longest` bytes without control characters; line breaks where `lines` allows them.
enum class Lines { one, many };
[[nodiscard]] Result<std::string> text_field(
    const Json& object, std::string_view name, std::size_t longest, Lines lines);
[[nodiscard]] Result<std::int64_t> whole_field(
    const Json& object, std::string_view name, std::int64_t low, std::int64_t high);
/// @return `fallback` when it is absent
[[nodiscard]] Result<std::int64_t> whole_field(const Json& object, std::string_view name,
    std::int64_t low, std::int64_t high, std::int64_t fallback);
[[nodiscard]] Result<std::optional<double>> real_field(
    const Json& object, std::string_view name, double low, double high);
[[nodiscard]] Result<bool> flag_field(const Json& object, std::string_view name, bool fallback);
/// An array of whole numbers. @return nothing when it is absent
[[nodiscard]] Result<std::optional<std::vector<int>>> numbers_field(
    const Json& object, std::string_view name, int low, int high, std::size_t most);
/// An array of texts as in text_field(); empty when it is absent.
[[nodiscard]] Result<std::vector<std::string>> texts_field(
    const Json& object, std::string_view name, std::size_t longest, std::size_t most);

}  // namespace hive
