#include "daemons/proxy/field_rules.h"

#include <limits>
#include <utility>

#include "lib/number.h"
#include "lib/result.h"

namespace hive {

std::optional<int> minor_version(std::string_view version)
{
    if (version == "HTTP/1.1")
        return 1;
    if (version == "HTTP/1.0")
        return 0;
    return std::nullopt;
}

std::optional<std::uint64_t> parse_decimal(std::string_view text)
{
    constexpr auto limit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return number_within<std::uint64_t>(text, 0, limit);
}

bool is_port(std::string_view text)
{
    constexpr std::uint64_t highest = 65535;
    const auto port = parse_decimal(text);
    return port && *port <= highest && (text.size() == 1 || text.front() != '0');
}

Judged<const Field*> find_single(
    const Fields& fields, std::string_view name, std::string_view doubled)
{
    const Field* found = nullptr;
    for (const auto& field : fields)
        if (equal_ignoring_case(field.name, name) && std::exchange(found, &field) != nullptr)
            return refuse(400, doubled);
    return found;
}

Judged<BodyFraming> explicit_framing(const Fields& fields, int minor_version)
{
    const auto* const length
        = TRY(find_single(fields, "content-length", "Content-Length is given twice"));
    const auto* const coding
        = TRY(find_single(fields, "transfer-encoding", "Transfer-Encoding is given twice"));
    if (coding != nullptr) {
        if (length != nullptr)
            return refuse(400, "Content-Length and Transfer-Encoding are given together");
        if (minor_version == 0)
            return refuse(400, "Transfer-Encoding is not part of HTTP/1.0");
        if (!equal_ignoring_case(coding->value, "chunked"))
            return refuse(501, "the only Transfer-Encoding served is chunked");
        return BodyFraming {.kind = BodyFraming::Kind::chunked};
    }
    if (length == nullptr)
        return BodyFraming {};
    const auto bytes = parse_decimal(length->value);
    if (!bytes)
        return refuse(400, "Content-Length is not a number of bytes");
    return BodyFraming {.kind = BodyFraming::Kind::length, .length = *bytes};
}

bool keeps_connection(const Fields& fields, int minor_version)
{
    if (names_word(fields, "connection", "close"))
        return false;
    return minor_version == 1 || names_word(fields, "connection", "keep-alive");
}

bool names_word(const Fields& fields, std::string_view name, std::string_view word)
{
    for (const auto& field : fields) {
        if (!equal_ignoring_case(field.name, name))
            continue;
        for (auto list = field.value; !list.empty();)
            if (equal_ignoring_case(next_list_word(list), word))
                return true;
    }
    return false;
}

}  // namespace hive
