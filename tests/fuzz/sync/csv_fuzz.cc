// tests/fuzz/sync/csv_fuzz.cc - records of any text end, and none reaches beyond the text.
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "daemons/sync/calendar.h"
#include "daemons/sync/csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view rest {reinterpret_cast<const char*>(data), size};
    while (true) {
        const auto record = hive::parse_csv_record(rest);
        if (!record || !*record)
            return 0;
        const auto& [fields, used] = **record;
        assert(used > 0 && used <= rest.size() && !fields.empty());
        for (const auto& field : fields) {
            assert(field.size() < used);
            static_cast<void>(hive::csv_number(field));
            static_cast<void>(hive::parse_calendar_time(field));
        }
        rest.remove_prefix(used);
    }
}
