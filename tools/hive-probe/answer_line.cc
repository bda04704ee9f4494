#include "tools/hive-probe/answer_line.h"

#include <algorithm>

#include "lib/number.h"

namespace hive {
namespace {

constexpr std::size_t text_limit = 512;
constexpr std::int64_t longest = 600'000;

/// Takes a number off the packet, with the byte behind it.
Result<std::int64_t> take_field(std::string_view& packet)
{
    const auto number = take_number<std::int64_t>(packet);
    if (!number || *number < 0)
        return fail("a request begins with two numbers");
    packet.remove_prefix(std::min<std::size_t>(1, packet.size()));
    return *number;
}

}  // namespace

Result<ProbeRequest> parse_probe_request(std::string_view packet)
{
    ProbeRequest request {.id = TRY(take_field(packet))};
    const auto time = TRY(take_field(packet));
    if (time < 1 || time > longest)
        return fail("a probe takes 1 ms to 10 min");
    request.timeout = std::chrono::milliseconds {time};
    while (!packet.empty()) {
        request.words.emplace_back(packet.substr(0, packet.find('\0')));
        packet.remove_prefix(std::min(request.words.back().size() + 1, packet.size()));
    }
    return request;
}

std::string answer_line(std::int64_t id, const Result<std::string>& outcome,
    std::chrono::duration<double, std::milli> took)
{
    auto text = (outcome ? *outcome : outcome.error().message()).substr(0, text_limit);
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; }, ' ');
    return fmt::format("{} {} {:.3f} {}", id, outcome ? "ok" : "failed", took.count(), text);
}

}  // namespace hive
