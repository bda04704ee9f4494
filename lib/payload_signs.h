// lib/payload_signs.h - the words payload_scan.h looks for.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace hive {

/// A word that gives points wherever it stands.
struct PayloadSign {
    enum class Kind : std::uint8_t { sql, script, traversal, command };
    std::string_view text;  // small letters, not empty
    Kind kind;
    std::uint8_t points;
    bool is_whole = false;  // not inside a longer word
};

/// The signs that begin with that byte.
[[nodiscard]] std::span<const PayloadSign* const> signs_from(char first);

// Words that count only where they stand; small letters.
[[nodiscard]] bool is_html_tag(std::string_view word);
[[nodiscard]] bool is_shell_command(std::string_view word);
[[nodiscard]] bool is_sql_verb(std::string_view word);
/// What goes on behind the end of a literal: and, or, union, ...
[[nodiscard]] bool is_sql_join(std::string_view word);

}  // namespace hive
