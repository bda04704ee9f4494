#include "daemons/proxy/proxy_header.h"

#include <algorithm>
#include <array>

#include "daemons/proxy/field_rules.h"

namespace hive {

namespace {

using Outcome = ProxyHeader::Outcome;

constexpr std::string_view signature {"\r\n\r\n\0\r\nQUIT\n", 12};
constexpr std::string_view text_start = "PROXY ";
constexpr std::size_t longest_text = 107;
constexpr std::size_t fixed_size = 16;  // of version 2: signature, kind, length

std::string_view next_word(std::string_view& rest)
{
    const auto blank = rest.find(' ');
    const auto word = rest.substr(0, blank);
    rest.remove_prefix(blank == std::string_view::npos ? rest.size() : blank + 1);
    return word;
}

/// "PROXY TCP4 192.0.2.7 198.51.100.1 51234 80"
ProxyHeader parse_text(std::string_view bytes)
{
    const auto end = bytes.substr(0, longest_text).find("\r\n");
    if (end == std::string_view::npos)
        return {.outcome = bytes.size() < longest_text ? Outcome::incomplete : Outcome::malformed};
    ProxyHeader header {.outcome = Outcome::whole, .length = end + 2};
    auto rest = bytes.substr(text_start.size(), end - text_start.size());
    const auto family = next_word(rest);
    if (family == "UNKNOWN")
        return header;
    const auto source = Address::parse(next_word(rest));
    const auto destination = Address::parse(next_word(rest));
    const auto source_port = next_word(rest);
    const bool is_sound = (family == "TCP4" || family == "TCP6") && source && destination
        && is_port(source_port) && is_port(rest);
    if (!is_sound || (family == "TCP4" && !source->is_v4()))
        return {};
    header.client = *source;
    return header;
}

ProxyHeader parse_binary(std::string_view bytes)
{
    if (bytes.size() < fixed_size)
        return {.outcome = Outcome::incomplete};
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
    const std::size_t size = byte(14) * 256U + byte(15);
    const unsigned command = byte(12);
    constexpr unsigned local = 0x20;
    constexpr unsigned proxied = 0x21;
    if ((command != local && command != proxied) || fixed_size + size > max_proxy_header)
        return {};
    if (bytes.size() < fixed_size + size)
        return {.outcome = Outcome::incomplete};
    ProxyHeader header {.outcome = Outcome::whole, .length = fixed_size + size};
    const unsigned family = byte(13) >> 4U;
    constexpr std::array<std::size_t, 3> address_sizes {0, 4, 16};
    const auto address_size = family < address_sizes.size() ? address_sizes[family] : 0;
    if (command == local || address_size == 0)
        return header;
    // Both addresses and both ports.
    if (size < 2 * address_size + 4)
        return {};
    header.client = Address::from_bytes(
        {reinterpret_cast<const unsigned char*>(bytes.data()) + fixed_size, address_size});
    return header;
}

}  // namespace

ProxyHeader parse_proxy_header(std::string_view bytes)
{
    if (bytes.starts_with(text_start))
        return parse_text(bytes);
    if (bytes.starts_with(signature))
        return parse_binary(bytes);
    const bool may_become = text_start.starts_with(bytes) || signature.starts_with(bytes);
    return {.outcome = may_become ? Outcome::incomplete : Outcome::malformed};
}

}  // namespace hive
