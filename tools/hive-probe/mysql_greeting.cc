#include "tools/hive-probe/mysql_greeting.h"

#include <algorithm>
#include <cstdint>

namespace hive {
namespace {

constexpr std::size_t header_size = 4;  // 3 of length, 1 of sequence
constexpr std::size_t longest_version = 128;
constexpr std::size_t longest_packet = 4096;
constexpr unsigned char protocol = 10;
constexpr unsigned char error_mark = 0xff;

unsigned byte_at(std::string_view text, std::size_t place)
{
    return static_cast<unsigned char>(text[place]);
}

std::string printable(std::string_view text)
{
    std::string clean {text};
    std::ranges::replace_if(clean, [](char c) { return c < ' ' || c > '~'; }, '?');
    return clean;
}

/// Error packet: mark, 2 bytes of number, text.
Error refusal(std::string_view packet)
{
    constexpr std::size_t text_at = 3;
    if (packet.size() < text_at)
        return Error {"refuses, without a reason"};
    return Error {fmt::format("refuses: error {}: {}", byte_at(packet, 1) | byte_at(packet, 2) << 8,
        printable(packet.substr(text_at)))};
}

}  // namespace

std::optional<Result<std::string>> judge_mysql_greeting(std::string_view received)
{
    if (received.size() < header_size + 1)
        return std::nullopt;
    const std::size_t length = byte_at(received, 0) | byte_at(received, 1) << 8
        | static_cast<std::size_t>(byte_at(received, 2)) << 16;
    if (length == 0 || length > longest_packet || byte_at(received, 3) != 0)
        return fail("answered with something that is no MySQL greeting");
    if (received.size() < header_size + length)
        return std::nullopt;
    const auto packet = received.substr(header_size, length);
    if (byte_at(packet, 0) == error_mark)
        return std::unexpected {refusal(packet)};
    const auto end = packet.find('\0', 1);
    if (byte_at(packet, 0) != protocol || end == std::string_view::npos || end > longest_version)
        return fail("answered with something that is no MySQL greeting");
    return printable(packet.substr(1, end - 1));
}

}  // namespace hive
