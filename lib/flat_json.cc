#include "lib/flat_json.h"

#include <algorithm>
#include <utility>

#include "lib/number.h"

namespace hive {
namespace {

void append_utf8(std::string& text, unsigned code)
{
    const auto put = [&text](unsigned byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0U | code >> 6U);
        put(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        put(0xE0U | code >> 12U);
        put(0x80U | (code >> 6U & 0x3FU));
        put(0x80U | (code & 0x3FU));
    } else {
        put(0xF0U | code >> 18U);
        put(0x80U | (code >> 12U & 0x3FU));
        put(0x80U | (code >> 6U & 0x3FU));
        put(0x80U | (code & 0x3FU));
    }
}

// find_first_of() calls memchr() for every byte, which is a tenth of what a record of flows takes.
constexpr bool ends_plain_text(char c)
{
    return c == '"' || c == '\\';
}
constexpr bool ends_value(char c)
{
    return c == ',' || c == '}' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
constexpr bool is_no_value(char c)
{
    return c == '{' || c == '[' || c == '"';
}

constexpr bool is_high_surrogate(unsigned unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}
constexpr bool is_low_surrogate(unsigned unit)
{
    return unit >= 0xDC00 && unit < 0xE000;
}

}  // namespace

void FlatJson::skip_blanks()
{
    while (at_ < line_.size()
        && (line_[at_] == ' ' || line_[at_] == '\t' || line_[at_] == '\r' || line_[at_] == '\n'))
        ++at_;
}

std::size_t FlatJson::place_of(bool (*is_wanted)(char)) const
{
    const auto rest = line_.substr(at_);
    return at_ + static_cast<std::size_t>(std::ranges::find_if(rest, is_wanted) - rest.begin());
}

bool FlatJson::take(char wanted)
{
    skip_blanks();
    if (at_ == line_.size() || line_[at_] != wanted)
        return false;
    ++at_;
    return true;
}

Result<unsigned> FlatJson::hex_unit()
{
    const auto digits = line_.substr(at_, 4);
    const auto unit = number_of<unsigned>(digits, 16);
    if (digits.size() != 4 || !unit)
        return fail("has a broken \\u");
    at_ += 4;
    return *unit;
}

/// What follows a backslash. A lone surrogate becomes U+FFFD.
Result<> FlatJson::escape(std::string& unescaped)
{
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (at_ == line_.size())
        return fail("ends in a string");
    const char letter = line_[at_++];
    if (const auto known = letters.find(letter); known != std::string_view::npos) {
        unescaped += meanings[known];
        return {};
    }
    if (letter != 'u')
        return fail("has an unknown escape");
    auto code = TRY(hex_unit());
    if (is_high_surrogate(code) && line_.substr(at_).starts_with("\\u")) {
        at_ += 2;
        const auto low = TRY(hex_unit());
        code = is_low_surrogate(low) ? 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00) : 0xFFFD;
    }
    append_utf8(unescaped, is_high_surrogate(code) || is_low_surrogate(code) ? 0xFFFD : code);
    return {};
}

/// A string behind its opening quote; a view into the line unless it has escapes.
Result<std::string_view> FlatJson::text(std::string& unescaped)
{
    const auto first = at_;
    at_ = place_of(&ends_plain_text);
    if (at_ == line_.size())
        return fail("ends in a string");
    if (line_[at_] == '"')
        return line_.substr(first, at_++ - first);
    unescaped.assign(line_.substr(first, at_ - first));
    while (at_ < line_.size()) {
        const char c = line_[at_++];
        if (c == '"')
            return unescaped;
        if (c == '\\')
            TRY(escape(unescaped));
        else
            unescaped += c;
    }
    return fail("ends in a string");
}

Result<std::optional<FlatJson::Member>> FlatJson::next()
{
    const auto place = std::exchange(place_, Place::member);
    if (place == Place::start && !take('{'))
        return fail("is not a JSON object");
    if (place != Place::end && take('}')) {
        skip_blanks();
        if (at_ != line_.size())
            return fail("goes on behind its JSON object");
        place_ = Place::end;
        return std::nullopt;
    }
    if (place == Place::member && !take(','))
        return fail("has no comma between two members");
    if (!take('"'))
        return fail("has no name where one must be");
    Member member {.name = TRY(text(name_))};
    if (!take(':'))
        return fail("has no colon behind '{}'", member.name.substr(0, 40));
    if (take('"')) {
        member.value = TRY(text(value_));
        member.is_text = true;
        return member;
    }
    const auto end = place_of(&ends_value);
    member.value = line_.substr(at_, end - at_);
    at_ = end;
    if (member.value.empty() || std::ranges::any_of(member.value, is_no_value))
        return fail("'{}' has no plain value", member.name.substr(0, 40));
    return member;
}

}  // namespace hive
