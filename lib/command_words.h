// lib/command_words.h - the arguments of a tool, each declared once: read, checked and listed.
// Pure.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "lib/number.h"
#include "lib/result.h"

namespace hive {

/// An argument: its value, if it takes one, and what it sets.
struct CommandWord {
    std::string_view name;
    std::string_view value;  // what stands for the value in the help, "" for none
    std::string_view help;
    std::function<Result<>(std::string_view)> set;
};

/// Hands each word, with the value after it, to the one declared under its name.
/// @return an error that names the word at fault
Result<> take_words(std::span<const char* const> words, std::span<const CommandWord> known);

/// A line for each, the help in a column of its own.
[[nodiscard]] std::string list_words(std::span<const CommandWord> known);

// What a word sets: a number (or an optional one) within bounds, a text that is not empty, a
// value of its own.

template <class T>
[[nodiscard]] auto sets_number(T& target, auto low, auto high)
{
    return [&target, low, high](std::string_view text) -> Result<> {
        if constexpr (requires { typename T::value_type; }) {
            using Number = typename T::value_type;
            target = TRY(
                parse_number<Number>(text, static_cast<Number>(low), static_cast<Number>(high)));
        } else {
            target = TRY(parse_number<T>(text, static_cast<T>(low), static_cast<T>(high)));
        }
        return {};
    };
}

[[nodiscard]] inline auto sets_text(std::string& target)
{
    return [&target](std::string_view value) -> Result<> {
        if (value.empty())
            return fail("must not be empty");
        target = value;
        return {};
    };
}

template <class T>
[[nodiscard]] auto sets_constant(T& target, T value)
{
    return [&target, value](std::string_view) -> Result<> {
        target = value;
        return {};
    };
}

}  // namespace hive
