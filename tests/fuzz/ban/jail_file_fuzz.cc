// tests/fuzz/ban/jail_file_fuzz.cc - any bytes as jail.conf: jails and mistakes, never a crash.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "daemons/ban/jail_file.h"

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
    (void)hive::read_jails("/f", source, hive::JailChoice::all);
    return 0;
}
