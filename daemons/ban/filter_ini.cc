#include "daemons/ban/filter_ini.h"

#include <optional>
#include <utility>

#include "lib/trim.h"

namespace hive {
namespace {

constexpr std::size_t max_value = 64UL * 1024;
constexpr int max_replacements = 2000;
constexpr int max_depth = 20;

std::string lower(std::string_view text)
{
    std::string result {text};
    for (char& c : result)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return result;
}

bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/// Cuts " ; comment" off.
std::string_view without_comment(std::string_view line)
{
    for (std::size_t i = 1; i < line.size(); ++i)
        if (line[i] == ';' && is_blank(line[i - 1]))
            return line.substr(0, i);
    return line;
}

/// "section/option" taken apart; nothing without a slash.
std::optional<std::pair<std::string_view, std::string_view>> split_path(std::string_view name)
{
    const auto slash = name.find('/');
    if (slash == std::string_view::npos || slash == 0 || slash + 1 == name.size())
        return std::nullopt;
    return std::pair {name.substr(0, slash), name.substr(slash + 1)};
}

/// Fills in one value of one section.
class Interpolation {
public:
    Interpolation(const FilterIni& ini, std::string_view section) : ini_ {ini}, section_ {section}
    {
    }

    /// %(name)s, %(section/name)s and %%, as deep as they go.
    Result<std::string> percents(std::string_view section, std::string_view text, int depth = 0)
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
                filled += TRY(reference(section, text.substr(1, end - 1), depth));
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

    /// <name>, <section/name>, innermost first: <mode-<kind>>. What names no option stays.
    Result<std::string> tags(std::string text)
    {
        for (std::size_t from = 0;;) {
            const auto end = text.find('>', from);
            if (end == std::string::npos)
                return text;
            const auto begin = text.rfind('<', end);
            from = end + 1;
            if (begin == std::string::npos)
                continue;
            const auto value = TRY(tag(std::string_view {text}.substr(begin + 1, end - begin - 1)));
            if (!value)
                continue;
            if (text.size() + value->size() > max_value)
                return fail("longer than {} bytes when filled in", max_value);
            text.replace(begin, end - begin + 1, *value);
            // What stands around it may have become a tag, but nothing that ends before it.
            from = begin;
        }
    }

private:
    Result<std::string> reference(std::string_view section, std::string_view name, int depth)
    {
        const auto path = split_path(name);
        if (path && path->first == "known")
            return fail("%({})s is not supported", name);
        const auto from = path ? path->first : section;
        const auto* raw = ini_.find(from, path ? path->second : name);
        if (raw == nullptr)
            return fail("%({})s refers to nothing", name);
        return percents(from, *raw, depth + 1);
    }

    Result<std::optional<std::string>> tag(std::string_view name)
    {
        const auto path = split_path(name);
        if (path && path->first == "known")
            return fail("<{}> is not supported", name);
        const auto from = path ? path->first : section_;
        const auto option = path ? path->second : name;
        if (option.empty() || lower(option) != option)
            return std::nullopt;  // <HOST>, <F-USER>: not ours to fill in
        const auto* raw = ini_.find(from, option);
        if (raw == nullptr && !path)
            raw = ini_.find("Init", option);
        if (raw == nullptr)
            return std::nullopt;
        return TRY(percents(from, *raw));
    }

    const FilterIni& ini_;
    std::string_view section_;
    int replacements_ = 0;
};

/// Reads a file line by line.
class Reader {
public:
    explicit Reader(std::map<std::string, FilterIni::Options, std::less<>>& sections)
        : sections_ {sections}
    {
    }

    Result<> line(std::string_view raw)
    {
        const auto text = trimmed(without_comment(raw));
        const auto first = trimmed(raw);
        if (first.empty() || first.starts_with('#') || first.starts_with(';'))
            return {};
        if (is_blank(raw.front()) && value_ != nullptr) {
            if (!text.empty())
                (*value_ += '\n') += text;
            return {};
        }
        if (text.starts_with('[') && text.ends_with(']')) {
            section_ = &sections_[std::string {text.substr(1, text.size() - 2)}];
            value_ = nullptr;
            return {};
        }
        return option(text);
    }

private:
    Result<> option(std::string_view text)
    {
        const auto sign = text.find_first_of("=:");
        const auto name = lower(trimmed(text.substr(0, sign)));
        if (sign == std::string_view::npos || name.empty())
            return fail("not an 'option = value' line");
        if (section_ == nullptr)
            return fail("an option before the first [section]");
        value_ = &(*section_)[name];
        *value_ = trimmed(text.substr(sign + 1));
        return {};
    }

    std::map<std::string, FilterIni::Options, std::less<>>& sections_;
    FilterIni::Options* section_ = nullptr;
    std::string* value_ = nullptr;
};

}  // namespace

Result<FilterIni> FilterIni::parse(std::string_view text)
{
    FilterIni ini;
    Reader reader {ini.sections_};
    for (int number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        if (auto read = reader.line(text.substr(0, end)); !read)
            return std::unexpected {std::move(read).error().within(fmt::format("line {}", number))};
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return ini;
}

void FilterIni::merge(FilterIni later)
{
    for (auto& [name, options] : later.sections_)
        for (auto& [option, value] : options)
            sections_[name].insert_or_assign(option, std::move(value));
}

const std::string* FilterIni::find(std::string_view section, std::string_view option) const
{
    for (const auto name : {section, std::string_view {"DEFAULT"}}) {
        const auto found = sections_.find(name);
        if (found == sections_.end())
            continue;
        const auto value = found->second.find(lower(option));
        if (value != found->second.end())
            return &value->second;
    }
    return nullptr;
}

Result<std::string> FilterIni::value(std::string_view section, std::string_view option) const
{
    const auto* raw = find(section, option);
    if (raw == nullptr)
        return std::string {};
    Interpolation interpolation {*this, section};
    return interpolation.tags(TRY(interpolation.percents(section, *raw)));
}

}  // namespace hive
