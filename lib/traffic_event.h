// lib/traffic_event.h - what hive-proxy tells hive-guard of connections and requests.
//
// hive-guard listens on RUNTIME/guard-events.sock (Unix, SOCK_SEQPACKET); each thread of
// hive-proxy connects to it. A datagram holds one or more whole records and at most
// `max_traffic_datagram` bytes. One record, integers little-endian:
//
//   offset  bytes  what
//        0      2  length of the record, these two bytes included
//        2      1  kind, see TrafficEvent::Kind
//        3      1  bit 0: TLS, bit 1: the client's address is IPv4, bit 2: the request named a
//                  referer, bit 3: it was refused because the client is banned, bit 4: it tried
//                  to log in and was refused
//        4      2  status of the answer, 0 before one
//        6      2  zero
//        8      8  time, microseconds since the epoch
//       16      8  number of the connection, unique while hive-proxy runs
//       24      8  bytes of the body received from the client
//       32      8  bytes of the body sent to it
//       40      8  microseconds the request, or the connection, has lasted
//       48     16  address of the client; an IPv4 one in the first four
//       64      .  method, target, host, agent, user, location: each two bytes of length, then
//                  that many bytes; a longer target is cut to 1024, other texts to 255
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/address.h"

namespace hive {

struct TrafficEvent {
    enum class Kind : std::uint8_t {
        opened = 1,  // a connection was accepted
        head = 2,  // the head of a request is complete
        answered = 3,  // a request was answered whole
        aborted = 4,  // a request ended before its answer did
        idle = 5,  // a connection was closed for its silence
        closed = 6,  // a connection ended
    };
    Kind kind = Kind::opened;
    bool is_tls = false;
    bool has_referer = false;
    bool is_banned = false;  // refused for a ban: no new offence
    bool is_login_refused = false;  // wrong credentials, or not looked at after too many
    int status = 0;
    std::chrono::sys_time<std::chrono::microseconds> time;
    std::uint64_t connection = 0;
    std::uint64_t received = 0;
    std::uint64_t sent = 0;
    std::chrono::microseconds lasted {0};
    Address client;
    std::string_view method;  // the texts are empty for events of a connection
    std::string_view target;  // as sent, with its query
    std::string_view host;
    std::string_view agent;
    std::string_view user;
    std::string_view location;  // prefix of the location that served it

    bool operator==(const TrafficEvent&) const = default;
};

constexpr std::size_t max_traffic_datagram {16U << 10U};
/// Name of the socket in the runtime directory.
constexpr std::string_view traffic_socket = "guard-events.sock";

/// Appends one record.
void append_traffic_event(std::string& datagram, const TrafficEvent& event);

/// Takes the first record off. Pure; fuzzed.
/// @return nothing at the end and for a record that is not whole or makes no sense; then the
///         rest of the datagram is to be dropped. The texts point into it.
[[nodiscard]] std::optional<TrafficEvent> take_traffic_event(std::string_view& datagram);

}  // namespace hive
