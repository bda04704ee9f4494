// lib/whole_text.h - a whole number as text, without a format to read first.
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <string>

namespace hive {

/// Appends the number in decimal.
void append_whole(std::string& out, std::integral auto number)
{
    std::array<char, 24> digits {};
    auto* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

}  // namespace hive
