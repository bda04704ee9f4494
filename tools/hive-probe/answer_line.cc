#include "tools/hive-probe/answer_line.h"

#include <algorithm>
#include <charconv>

namespace hive {
namespace {

constexpr std::size_t text_limit = 512;
constexpr std::int64_t longest = 600'000;

Result<std::int64_t> take_number(std::string_view& text)
{
    std::int64_t number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc {} || number < 0)
        return fail("a request begins with two numbers");
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!text.empty())
        text.remove_prefix(1);
    return number;
}

}  // namespace

Result<ProbeRequest> parse_probe_request(std::string_view packet)
{
    ProbeRequest request {.id = TRY(take_number(packet))};
    const auto time = TRY(take_number(packet));
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
