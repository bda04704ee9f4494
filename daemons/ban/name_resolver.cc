#include "daemons/ban/name_resolver.h"

#include <algorithm>

#include <netdb.h>

#include "lib/handle.h"

namespace hive {
namespace {

std::vector<Address> addresses_of(const std::string& name)
{
    const addrinfo hints {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    addrinfo* list = nullptr;
    if (::getaddrinfo(name.c_str(), nullptr, &hints, &list) != 0)
        return {};
    const Handle<addrinfo, ::freeaddrinfo> owner {list};
    std::vector<Address> addresses;
    for (const auto* entry = list; entry != nullptr; entry = entry->ai_next) {
        const auto address = Address::from_socket(entry->ai_addr);
        if (std::ranges::find(addresses, address) == addresses.end())
            addresses.push_back(address);
    }
    return addresses;
}

}  // namespace

bool NameResolver::resolve(const std::string& name, Found found)
{
    return worker_.submit(
        loop_, [name] { return addresses_of(name); },
        [found = std::move(found), alive = std::weak_ptr {alive_}](
            std::vector<Address> addresses) mutable {
            if (!alive.expired())
                found(std::move(addresses));
        });
}

}  // namespace hive
