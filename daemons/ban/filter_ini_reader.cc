// daemons/ban/filter_ini_reader.cc - what a line of an ini file is: blank, more, header, option.
#include "daemons/ban/filter_ini_reader.h"

#include "lib/trim.h"

namespace hive {
namespace {

bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/// Cuts " ; comment" off.
std::string_view without_comment(std::string_view line)
{
    for (std::size_t i = 0; i < line.size(); ++i)
        if (line[i] == ';' && (i == 0 || is_blank(line[i - 1])))
            return line.substr(0, i);
    return line;
}

}  // namespace

Result<> IniReader::line(std::string_view raw, int number)
{
    const auto all = trimmed(raw);
    const auto text = trimmed(without_comment(raw));
    if (all.starts_with('#') || (text.empty() && !all.empty()))
        return {};
    if (text.empty()) {
        // An empty line within a value stays; those behind it are cut when it is taken.
        if (value_ != nullptr)
            *value_ += '\n';
        return {};
    }
    const auto indent = static_cast<std::size_t>(raw.find_first_not_of(" \t"));
    if (value_ != nullptr && indent > indent_) {
        (*value_ += '\n') += text;
        return {};
    }
    indent_ = indent;
    where_ = fmt::format("{}:{}", file_, number);
    const auto end = text.rfind(']');
    if (text.starts_with('[') && end != std::string_view::npos && end > 1)
        return header(text.substr(1, end - 1));
    return option(text);
}

Result<> IniReader::header(std::string_view text)
{
    section_name_ = text;
    if (section_name_ != "DEFAULT" && !headers_.insert(section_name_).second)
        return fail("the section [{}] is there twice", text);
    section_ = &ini_.sections_[section_name_];
    if (ini_.places_.try_emplace(section_name_, where_).second && section_name_ != "DEFAULT"
        && section_name_ != "INCLUDES")
        ini_.order_.push_back(section_name_);
    value_ = nullptr;
    return {};
}

Result<> IniReader::option(std::string_view text)
{
    const auto sign = text.find_first_of("=:");
    const auto name = option_name(trimmed(text.substr(0, sign)));
    if (section_ == nullptr)
        return fail("an option before the first [section]");
    if (sign == std::string_view::npos || name.empty())
        return fail("not an 'option = value' line");
    if (!options_.insert(section_name_ + "]" + name).second)
        return fail("the option '{}' is in [{}] twice", name, section_name_);
    auto& value = (*section_)[name];
    value = {.text = std::string {trimmed(text.substr(sign + 1))}, .where = where_};
    value_ = &value.text;
    return {};
}

}  // namespace hive
