// daemons/ban/python_regex.cc - one pass over the expression, a class or a group at a time.
#include "daemons/ban/python_regex.h"

#include <algorithm>

namespace hive {
namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

class Translation {
public:
    explicit Translation(std::string_view expression) : rest_ {expression} { }

    Result<std::string> run() &&
    {
        while (!rest_.empty()) {
            switch (rest_.front()) {
            case '\\': TRY(escape(Place::outside)); break;
            case '[': TRY(character_class()); break;
            case '(': TRY(group()); break;
            case '{': repetition(); break;
            default: copy(1);
            }
        }
        return std::move(translated_);
    }

private:
    enum class Place { outside, in_class };

    void copy(std::size_t count)
    {
        translated_ += rest_.substr(0, count);
        rest_.remove_prefix(std::min(count, rest_.size()));
    }
    void replace(std::size_t count, std::string_view by)
    {
        translated_ += by;
        rest_.remove_prefix(count);
    }

    /// \uXXXX and \UXXXXXXXX, which Python has and PCRE2 has not.
    Result<> code_point(std::size_t digits)
    {
        const auto hex = rest_.substr(2, digits);
        if (hex.size() < digits || !std::ranges::all_of(hex, is_hex))
            return fail("incomplete escape {}", rest_.substr(0, 2 + digits));
        // Without UTF the library takes two digits; what is above cannot stand in ASCII.
        const auto value = hex.substr(std::min(hex.find_first_not_of('0'), digits - 2));
        if (value.size() > 2)
            return fail("the character {} is not supported", rest_.substr(0, 2 + digits));
        replace(2 + digits, fmt::format("\\x{}", value));
        return {};
    }

    Result<> escape(Place place)
    {
        if (rest_.size() < 2)
            return fail("a backslash at the end of the expression");
        const char c = rest_[1];
        switch (c) {
        case 'Z':
            if (place == Place::in_class)
                return fail("\\Z within a class");
            replace(2, "\\z");
            return {};
        case 'v': replace(2, "\\x0b"); return {};
        case 'u': return code_point(4);
        case 'U': return code_point(8);
        case 'x':
            if (rest_.size() < 4 || !is_hex(rest_[2]) || !is_hex(rest_[3]))
                return fail("incomplete escape {}", rest_.substr(0, 4));
            copy(4);
            return {};
        default:
            const std::string_view known
                = place == Place::outside ? "AbBdDsSwWafnrt" : "bdDsSwWafnrt";
            if (is_letter(c) && !known.contains(c))
                return fail("bad escape \\{}", c);
            copy(2);
            return {};
        }
    }

    Result<> character_class()
    {
        copy(1);
        if (rest_.starts_with('^'))
            copy(1);
        if (rest_.starts_with(']'))
            replace(1, "\\]");
        while (!rest_.empty() && rest_.front() != ']') {
            if (rest_.front() == '\\')
                TRY(escape(Place::in_class));
            else if (rest_.front() == '[')
                replace(1, "\\[");  // PCRE2 would read [:alpha:]
            else
                copy(1);
        }
        if (rest_.empty())
            return fail("a character class without its end");
        copy(1);
        return {};
    }

    /// "{,3}" and "{,}", which PCRE2 takes literally.
    void repetition()
    {
        const auto end = rest_.find('}');
        const bool is_short = rest_.starts_with("{,") && end != std::string_view::npos
            && std::ranges::all_of(rest_.substr(2, end - 2), is_digit);
        if (is_short)
            replace(1, "{0");
        else
            copy(1);
    }

    Result<> group()
    {
        if (rest_.starts_with("(*"))
            return fail("nothing to repeat: (*");
        if (!rest_.starts_with("(?")) {
            copy(1);
            return {};
        }
        for (const std::string_view same :
            {"(?:", "(?=", "(?!", "(?>", "(?<=", "(?<!", "(?P<", "(?P="})
            if (rest_.starts_with(same)) {
                copy(same.size());
                return {};
            }
        if (rest_.starts_with("(?#")) {
            rest_.remove_prefix(std::min(rest_.find(')'), rest_.size() - 1) + 1);
            return {};
        }
        return rest_.starts_with("(?(") ? condition() : flags();
    }

    /// "(?(name)yes|no)"
    Result<> condition()
    {
        const auto end = rest_.find(')');
        if (end == std::string_view::npos || end == 3)
            return fail("a condition without its name");
        const auto name = rest_.substr(3, end - 3);
        if (!std::ranges::all_of(
                name, [](char c) { return is_letter(c) || is_digit(c) || c == '_'; }))
            return fail("bad group name '{}' in a condition", name);
        const bool is_number = std::ranges::all_of(name, is_digit);
        replace(end + 1, is_number ? fmt::format("(?({})", name) : fmt::format("(?(<{}>)", name));
        return {};
    }

    /// "(?iu)", "(?i:", "(?s-i:"
    Result<> flags()
    {
        const auto end = rest_.find_first_of("):");
        const auto letters = end == std::string_view::npos ? "" : rest_.substr(2, end - 2);
        if (letters.empty() || letters.find_first_not_of("aiLmsux-") != std::string_view::npos)
            return fail("unknown extension {}", rest_.substr(0, 4));
        // Text is Unicode in any case; a, L and u choose between what is no choice here.
        std::string kept;
        std::ranges::copy_if(letters, std::back_inserter(kept),
            [](char c) { return std::string_view {"imsx-"}.contains(c); });
        if (kept == "-")
            kept.clear();
        const char closing = rest_[end];
        replace(end + 1, fmt::format("(?{}{}", kept, closing));
        return {};
    }

    std::string_view rest_;
    std::string translated_;
};

}  // namespace

Result<std::string> translate_python_regex(std::string_view expression)
{
    return Translation {expression}.run();
}

}  // namespace hive
