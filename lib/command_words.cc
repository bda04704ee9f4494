#include "lib/command_words.h"

#include <algorithm>

namespace hive {

Result<> take_words(std::span<const char* const> words, std::span<const CommandWord> known)
{
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view given {words[i]};
        const auto word = std::ranges::find(known, given, &CommandWord::name);
        if (word == known.end())
            return fail("unknown argument '{}'", given);
        const bool has_value = !word->value.empty();
        if (has_value && i + 1 == words.size())
            return fail("{} needs {}", given, word->value);
        if (auto set = word->set(has_value ? words[++i] : ""); !set)
            return std::unexpected {std::move(set).error().within(given)};
    }
    return {};
}

std::string list_words(std::span<const CommandWord> known)
{
    std::string list;
    for (const auto& word : known)
        list
            += fmt::format("  {:<24} {}\n", fmt::format("{} {}", word.name, word.value), word.help);
    return list;
}

}  // namespace hive
