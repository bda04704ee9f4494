#include "daemons/proxy/byte_range.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "daemons/proxy/field_rules.h"
#include "daemons/proxy/http_date.h"

namespace hive {

namespace {

/// 13.1.5: a tag must be the same and strong, a date the very one.
bool is_same_version(std::string_view condition, std::string_view etag, std::time_t modified)
{
    if (condition.ends_with('"'))
        return condition == etag;
    return parse_http_date(std::string {condition}) == modified;
}

/// "-500": the last 500 bytes. @param digits those of the number
ByteRange parse_suffix(std::string_view digits, std::uint64_t size)
{
    const auto count = parse_decimal(digits);
    if (!count)
        return {};
    const auto length = std::min(*count, size);
    if (length == 0)
        return {.kind = ByteRange::Kind::unsatisfiable};
    return {.kind = ByteRange::Kind::part, .first = size - length, .length = length};
}

/// "0-499", "500-", "-500".
ByteRange parse_range(std::string_view text, std::uint64_t size)
{
    const auto dash = text.find('-');
    if (dash == std::string_view::npos)
        return {};
    const auto begin = text.substr(0, dash);
    const auto end = text.substr(dash + 1);
    if (begin.empty())
        return parse_suffix(end, size);
    const auto first = parse_decimal(begin);
    const auto last = end.empty() ? std::optional {UINT64_MAX} : parse_decimal(end);
    if (!first || !last || *last < *first)
        return {};
    if (*first >= size)
        return {.kind = ByteRange::Kind::unsatisfiable};
    const auto stop = std::min(*last, size - 1);
    return {.kind = ByteRange::Kind::part, .first = *first, .length = stop - *first + 1};
}

}  // namespace

ByteRange find_range(
    const Fields& fields, std::uint64_t size, std::string_view etag, std::time_t modified)
{
    constexpr std::string_view unit = "bytes=";
    const auto range = find_single(fields, "range", "Range is given twice");
    if (!range || *range == nullptr || !(*range)->value.starts_with(unit))
        return {};
    const auto* const condition = find_field(fields, "if-range");
    if (condition != nullptr && !is_same_version(condition->value, etag, modified))
        return {};
    return parse_range((*range)->value.substr(unit.size()), size);
}

}  // namespace hive
