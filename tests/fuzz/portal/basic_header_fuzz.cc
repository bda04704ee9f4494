#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/encoding.h"
#include "supervisor/portal/credentials.h"
#include "supervisor/portal/log_line.h"
#include "supervisor/portal/page_sign_in.h"

// Whatever a client sends: a name and password that may be checked, or nothing; a redirect
// that stays with us, or none; a log line that loses no text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(data), size};
    if (const auto credentials = hive::parse_basic(text)) {
        assert(hive::is_plausible(*credentials));
        const auto again = hive::parse_basic(
            "Basic " + hive::to_base64(credentials->user + ":" + credentials->password));
        assert(again && again->user == credentials->user);
        assert(again->password == credentials->password);
    }
    if (hive::is_own_target(text)) {
        assert(text.find_first_of(":/\\\r\n\t ") == text.npos);
    }
    const auto line = hive::parse_log_line(text);
    assert(text.ends_with(line.text));
    return 0;
}
