// tests/fuzz/ban/jail_file_fuzz.cc - any bytes as jail.conf: jails and mistakes, never a crash;
// each jail taken over, or refused.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "daemons/ban/jail_file.h"
#include "daemons/ban/jail_import.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text {reinterpret_cast<const char*>(data), size};
    const hive::FileSource source {
        .read = [&](const std::string& path) -> std::optional<std::string> {
            if (path.contains("/filter.d/"))
                return "[Definition]\nfailregex = <mode> <HOST>\nmode = a\n";
            return path == "/f/jail.conf" ? std::optional {std::string {text}} : std::nullopt;
        },
        .list = [](const std::string&) { return std::vector<std::string> {}; }};
    const auto file = hive::read_jails("/f", source, hive::JailChoice::all);
    if (!file)
        return 0;
    for (const auto& definition : file->jails)
        if (const auto jail = hive::import_jail(definition, "tell"))
            assert(jail->name == definition.name && jail->ban_time.count() > 0);
    return 0;
}
