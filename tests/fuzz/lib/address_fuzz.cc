// tests/fuzz/lib/address_fuzz.cc - any text as an address, a network or an endpoint.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/address.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(data), size};
    if (const auto address = hive::Address::parse(text))
        assert(hive::Address::parse(address->text()) == *address);
    if (const auto network = hive::Network::parse(text)) {
        assert(network->contains(network->address()));
        assert(hive::Network::parse(network->text()) == *network);
    }
    if (const auto endpoint = hive::parse_endpoint(text))
        assert(hive::parse_endpoint(endpoint->text()) == *endpoint);
    return 0;
}
