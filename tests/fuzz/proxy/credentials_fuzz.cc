// tests/fuzz/proxy/credentials_fuzz.cc - any value of an Authorization field: what is taken holds
// no control byte and has exactly one spelling.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "daemons/proxy/auth.h"
#include "lib/encoding.h"
#include "lib/trim.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string value {reinterpret_cast<const char*>(data), size};
    const auto found = hive::find_credentials({{"Authorization", value}});
    if (!found || !*found)
        return 0;
    const auto& credentials = **found;
    const auto plain = credentials.user + ':' + credentials.password;
    const bool has_control = std::ranges::any_of(
        plain, [](unsigned char byte) { return byte < 0x20 || byte == 0x7f; });
    if (has_control || credentials.user.contains(':'))
        std::abort();
    if (hive::trimmed(value.substr(value.find(' '))) != hive::to_base64(plain))
        std::abort();
    return 0;
}
