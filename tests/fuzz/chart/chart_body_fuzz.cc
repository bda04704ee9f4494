// tests/fuzz/chart/chart_body_fuzz.cc - any text as the body of a note, a rule or a command to
// hive-guard.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "daemons/chart/notes.h"
#include "daemons/chart/rule.h"
#include "daemons/chart/traffic_command.h"
#include "lib/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(data), size};
    if (const auto note = hive::parse_note(text))
        assert(note->apiary >= 1 && note->time >= 0 && !note->text.empty());
    if (const auto rule = hive::parse_rule(text)) {
        // What is stored is read back as the same rule.
        const auto stored = hive::to_text(hive::rule_body(*rule));
        const auto again = hive::parse_rule(stored);
        assert(again && hive::to_text(hive::rule_body(*again)) == stored);
        for (int hour = 0; hour < 24; ++hour)
            assert(hive::is_active(*again, hour, 6) == hive::is_active(*rule, hour, 6));
    }
    for (const auto& route : hive::routes()) {
        if (route.way != hive::Way::guards)
            continue;
        if (const auto command = hive::parse_guard_command(route.operation, text, "ann"))
            assert(hive::text_at(hive::parse_json(command->arguments).value(), "user") == "ann");
    }
    return 0;
}
