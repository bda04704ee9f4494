#include "daemons/chart/negotiation.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include <fmt/format.h>
#include <nettle/sha2.h>

#include "lib/encoding.h"
#include "lib/number.h"

namespace hive {
namespace {

/// The elements of a comma-separated header, without surrounding blanks.
std::vector<std::string_view> elements(std::string_view list)
{
    std::vector<std::string_view> found;
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        auto element = list.substr(0, comma);
        list.remove_prefix(std::min(comma + 1, list.size()));
        element.remove_prefix(std::min(element.find_first_not_of(" \t"), element.size()));
        element = element.substr(0, element.find_last_not_of(" \t") + 1);
        if (!element.empty())
            found.push_back(element);
    }
    return found;
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_word(std::string_view left, std::string_view right)
{
    return std::ranges::equal(left, right, {}, lower, lower);
}

/// "0", "0.", "0.000": a weight that means no (RFC 9110, 12.4.2).
bool is_zero_weight(std::string_view parameters)
{
    const auto weight = parameters.find("q=");
    if (weight == std::string_view::npos)
        return false;
    const auto number = parameters.substr(weight + 2);
    const bool has_digit_above_zero = number.find_first_of("123456789") != std::string_view::npos;
    return number.starts_with('0') && !has_digit_above_zero;
}

/// @return nothing for what is not a number of at most 18 digits
std::optional<std::uint64_t> bytes_of(std::string_view text)
{
    return text.size() <= 18 ? number_of<std::uint64_t>(text) : std::nullopt;
}

/// "-500": the last 500 bytes.
RangeRequest suffix_range(std::string_view text, std::uint64_t size)
{
    const auto count = bytes_of(text);
    if (!count)
        return {};
    if (*count == 0 || size == 0)
        return {.kind = RangeRequest::Kind::outside};
    return {.kind = RangeRequest::Kind::part, .first = size - std::min(*count, size), .end = size};
}

}  // namespace

std::string digest_tag(std::string_view bytes)
{
    sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
    std::array<std::uint8_t, 12> digest {};
    sha256_digest(&context, digest.size(), digest.data());
    return fmt::format(
        "\"{}\"", to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()}));
}

bool accepts_coding(std::string_view accept_encoding, std::string_view coding)
{
    for (const auto element : elements(accept_encoding)) {
        const auto end = std::min(element.find(';'), element.size());
        const auto word = element.substr(0, element.substr(0, end).find_last_not_of(" \t") + 1);
        if (same_word(word, coding))
            return !is_zero_weight(element.substr(end));
    }
    return false;
}

bool names_tag(std::string_view if_none_match, std::string_view tag)
{
    for (auto element : elements(if_none_match)) {
        if (element.starts_with("W/"))
            element.remove_prefix(2);
        if (element == "*" || element == tag)
            return true;
    }
    return false;
}

RangeRequest parse_range(std::string_view range, std::uint64_t size)
{
    constexpr std::string_view unit = "bytes=";
    if (!range.starts_with(unit) || range.contains(','))
        return {};
    range.remove_prefix(unit.size());
    const auto dash = range.find('-');
    if (dash == std::string_view::npos)
        return {};
    if (dash == 0)
        return suffix_range(range.substr(1), size);
    const auto first = bytes_of(range.substr(0, dash));
    const auto last_text = range.substr(dash + 1);
    const auto last = last_text.empty() ? std::optional {UINT64_MAX - 1} : bytes_of(last_text);
    if (!first || !last || *last < *first)
        return {};
    if (*first >= size)
        return {.kind = RangeRequest::Kind::outside};
    return {.kind = RangeRequest::Kind::part, .first = *first, .end = std::min(*last + 1, size)};
}

}  // namespace hive
