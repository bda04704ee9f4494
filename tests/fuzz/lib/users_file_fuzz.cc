#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/password.h"

// Whatever the file says: every user taken has a name and a hash that can be used.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(data), size};
    const auto parsed = hive::Users::parse(text, "users");
    for (const auto& name : parsed.users.names()) {
        assert(hive::check_user_name(name));
        assert(hive::is_known_hash(*parsed.users.find(name)));
    }
    assert(parsed.users.decoy("nobody").empty() == (parsed.users.size() == 0));
    for (const auto& name : parsed.users.names())
        for (const auto& group : hive::Groups::parse(text).of(name))
            assert(group.find('\n') == group.npos);
    return 0;
}
