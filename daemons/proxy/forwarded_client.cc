#include "daemons/proxy/forwarded_client.h"

#include <algorithm>

#include "lib/trim.h"

namespace hive {

namespace {

bool holds(std::span<const Network> networks, const Address& address)
{
    return std::ranges::any_of(
        networks, [&](const Network& network) { return network.contains(address); });
}

/// Several fields are one list (RFC 9110, 5.3).
std::string joined(const Fields& fields, std::string_view name)
{
    std::string list;
    for (const auto& field : fields) {
        if (!equal_ignoring_case(field.name, name))
            continue;
        list += list.empty() ? "" : ",";
        list += field.value;
    }
    return list;
}

std::string_view take_last_word(std::string_view& list)
{
    const auto comma = list.rfind(',');
    const auto begin = comma == std::string_view::npos ? 0 : comma + 1;
    const auto word = trimmed(list.substr(begin));
    list = list.substr(0, comma == std::string_view::npos ? 0 : comma);
    return word;
}

}  // namespace

ForwardedClient find_forwarded_client(
    const Fields& fields, const Address& peer, std::span<const Network> trusted)
{
    const auto list = joined(fields, "x-forwarded-for");
    ForwardedClient found {.client = peer, .chain = peer.text()};
    for (std::string_view rest {list}; !rest.empty() && holds(trusted, found.client);) {
        const auto address = Address::parse(take_last_word(rest));
        if (!address)
            break;
        found.client = *address;
        found.chain = address->text() + ", " + found.chain;
    }
    found.text = found.client.text();
    const auto schemes = joined(fields, "x-forwarded-proto");
    std::string_view rest {schemes};
    found.is_tls = equal_ignoring_case(take_last_word(rest), "https");
    return found;
}

}  // namespace hive
