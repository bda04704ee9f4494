// tests/fuzz/ban/ban_request_fuzz.cc - any arguments of the control verbs.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "daemons/ban/ban_request.h"
#include "daemons/ban/ban_time.h"
#include "daemons/ban/safe_list.h"
#include "lib/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto arguments = hive::parse_json({reinterpret_cast<const char*>(data), size});
    if (!arguments || !arguments->is_object())
        return 0;
    if (const auto request = hive::parse_ban_request(*arguments)) {
        assert(request->lines.size() <= 10);
        for (const auto& line : request->lines)
            assert(line.size() <= hive::Ledger::max_line && !line.contains('\n'));
        assert(!request->time || (request->time->count() >= 1 && *request->time <= hive::for_ever));
        assert(hive::Network::parse(request->network.text()).value() == request->network);
    }
    if (const auto decision = hive::parse_decision(*arguments)) {
        assert(decision->attack.size() <= 64 && decision->reasons.size() <= 10);
        assert(decision->score >= 0 && decision->score <= 1);
    }
    if (const auto request = hive::parse_failure_request(*arguments))
        assert(request->credential.size() <= 256);
    if (const auto limit = hive::parse_limit(*arguments))
        assert(*limit >= 1 && *limit <= 5000);
    (void)hive::parse_ignored(hive::text_at(*arguments, "address"));
    return 0;
}
