// lib/trim.h - a text without the blanks around it.
#pragma once

#include <string_view>

namespace hive {

/// Without leading and trailing blanks, tabs and carriage returns.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text)
{
    constexpr auto is_blank
        = [](char character) { return character == ' ' || character == '\t' || character == '\r'; };
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

}  // namespace hive
