// tests/fuzz/proxy/response_head_fuzz.cc - any bytes: an upstream's answer that is taken
// reaches the client as one that means the same, and its body reads the same in any pieces.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

#include "daemons/proxy/forwarding.h"
#include "daemons/proxy/response_head.h"

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

std::string read_body(hive::BodyFraming framing, std::string bytes, std::size_t step)
{
    hive::BodyReader reader {framing};
    std::string body;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::span<char> rest {bytes.data() + at, std::min(step, bytes.size() - at)};
        const auto piece = reader.take(rest);
        body.append(piece.data.begin(), piece.data.end());
        if (piece.used == 0 || piece.outcome != hive::BodyReader::Outcome::more)
            break;
        at += piece.used;
    }
    return body;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string bytes {reinterpret_cast<const char*>(data), size};
    hive::HeadScan scan;
    if (scan.look(bytes) != hive::HeadScan::Outcome::whole)
        return 0;
    const auto head
        = hive::parse_response_head(std::string_view {bytes}.substr(0, scan.length()), "GET");
    if (!head)
        return 0;
    const auto text = hive::client_response(*head, {}, "Sun, 06 Nov 1994 08:49:37 GMT");
    const auto again = hive::parse_response_head(text, "GET");
    require(again.has_value() || head->fields.size() + 3 > hive::max_fields);
    if (again) {
        require(again->status == head->status);
        require(again->body == hive::client_framing(*head, {}));
    }
    const auto rest = bytes.substr(scan.length());
    require(read_body(head->body, rest, rest.size() + 1) == read_body(head->body, rest, 1));
    return 0;
}
