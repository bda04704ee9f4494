#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/network_probe.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::vector<std::string> words;
    for (std::string_view rest {reinterpret_cast<const char*>(data), size}; !rest.empty();) {
        words.emplace_back(rest.substr(0, rest.find('\n')));
        rest.remove_prefix(std::min(words.back().size() + 1, rest.size()));
    }
    if (const auto probe = hive::parse_network_probe(words)) {
        assert(!probe->unix_path.empty() || (!probe->host.empty() && probe->port != 0));
        assert(probe->least_status <= probe->most_status);
    }
    return 0;
}
