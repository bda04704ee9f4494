// lib/number.h - numbers read out of a text. Pure.
//
// A number is its digits, behind a '-' where its type has a sign: no blank and no '+' before them.
// A floating one may have a fraction and an exponent, and may be "inf" or "nan". A last argument
// is the one of std::from_chars: the base of a whole number, 10 without it; the
// std::chars_format of a floating one.
#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>
#include <type_traits>

#include "lib/result.h"

namespace hive {

/// The number that `rest` begins with; `rest` then begins behind it.
/// @return nothing when there is none, or none that fits T; `rest` stays as it was
template <class T>
[[nodiscard]] std::optional<T> take_number(std::string_view& rest, auto... form)
{
    T number {};
    const auto [end, code]
        = std::from_chars(rest.data(), rest.data() + rest.size(), number, form...);
    if (code != std::errc {})
        return std::nullopt;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    return number;
}

/// The whole of `text` as a number.
/// @return nothing when it is none, or none that fits T
template <class T>
[[nodiscard]] std::optional<T> number_of(std::string_view text, auto... form)
{
    const auto number = take_number<T>(text, form...);
    return text.empty() ? number : std::nullopt;
}

/// The whole of `text` as a number from `low` to `high`, both included; "nan" is none.
template <class T>
[[nodiscard]] std::optional<T> number_within(
    std::string_view text, std::type_identity_t<T> low, std::type_identity_t<T> high)
{
    const auto number = number_of<T>(text);
    return number && *number >= low && *number <= high ? number : std::nullopt;
}

/// As number_of, for a person.
/// @return an error that quotes what is no number
template <class T>
[[nodiscard]] Result<T> parse_number(std::string_view text)
{
    const auto number = number_of<T>(text);
    if (!number)
        return fail("'{}' is not a {}", text, std::integral<T> ? "whole number" : "number");
    return *number;
}

/// As number_within, for a person.
/// @return an error for what is no number, or is none from `low` to `high`
template <class T>
[[nodiscard]] Result<T> parse_number(
    std::string_view text, std::type_identity_t<T> low, std::type_identity_t<T> high)
{
    const auto number = TRY(parse_number<T>(text));
    if (!(number >= low && number <= high))
        return fail("{} is outside {}-{}", text, low, high);
    return number;
}

}  // namespace hive
