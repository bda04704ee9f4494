#include "daemons/proxy/trailer.h"

#include <algorithm>
#include <array>

#include "daemons/proxy/field_rules.h"

namespace hive {

namespace {

/// RFC 9110, 6.5.1: request modifiers, authentication, control data, the form of the content.
constexpr auto forbidden = std::to_array<std::string_view>(
    {"accept-ranges", "age", "authorization", "cache-control", "content-encoding", "content-range",
        "content-type", "cookie", "date", "expect", "expires", "if-match", "if-modified-since",
        "if-none-match", "if-range", "if-unmodified-since", "location", "max-forwards", "pragma",
        "range", "retry-after", "set-cookie", "vary", "via", "warning", "www-authenticate"});

bool goes_on(std::string_view name, const NominatedFields& nominated)
{
    return !concerns_connection(name, nominated) && !claims_identity(name)
        && std::ranges::none_of(
            forbidden, [&](std::string_view one) { return equal_ignoring_case(name, one); });
}

/// llhttp reads fields behind a first line only.
std::string as_head(std::string_view lines)
{
    return "GET / HTTP/1.1\r\n" + std::string {lines} + "\r\n";
}

}  // namespace

TrailerRule::TrailerRule(const Fields& fields, bool is_wanted) : is_wanted_ {is_wanted}
{
    const NominatedFields nominated {fields};
    for (const auto name : nominated.names()) {
        nominated_ += nominated_.empty() ? "" : ",";
        nominated_ += name;
    }
}

std::optional<std::string> TrailerRule::last_chunk(std::string_view lines) const
{
    if (lines.empty())
        return std::string {hive::last_chunk};
    const auto text = as_head(lines);
    const auto head = parse_head(MessageKind::request, text);
    if (!head)
        return std::nullopt;
    const Fields connection {{.name = "connection", .value = nominated_}};
    const NominatedFields nominated {connection};
    std::string out = "0\r\n";
    for (const auto& field : head->fields)
        if (is_wanted_ && goes_on(field.name, nominated))
            append_field(out, field.name, field.value);
    return out + "\r\n";
}

std::string announced_trailers(const Fields& fields)
{
    const NominatedFields nominated {fields};
    std::string names;
    for (const auto& field : fields) {
        if (!equal_ignoring_case(field.name, "trailer"))
            continue;
        for (auto list = field.value; !list.empty();) {
            const auto name = next_list_word(list);
            if (name.empty() || !goes_on(name, nominated))
                continue;
            names += names.empty() ? "" : ", ";
            names += name;
        }
    }
    return names;
}

bool takes_trailers(const Fields& fields, int minor_version)
{
    return minor_version == 1 && names_word(fields, "te", "trailers")
        && names_word(fields, "connection", "te");
}

}  // namespace hive
