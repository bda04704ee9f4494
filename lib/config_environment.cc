#include "lib/config_environment.h"

#include <algorithm>
#include <cctype>

#include "lib/file.h"
#include "lib/trim.h"

namespace hive {
namespace {

std::string in_capitals(std::string_view text)
{
    std::string name {text};
    std::ranges::transform(name, name.begin(), [](unsigned char c) {
        return std::isalnum(c) != 0 ? static_cast<char>(std::toupper(c)) : '_';
    });
    return name;
}

}  // namespace

std::string variable_name(std::string_view program, std::string_view name)
{
    return fmt::format("HIVE_{}_{}", in_capitals(program), name);
}

Overrides environment_overrides(std::string_view program, char** environment)
{
    const auto prefix = variable_name(program, "");
    Overrides overrides;
    for (; *environment != nullptr; ++environment) {
        const std::string_view entry {*environment};
        const auto equals = entry.find('=');
        if (entry.starts_with(prefix) && equals != std::string_view::npos)
            overrides.emplace(
                entry.substr(prefix.size(), equals - prefix.size()), entry.substr(equals + 1));
    }
    return overrides;
}

Result<std::optional<std::string>> take_override(Overrides& overrides, std::string_view program,
    std::string_view section, std::string_view option)
{
    const auto name
        = in_capitals(section == program ? option : fmt::format("{}_{}", section, option));
    if (auto value = overrides.extract(name))
        return std::move(value.mapped());
    const auto file = overrides.extract(name + "_FILE");
    if (!file)
        return std::nullopt;
    const auto text = TRY(read_file(file.mapped()));
    return std::string {trimmed(std::string_view {text}.substr(0, text.find('\n')))};
}

}  // namespace hive
