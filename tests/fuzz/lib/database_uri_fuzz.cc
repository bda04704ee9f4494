// tests/fuzz/lib/database_uri_fuzz.cc - any text as the uri of a database.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/database_uri.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(data), size};
    if (const auto uri = hive::parse_database_uri(text)) {
        assert(hive::parse_database_uri(uri->text()).value() == *uri);
        assert(uri->host.empty() || uri->socket.empty());
        assert((uri->kind != hive::DatabaseUri::Kind::mariadb) != uri->path.empty());
    }
    return 0;
}
