// lib/address.h - IP addresses, networks and socket endpoints as values.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sys/socket.h>

#include "lib/result.h"

namespace hive {

/// An IPv4 or IPv6 address. `::ffff:a.b.c.d` is held as the IPv4 address it means,
/// so that limits, matches and bans see one form (RFC 4291, 2.5.5.2).
class Address {
public:
    Address() = default;  // 0.0.0.0
    /// Text as inet_pton(3) takes it; no zone, no port, no brackets.
    static Result<Address> parse(std::string_view text);
    /// @param bytes 4 or 16 of them, network order
    static Address from_bytes(std::span<const unsigned char> bytes);
    /// The peer of a TCP socket. Anything but AF_INET and AF_INET6 gives 0.0.0.0.
    static Address from_socket(const sockaddr* socket_address);

    [[nodiscard]] bool is_v4() const { return length_ == 4; }
    /// 4 or 16 bytes in network order.
    [[nodiscard]] std::span<const unsigned char> bytes() const { return {bytes_.data(), length_}; }
    [[nodiscard]] bool is_loopback() const;
    [[nodiscard]] std::string text() const;
    auto operator<=>(const Address&) const = default;

private:
    std::array<unsigned char, 16> bytes_ {};
    std::uint8_t length_ = 4;
};

/// A network in CIDR form; a lone address is a network of one.
class Network {
public:
    Network() = default;
    /// "192.0.2.0/24", "2001:db8::/32", "192.0.2.7". Host bits must be zero.
    static Result<Network> parse(std::string_view text);
    /// The network of `bits` leading bits around an address; host bits are cleared.
    Network(const Address& address, int bits);

    [[nodiscard]] bool contains(const Address& address) const;
    [[nodiscard]] const Address& address() const { return address_; }
    [[nodiscard]] int bits() const { return bits_; }
    /// "192.0.2.0/24"; a network of one as the bare address.
    [[nodiscard]] std::string text() const;
    auto operator<=>(const Network&) const = default;

private:
    Address address_;
    int bits_ = 32;
};

/// Where a socket listens or connects: TCP or a Unix path.
struct Endpoint {
    std::string unix_path;  // "" for TCP
    bool is_seqpacket = false;  // Unix: SOCK_SEQPACKET, not a stream
    Address address;
    bool is_any = false;  // TCP: every local address, IPv4 and IPv6
    std::uint16_t port = 0;

    [[nodiscard]] std::string text() const;
    bool operator==(const Endpoint&) const = default;
};

/// "127.0.0.1:8080", "[::1]:8080", "*:80" (both families), "localhost:80" is refused;
/// "unix:/run/hive/chart.sock", "unix-seqpacket:guard-events.sock". A relative Unix path lies in
/// the runtime directory.
[[nodiscard]] Result<Endpoint> parse_endpoint(std::string_view text);

/// An endpoint as the kernel takes it.
struct SocketAddress {
    sockaddr_storage storage {};
    socklen_t length = 0;
    [[nodiscard]] const sockaddr* get() const
    {
        return reinterpret_cast<const sockaddr*>(&storage);
    }
};
[[nodiscard]] SocketAddress socket_address(const Endpoint& endpoint);

}  // namespace hive

template <>
struct std::hash<hive::Address> {
    std::size_t operator()(const hive::Address& address) const noexcept
    {
        const auto bytes = address.bytes();
        return std::hash<std::string_view> {}(
            {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }
};

template <>
struct std::hash<hive::Network> {
    std::size_t operator()(const hive::Network& network) const noexcept
    {
        return std::hash<hive::Address> {}(network.address())
            ^ (static_cast<std::size_t>(network.bits()) * 0x9e3779b97f4a7c15U);
    }
};
