// tests/fuzz/portal/monit_request_fuzz.cc - a path, a line break, then a form as monit sends it.
#include <cstdint>
#include <string>

#include "supervisor/portal/monit_request.h"
#include "supervisor/portal/monit_text.h"
#include "supervisor/portal/monit_view.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(bytes), size};
    const auto end = std::min(text.find('\n'), text.size());
    const auto fields = hive::parse_form(text.substr(std::min(end + 1, text.size())));
    const auto request = hive::parse_monit_request(text.substr(0, end), fields);
    if (!request) {
        (void)hive::monit_refusal(400, "Bad Request", request.error().message());
        return 0;
    }
    hive::MonitService web {.name = "web", .title = "Process", .status = "OK"};
    (void)hive::chosen({web}, *request);
    return 0;
}
