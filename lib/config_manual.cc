#include "lib/config.h"

namespace hive {
namespace {

/// mdoc text: each sentence on its own line, a line must not begin with '.' or "'", and a
/// backslash begins an escape.
std::string mdoc(std::string_view text)
{
    std::string safe;
    for (const char c : text) {
        if (c == ' ' && safe.ends_with('.')) {
            safe += '\n';
            continue;
        }
        if ((c == '.' || c == '\'') && (safe.empty() || safe.ends_with('\n')))
            safe += "\\&";
        safe += c == '\\' ? std::string {"\\e"} : std::string {c};
    }
    return safe;
}

std::string manual_item(const Option& option)
{
    auto item = fmt::format(
        ".It Ic {} No = Ar {}\n{}\n", option.name, mdoc(option.type), mdoc(option.help));
    if (option.is_required)
        return item + "Required.\n";
    if (!option.initial.empty())
        item += fmt::format("The default is\n.Ql {} .\n", mdoc(option.initial));
    return item;
}

}  // namespace

std::string manual_options(const Schema& schema)
{
    std::string page;
    for (const auto& section : schema.sections) {
        const auto name = section.placeholder.empty() ? "" : " " + section.placeholder;
        page += fmt::format(
            ".Ss [{}{}]\n{}\n.Bl -tag -width Ds\n", section.kind, name, mdoc(section.help));
        for (const auto& option : section.options)
            page += manual_item(option);
        page += ".El\n";
    }
    return page;
}

}  // namespace hive
