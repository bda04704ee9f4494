#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "lib/payload_scan.h"

namespace hive {
namespace {

std::optional<unsigned> hex_at(std::string_view text, std::size_t at, std::size_t digits)
{
    if (text.size() < at + digits)
        return std::nullopt;
    unsigned value = 0;
    for (const char c : text.substr(at, digits)) {
        const auto digit = std::string_view {"0123456789abcdef"}.find(
            c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
        if (digit == std::string_view::npos)
            return std::nullopt;
        value = value * 16 + static_cast<unsigned>(digit);
    }
    return value;
}

/// Only ASCII matters to the words searched for.
char narrow(unsigned code)
{
    return code < 0x100 ? static_cast<char>(code) : '?';
}

/// %27 or %u0027 at the front. @return the character and how long it was written
std::pair<char, std::size_t> percent_at(std::string_view text)
{
    if (const auto byte = hex_at(text, 1, 2))
        return {static_cast<char>(*byte), 3};
    if (text.size() > 1 && (text[1] == 'u' || text[1] == 'U'))
        if (const auto code = hex_at(text, 2, 4))
            return {narrow(*code), 6};
    return {'%', 1};
}

/// &#60; &#x3c; at the front.
std::pair<char, std::size_t> numeric_entity_at(std::string_view text)
{
    const bool is_hex = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
    const std::size_t first = is_hex ? 3 : 2;
    unsigned code = 0;
    auto at = first;
    for (; at < text.size() && at < first + 8; ++at) {
        const auto digit = hex_at(text, at, 1);
        if (!digit || (!is_hex && *digit > 9))
            break;
        code = code * (is_hex ? 16 : 10) + *digit;
    }
    if (at == first)
        return {'&', 1};
    const bool is_closed = at < text.size() && text[at] == ';';
    return {narrow(code), is_closed ? at + 1 : at};
}

/// &lt; &#60; &#x3c; at the front.
std::pair<char, std::size_t> entity_at(std::string_view text)
{
    constexpr std::array<std::pair<std::string_view, char>, 6> names {{{"&lt;", '<'}, {"&gt;", '>'},
        {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}, {"&nbsp;", ' '}}};
    for (const auto& [name, meaning] : names)
        if (text.starts_with(name))
            return {meaning, name.size()};
    if (text.starts_with("&#"))
        return numeric_entity_at(text);
    return {'&', 1};
}

/// Overlong forms of '.', '/' and '\' that lax decoders take (CVE-2000-0884).
std::pair<char, std::size_t> overlong_at(std::string_view text)
{
    if (text.size() < 2 || (text[0] != '\xc0' && text[0] != '\xc1'))
        return {text[0], 1};
    const auto low = static_cast<unsigned char>(text[1]) & 0x3fU;
    return {static_cast<char>(text[0] == '\xc0' ? low : low + 0x40U), 2};
}

std::pair<char, std::size_t> character_at(std::string_view text)
{
    switch (text.front()) {
    case '%': return percent_at(text);
    case '&': return entity_at(text);
    default: return overlong_at(text);
    }
}

std::string decode_once(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto [c, length] = character_at(text);
        out += c;
        text.remove_prefix(length);
    }
    return out;
}

bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// @return how long the comment at the front is; 0 when there is none
std::size_t comment_length(std::string_view text)
{
    if (!text.starts_with("/*") || text.starts_with("/*!"))
        return 0;
    const auto end = text.find("*/", 2);
    return end == std::string_view::npos ? 0 : end + 2;
}

/// Small letters; one blank for blanks and for /* comments */.
std::string level(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto comment = comment_length(text);
        const char c = comment > 0 ? ' ' : text.front();
        text.remove_prefix(std::max<std::size_t>(comment, 1));
        if (!is_blank(c))
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        else if (out.empty() || out.back() != ' ')
            out += ' ';
    }
    return out;
}

}  // namespace

std::string decode_payload(std::string_view text)
{
    std::string decoded {text.substr(0, max_scanned)};
    std::ranges::replace(decoded, '+', ' ');
    for (int round = 0; round < max_decodings; ++round) {
        auto next = decode_once(decoded);
        if (next == decoded)
            break;
        decoded = std::move(next);
    }
    return level(decoded);
}

}  // namespace hive
