#include "daemons/proxy/field_scope.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace hive {

namespace {

bool is_one_of(std::string_view name, std::span<const std::string_view> names)
{
    return std::ranges::any_of(
        names, [&](std::string_view one) { return equal_ignoring_case(name, one); });
}

/// Asked for each field of each message: nearly all are told apart by their length.
template <std::size_t count>
class NameSet {
public:
    consteval NameSet(const std::array<std::string_view, count>& names) : names_ {names}
    {
        for (const auto name : names_)
            lengths_ |= std::uint32_t {1} << name.size();
    }
    [[nodiscard]] bool holds(std::string_view name) const
    {
        return name.size() < 32 && (lengths_ >> name.size() & 1U) != 0 && is_one_of(name, names_);
    }

private:
    std::array<std::string_view, count> names_;
    std::uint32_t lengths_ = 0;  // a bit for each that there is
};

/// Content-Length is written anew from the framing.
constexpr NameSet connection_fields {std::to_array<std::string_view>({"connection",
    "content-length", "http2-settings", "keep-alive", "proxy-authenticate", "proxy-authorization",
    "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"})};
constexpr NameSet identity_fields {std::to_array<std::string_view>(
    {"cf-connecting-ip", "client-ip", "forwarded", "host", "proxy", "remote-user", "true-client-ip",
        "x-client-ip", "x-cluster-client-ip", "x-forwarded", "x-original-url", "x-originating-ip",
        "x-real-ip", "x-remote-addr", "x-remote-ip", "x-remote-user", "x-rewrite-url"})};
constexpr std::array<std::string_view, 2> identity_prefixes {"x-hive-", "x-forwarded-"};

bool is_plain(char character)
{
    const char letter = static_cast<char>(character | 0x20);
    return (letter >= 'a' && letter <= 'z') || (character >= '0' && character <= '9')
        || character == '-';
}

std::string with_dashes(std::string_view name)
{
    std::string out {name};
    std::ranges::replace_if(out, [](char character) { return !is_plain(character); }, '-');
    return out;
}

}  // namespace

NominatedFields::NominatedFields(const Fields& fields)
{
    for (const auto& field : fields) {
        if (!equal_ignoring_case(field.name, "connection"))
            continue;
        for (auto list = field.value; !list.empty();) {
            const auto word = next_list_word(list);
            if (!equal_ignoring_case(word, "close") && !equal_ignoring_case(word, "keep-alive"))
                names_.push_back(word);
        }
    }
}

bool NominatedFields::hold(std::string_view name) const
{
    return is_one_of(name, names_);
}

bool concerns_connection(std::string_view name, const NominatedFields& nominated)
{
    return connection_fields.holds(name) || nominated.hold(name);
}

bool claims_identity(std::string_view name)
{
    if (!std::ranges::all_of(name, is_plain))
        return claims_identity(with_dashes(name));
    return identity_fields.holds(name)
        || std::ranges::any_of(identity_prefixes, [&](std::string_view prefix) {
               return equal_ignoring_case(name.substr(0, prefix.size()), prefix);
           });
}

}  // namespace hive
