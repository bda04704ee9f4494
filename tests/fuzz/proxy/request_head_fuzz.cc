// tests/fuzz/proxy/request_head_fuzz.cc - any bytes: a request head that is taken is sent on
// as one that means the same, and its body ends where it should.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "daemons/proxy/auth.h"
#include "daemons/proxy/forwarding.h"
#include "daemons/proxy/request_head.h"
#include "daemons/proxy/request_target.h"

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

/// What was regenerated is itself a head, and says the same.
void check_forwarded(const hive::RequestHead& head)
{
    const auto text = hive::upstream_request(head, {.path = head.path, .host = head.host},
        {.address = "192.0.2.7", .user = "ann", .groups = "admin"});
    hive::HeadScan scan;
    require(scan.look(text) == hive::HeadScan::Outcome::whole && scan.length() == text.size());
    const auto again = hive::parse_request_head(text);
    if (!again) {  // a hundred fields and ours are too many, nothing else is
        require(head.fields.size() + 10 > hive::max_fields);
        return;
    }
    require(again->method == head.method && again->path == head.path && again->query == head.query
        && again->host == head.host && again->body == head.body);
    int users = 0;
    for (const auto& field : again->fields)
        users += hive::equal_ignoring_case(field.name, "x-hive-user") ? 1 : 0;
    require(users == 1 && hive::field_value(again->fields, "x-hive-user") == "ann");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string bytes {reinterpret_cast<const char*>(data), size};
    hive::HeadScan scan;
    if (scan.look(bytes) != hive::HeadScan::Outcome::whole)
        return 0;
    const auto head = hive::parse_request_head(std::string_view {bytes}.substr(0, scan.length()));
    if (!head)
        return 0;
    require(head->path.starts_with('/') && !(head->path + '/').contains("/../"));
    (void)hive::find_credentials(head->fields);
    check_forwarded(*head);
    hive::BodyReader body {head->body};
    std::string rest = bytes.substr(scan.length());
    const auto piece = body.take(rest);
    require(piece.used <= rest.size() && piece.data.size() <= piece.used);
    return 0;
}
