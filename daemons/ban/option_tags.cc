// daemons/ban/option_tags.cc - pass after pass over all values until none changes.
#include "daemons/ban/option_tags.h"

#include <map>
#include <set>

namespace hive {
namespace {

constexpr int max_same_tag = 25;
constexpr std::size_t max_value = 256UL * 1024;
constexpr int max_passes = 100;

struct Tag {
    std::size_t begin = 0;
    std::size_t end = 0;  // behind the '>'
    std::string name;
};

/// The next innermost "<name>" at or behind `from`; no blank within.
std::optional<Tag> find_tag(const std::string& text, std::size_t from)
{
    for (auto begin = text.find('<', from); begin != std::string::npos;) {
        const auto end = text.find_first_of("<> ", begin + 1);
        if (end == std::string::npos)
            return std::nullopt;
        if (text[end] == '>' && end > begin + 1)
            return Tag {begin, end + 1, text.substr(begin + 1, end - begin - 1)};
        begin = text.find('<', text[end] == '<' ? end : end + 1);
    }
    return std::nullopt;
}

void replace_all(std::string& text, const std::string& tag, const std::string& by)
{
    for (auto place = text.find(tag); place != std::string::npos;
        place = text.find(tag, place + by.size()))
        text.replace(place, tag.size(), by);
}

class Filling {
public:
    Filling(OptionValues values, const TagLookup& lookup)
        : values_ {std::move(values)}, lookup_ {lookup}
    {
        for (const auto& [name, value] : values_)
            if (const auto mark = name.find('?'); mark != std::string::npos && mark > 0)
                ignored_.insert(name.substr(0, mark));
    }

    Result<OptionValues> run() &&
    {
        bool is_again = true;
        for (int pass = 0; is_again; ++pass) {
            if (pass == max_passes)
                return fail("options refer to each other without end");
            is_again = false;
            for (auto& [name, value] : values_)
                if (!ignored_.contains(name) && value.contains('<'))
                    is_again = TRY(fill(name, value)) || is_again;
        }
        return std::move(values_);
    }

private:
    /// @return whether the value changed and may hold more
    Result<bool> fill(const std::string& name, std::string& value)
    {
        auto filled = value;
        auto& counts = counts_[name];
        for (auto tag = find_tag(filled, 0); tag;) {
            auto from = tag->end;
            if (!ignored_.contains(tag->name)) {
                if (tag->name == name || counts[tag->name] >= max_same_tag)
                    return fail("the option {} refers to itself", name);
                if (const auto by = TRY(replacement(tag->name))) {
                    replace_all(filled, "<" + tag->name + ">", *by);
                    ++counts[tag->name];
                    from = tag->begin;
                }
            }
            if (filled.size() > max_value)
                return fail("the option {} is longer than {} bytes", name, max_value);
            tag = find_tag(filled, from);
        }
        const bool is_changed = filled != value;
        value = std::move(filled);
        return is_changed && find_tag(value, 0).has_value();
    }

    Result<std::optional<std::string>> replacement(const std::string& name)
    {
        if (const auto own = values_.find(name); own != values_.end())
            return own->second;
        if (const auto known = looked_up_.find(name); known != looked_up_.end())
            return known->second;
        return looked_up_[name] = TRY(lookup_(name));
    }

    OptionValues values_;
    const TagLookup& lookup_;
    std::set<std::string> ignored_;
    std::map<std::string, std::optional<std::string>> looked_up_;
    std::map<std::string, std::map<std::string, int>> counts_;
};

}  // namespace

Result<OptionValues> fill_in_tags(OptionValues values, const TagLookup& lookup)
{
    return Filling {std::move(values), lookup}.run();
}

}  // namespace hive
