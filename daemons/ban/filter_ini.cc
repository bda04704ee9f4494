// daemons/ban/filter_ini.cc - merging files, and filling in references.
#include "daemons/ban/filter_ini.h"

#include <algorithm>

#include "daemons/ban/filter_ini_reader.h"

namespace hive {
namespace {

constexpr std::size_t max_value = 256UL * 1024;
constexpr int max_replacements = 10'000;
constexpr int max_depth = 10;
constexpr std::string_view defaults = "DEFAULT";

/// "Init?family=inet6" -> "Init" and "?family=inet6".
std::pair<std::string, std::string> split_condition(const std::string& section)
{
    const auto mark = section.find('?');
    if (mark == std::string::npos || mark == 0 || mark + 1 == section.size())
        return {section, ""};
    return {section.substr(0, mark), section.substr(mark)};
}

void trim_end(std::string& text)
{
    text.erase(text.find_last_not_of("\n ") + 1);
}

}  // namespace

std::string option_name(std::string_view text)
{
    std::string result {text};
    std::ranges::transform(result, result.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

/// Fills in one value of one section.
class Interpolation {
public:
    Interpolation(const FilterIni& ini, std::string_view section, const OptionValues& overrides)
        : ini_ {ini}, section_ {section}, overrides_ {overrides}
    {
    }

    Result<std::string> fill_in(std::string_view text, int depth)
    {
        if (depth > max_depth || ++replacements_ > max_replacements)
            return fail("it refers to itself");
        std::string filled;
        for (auto percent = text.find('%'); percent != std::string_view::npos;
            percent = text.find('%')) {
            filled += text.substr(0, percent);
            text.remove_prefix(percent + 1);
            const auto end = text.find(")s");
            if (text.starts_with('%')) {
                filled += '%';
                text.remove_prefix(1);
            } else if (text.starts_with('(') && end != std::string_view::npos) {
                filled += TRY(reference(text.substr(1, end - 1), depth));
                text.remove_prefix(end + 2);
            } else {
                return fail("a '%' that is neither %% nor %(name)s");
            }
            if (filled.size() > max_value)
                return fail("longer than {} bytes when filled in", max_value);
        }
        filled += text;
        return filled;
    }

private:
    Result<std::string> reference(std::string_view name, int depth)
    {
        if (name == "__name__")
            return std::string {section_};
        const auto raw = lookup(option_name(name));
        if (!raw)
            return fail("%({})s refers to nothing", name);
        return fill_in(*raw, depth + 1);
    }

    [[nodiscard]] std::optional<std::string_view> lookup(const std::string& name) const
    {
        if (const auto own = overrides_.find(name); own != overrides_.end())
            return own->second;
        if (const auto* value = ini_.find(section_, name))
            return value->text;
        const auto slash = name.find('/');
        if (slash == std::string::npos)
            return std::nullopt;
        return elsewhere(
            std::string_view {name}.substr(0, slash), std::string_view {name}.substr(slash + 1));
    }

    /// An option of another section, of what it replaced, or of [DEFAULT].
    [[nodiscard]] std::optional<std::string_view> elsewhere(
        std::string_view from, std::string_view option) const
    {
        const auto& sections = from == "known" ? ini_.known_ : ini_.sections_;
        const auto section = std::ranges::find_if(sections, [&](const auto& each) {
            return from == "known" ? each.first == section_ : option_name(each.first) == from;
        });
        if (section != sections.end())
            if (const auto found = section->second.find(option); found != section->second.end())
                return found->second.text;
        if (section == sections.end() && from != "known" && from != "default")
            return std::nullopt;
        const auto* value = ini_.find(defaults, option);
        return value == nullptr ? std::nullopt : std::optional<std::string_view> {value->text};
    }

    const FilterIni& ini_;
    std::string_view section_;
    const OptionValues& overrides_;
    int replacements_ = 0;
};

Result<FilterIni> FilterIni::parse(std::string_view text, std::string_view file)
{
    FilterIni ini;
    IniReader reader {ini, file};
    for (int number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        if (auto read = reader.line(text.substr(0, end), number); !read)
            return std::unexpected {
                std::move(read).error().within(fmt::format("{}:{}", file, number))};
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    for (auto& [name, options] : ini.sections_)
        for (auto& [option, value] : options)
            trim_end(value.text);
    return ini;
}

void FilterIni::merge(const FilterIni& later)
{
    for (const auto& name : later.order_) {
        const auto section = split_condition(name).first;
        if (places_.try_emplace(section, later.where(name)).second)
            order_.push_back(section);
    }
    for (const auto& [name, options] : later.sections_) {
        const auto [section, condition] = split_condition(name);
        const bool is_new = !sections_.contains(section);
        auto& own = sections_[section];
        for (const auto& [option, value] : options) {
            const auto key = option + condition;
            const auto before = own.find(key);
            if (!is_new && before != own.end() && section != defaults)
                known_[section][key] = before->second;
            own.insert_or_assign(key, value);
        }
    }
}

void FilterIni::set(std::string_view section, std::string_view option, std::string text)
{
    sections_[std::string {section}][option_name(option)]
        = {.text = std::move(text), .where = where(section)};
}

std::string FilterIni::where(std::string_view section) const
{
    const auto place = places_.find(section);
    return place == places_.end() ? std::string {} : place->second;
}

const FilterIni::Options* FilterIni::own(std::string_view section) const
{
    const auto found = sections_.find(section);
    return found == sections_.end() ? nullptr : &found->second;
}

const FilterIni::Value* FilterIni::find(std::string_view section, std::string_view option) const
{
    for (const auto name : {section, defaults}) {
        const auto* options = own(name);
        if (options == nullptr)
            continue;
        const auto value = options->find(option_name(option));
        if (value != options->end())
            return &value->second;
    }
    return nullptr;
}

Result<std::optional<std::string>> FilterIni::value(
    std::string_view section, std::string_view option, const OptionValues& overrides) const
{
    const auto name = option_name(option);
    const auto given = overrides.find(name);
    const auto* stands = given == overrides.end() ? find(section, name) : nullptr;
    if (given == overrides.end() && stands == nullptr)
        return std::nullopt;
    const std::string_view raw = stands == nullptr ? given->second : stands->text;
    auto filled = Interpolation {*this, section, overrides}.fill_in(raw, 1);
    if (!filled)
        return std::unexpected {std::move(filled).error().within(stands == nullptr
                ? fmt::format("option {}", name)
                : fmt::format("{}: {}", stands->where, name))};
    return *std::move(filled);
}

Result<std::optional<std::string>> FilterIni::known_value(
    std::string_view section, std::string_view option) const
{
    const auto options = known_.find(section);
    if (options == known_.end())
        return std::nullopt;
    const auto value = options->second.find(option_name(option));
    if (value == options->second.end())
        return std::nullopt;
    return TRY((Interpolation {*this, section, {}}.fill_in(value->second.text, 1)));
}

}  // namespace hive
