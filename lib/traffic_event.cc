#include "lib/traffic_event.h"

#include <algorithm>
#include <array>

namespace hive {

namespace {

constexpr std::size_t fixed_size = 64;
constexpr std::size_t address_at = 48;
constexpr unsigned tls_bit = 1;
constexpr unsigned v4_bit = 2;
constexpr unsigned referer_bit = 4;
constexpr unsigned banned_bit = 8;
constexpr unsigned login_bit = 16;

struct Text {
    std::string_view TrafficEvent::* member;
    std::size_t longest;
};
constexpr std::array texts {Text {&TrafficEvent::method, 255}, Text {&TrafficEvent::target, 1024},
    Text {&TrafficEvent::host, 255}, Text {&TrafficEvent::agent, 255},
    Text {&TrafficEvent::user, 255}, Text {&TrafficEvent::location, 255}};

void put(std::string& out, std::size_t at, std::uint64_t value, std::size_t size)
{
    for (std::size_t i = 0; i < size; ++i, value >>= 8U)
        out[at + i] = static_cast<char>(value & 0xffU);
}

std::uint64_t take(std::string_view bytes, std::size_t at, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;)
        value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

bool is_kind(std::uint64_t value)
{
    return value >= static_cast<std::uint64_t>(TrafficEvent::Kind::opened)
        && value <= static_cast<std::uint64_t>(TrafficEvent::Kind::closed);
}

/// @return whether the texts fill the record exactly
bool take_texts(std::string_view rest, TrafficEvent& event)
{
    for (const auto& text : texts) {
        if (rest.size() < 2)
            return false;
        const auto length = static_cast<std::size_t>(take(rest, 0, 2));
        if (length > text.longest || rest.size() < length + 2)
            return false;
        event.*text.member = rest.substr(2, length);
        rest.remove_prefix(length + 2);
    }
    return rest.empty();
}

}  // namespace

void append_traffic_event(std::string& datagram, const TrafficEvent& event)
{
    const auto begin = datagram.size();
    datagram.append(fixed_size, '\0');
    const auto address = event.client.bytes();
    std::ranges::transform(address,
        datagram.begin() + static_cast<std::ptrdiff_t>(begin + address_at),
        [](unsigned char byte) { return static_cast<char>(byte); });
    put(datagram, begin + 2, static_cast<std::uint64_t>(event.kind), 1);
    put(datagram, begin + 3,
        (event.is_tls ? tls_bit : 0) | (event.client.is_v4() ? v4_bit : 0)
            | (event.has_referer ? referer_bit : 0) | (event.is_banned ? banned_bit : 0)
            | (event.is_login_refused ? login_bit : 0),
        1);
    put(datagram, begin + 4, static_cast<std::uint64_t>(event.status), 2);
    put(datagram, begin + 8, static_cast<std::uint64_t>(event.time.time_since_epoch().count()), 8);
    put(datagram, begin + 16, event.connection, 8);
    put(datagram, begin + 24, event.received, 8);
    put(datagram, begin + 32, event.sent, 8);
    put(datagram, begin + 40, static_cast<std::uint64_t>(event.lasted.count()), 8);
    for (const auto& text : texts) {
        const auto piece = (event.*text.member).substr(0, text.longest);
        datagram.append(2, '\0');
        put(datagram, datagram.size() - 2, piece.size(), 2);
        datagram += piece;
    }
    put(datagram, begin, datagram.size() - begin, 2);
}

std::optional<TrafficEvent> take_traffic_event(std::string_view& datagram)
{
    if (datagram.size() < fixed_size)
        return std::nullopt;
    const auto length = static_cast<std::size_t>(take(datagram, 0, 2));
    if (length < fixed_size || length > datagram.size() || !is_kind(take(datagram, 2, 1)))
        return std::nullopt;
    const auto record = datagram.substr(0, length);
    const auto flags = static_cast<unsigned>(take(record, 3, 1));
    TrafficEvent event {.kind = static_cast<TrafficEvent::Kind>(take(record, 2, 1)),
        .is_tls = (flags & tls_bit) != 0,
        .has_referer = (flags & referer_bit) != 0,
        .is_banned = (flags & banned_bit) != 0,
        .is_login_refused = (flags & login_bit) != 0,
        .status = static_cast<int>(take(record, 4, 2)),
        .time = std::chrono::sys_time<std::chrono::microseconds> {std::chrono::microseconds {
            static_cast<std::int64_t>(take(record, 8, 8))}},
        .connection = take(record, 16, 8),
        .received = take(record, 24, 8),
        .sent = take(record, 32, 8),
        .lasted = std::chrono::microseconds {static_cast<std::int64_t>(take(record, 40, 8))}};
    const auto* const address = reinterpret_cast<const unsigned char*>(record.data()) + address_at;
    event.client = Address::from_bytes({address, (flags & v4_bit) != 0 ? std::size_t {4} : 16});
    if (!take_texts(record.substr(fixed_size), event))
        return std::nullopt;
    datagram.remove_prefix(length);
    return event;
}

}  // namespace hive
