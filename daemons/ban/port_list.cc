#include "daemons/ban/port_list.h"

#include <algorithm>
#include <string>

#include <arpa/inet.h>
#include <netdb.h>

#include "lib/number.h"

namespace hive {
namespace {

constexpr std::uint16_t last_port = 65535;

Result<std::uint16_t> parse_port(std::string_view text)
{
    if (const auto port = number_of<std::uint16_t>(text))
        return *port;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): read at the start, by one thread
    const auto* service = ::getservbyname(std::string {text}.c_str(), nullptr);
    if (service == nullptr)
        return fail("'{}' is no port (1-65535) and no service of /etc/services", text);
    return ntohs(static_cast<std::uint16_t>(service->s_port));
}

}  // namespace

Result<PortRange> parse_port_range(std::string_view text)
{
    const bool is_number = !text.empty() && text.front() >= '0' && text.front() <= '9';
    // A service may have a '-' in its name: ftp-data.
    const auto middle = is_number ? text.find_first_of("-:") : text.find(':');
    const auto first = TRY(parse_port(text.substr(0, middle)));
    const auto last
        = middle == std::string_view::npos ? first : TRY(parse_port(text.substr(middle + 1)));
    if (last == 0 || last < first)
        return fail("'{}' is no range of ports", text);
    return PortRange {.first = first, .last = last};
}

std::vector<PortRange> merged(std::vector<PortRange> ranges)
{
    std::ranges::sort(ranges);
    std::vector<PortRange> merged;
    for (const auto& range : ranges)
        if (!merged.empty() && range.first <= merged.back().last)
            merged.back().last = std::max(merged.back().last, range.last);
        else
            merged.push_back(range);
    const bool is_all
        = merged.size() == 1 && merged.front().first <= 1 && merged.front().last == last_port;
    return is_all ? std::vector<PortRange> {} : merged;
}

}  // namespace hive
