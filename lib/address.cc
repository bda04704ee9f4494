#include "lib/address.h"

#include <algorithm>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include "lib/number.h"
#include "lib/paths.h"
#include "lib/whole_text.h"

namespace hive {
namespace {

constexpr std::array<unsigned char, 12> v4_mapped {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

Result<int> parse_whole(std::string_view text, int low, int high, std::string_view what)
{
    const auto value = number_within<int>(text, low, high);
    if (!value)
        return fail("'{}' is no {} ({}-{})", text, what, low, high);
    return *value;
}

/// Clears all but the leading `bits` of network-order bytes.
std::array<unsigned char, 16> leading_bits(std::span<const unsigned char> bytes, int bits)
{
    std::array<unsigned char, 16> kept {};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int left = std::clamp(bits - static_cast<int>(i) * 8, 0, 8);
        kept[i] = static_cast<unsigned char>(bytes[i] & (0xff00 >> left));
    }
    return kept;
}

}  // namespace

Result<Address> Address::parse(std::string_view text)
{
    const std::string terminated {text};
    std::array<unsigned char, 16> bytes {};
    if (terminated.size() == text.size()
        && ::inet_pton(AF_INET, terminated.c_str(), bytes.data()) == 1)
        return from_bytes(std::span {bytes}.first(4));
    if (::inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1)
        return from_bytes(bytes);
    return fail("'{}' is no IP address", text);
}

Address Address::from_bytes(std::span<const unsigned char> bytes)
{
    if (bytes.size() == 16 && std::ranges::equal(bytes.first(12), v4_mapped))
        bytes = bytes.subspan(12);
    Address address;
    address.length_ = bytes.size() == 16 ? 16 : 4;
    std::ranges::copy(bytes.first(address.length_), address.bytes_.begin());
    return address;
}

Address Address::from_socket(const sockaddr* socket_address)
{
    std::array<unsigned char, 16> bytes {};
    if (socket_address->sa_family == AF_INET) {
        sockaddr_in v4 {};
        std::memcpy(&v4, socket_address, sizeof v4);
        std::memcpy(bytes.data(), &v4.sin_addr, 4);
        return from_bytes(std::span {bytes}.first(4));
    }
    if (socket_address->sa_family != AF_INET6)
        return {};
    sockaddr_in6 v6 {};
    std::memcpy(&v6, socket_address, sizeof v6);
    std::memcpy(bytes.data(), &v6.sin6_addr, 16);
    return from_bytes(bytes);
}

bool Address::is_loopback() const
{
    static const Network v4 {Address::parse("127.0.0.0").value(), 8};
    static const Network v6 {Address::parse("::1").value(), 128};
    return v4.contains(*this) || v6.contains(*this);
}

/// IPv4 by hand: inet_ntop(3) prints it with sprintf, and every line of a log has one.
std::string Address::text() const
{
    if (is_v4()) {
        std::string text;
        for (const auto byte : bytes()) {
            text += text.empty() ? "" : ".";
            append_whole(text, byte);
        }
        return text;
    }
    std::array<char, INET6_ADDRSTRLEN> buffer {};
    ::inet_ntop(AF_INET6, bytes_.data(), buffer.data(), buffer.size());
    return buffer.data();
}

Network::Network(const Address& address, int bits) : bits_ {bits}
{
    const auto kept = leading_bits(address.bytes(), bits);
    address_ = Address::from_bytes(std::span {kept}.first(address.bytes().size()));
}

Result<Network> Network::parse(std::string_view text)
{
    const auto slash = text.find('/');
    const auto address = TRY(Address::parse(text.substr(0, slash)));
    const int whole = address.is_v4() ? 32 : 128;
    if (slash == std::string_view::npos)
        return Network {address, whole};
    const int bits = TRY(parse_whole(text.substr(slash + 1), 0, whole, "prefix length"));
    const Network network {address, bits};
    if (network.address() != address)
        return fail("'{}' has bits set behind its prefix; meant is {}", text, network.text());
    return network;
}

bool Network::contains(const Address& address) const
{
    return address.is_v4() == address_.is_v4() && Network {address, bits_}.address_ == address_;
}

std::string Network::text() const
{
    const bool is_lone = bits_ == (address_.is_v4() ? 32 : 128);
    return is_lone ? address_.text() : fmt::format("{}/{}", address_.text(), bits_);
}

std::string Endpoint::text() const
{
    if (!unix_path.empty())
        return (is_seqpacket ? "unix-seqpacket:" : "unix:") + unix_path;
    if (is_any)
        return fmt::format("*:{}", port);
    return fmt::format(fmt::runtime(address.is_v4() ? "{}:{}" : "[{}]:{}"), address.text(), port);
}

Result<Endpoint> parse_endpoint(std::string_view text)
{
    Endpoint endpoint;
    endpoint.is_seqpacket = text.starts_with("unix-seqpacket:");
    if (endpoint.is_seqpacket || text.starts_with("unix:")) {
        const auto path = text.substr(text.find(':') + 1);
        endpoint.unix_path = runtime_path(path);
        if (path.empty() || endpoint.unix_path.size() >= sizeof(sockaddr_un::sun_path))
            return fail("'{}' is no usable socket path (1-{} bytes)", text,
                sizeof(sockaddr_un::sun_path) - 1);
        return endpoint;
    }
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return fail("'{}' is neither ADDRESS:PORT nor unix:PATH", text);
    endpoint.port
        = static_cast<std::uint16_t>(TRY(parse_whole(text.substr(colon + 1), 0, 65535, "port")));
    auto host = text.substr(0, colon);
    endpoint.is_any = host == "*";
    if (endpoint.is_any)
        return endpoint;
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    else if (host.contains(':'))
        return fail("'{}': an IPv6 address goes between brackets", text);
    endpoint.address = TRY(Address::parse(host));
    return endpoint;
}

SocketAddress socket_address(const Endpoint& endpoint)
{
    SocketAddress result;
    if (!endpoint.unix_path.empty()) {
        sockaddr_un local {.sun_family = AF_UNIX};
        std::memcpy(local.sun_path, endpoint.unix_path.c_str(), endpoint.unix_path.size() + 1);
        result.length = sizeof local;
        std::memcpy(&result.storage, &local, sizeof local);
        return result;
    }
    const auto bytes = endpoint.address.bytes();
    if (endpoint.address.is_v4()) {
        sockaddr_in v4 {.sin_family = AF_INET, .sin_port = htons(endpoint.port)};
        std::memcpy(&v4.sin_addr, bytes.data(), bytes.size());
        result.length = sizeof v4;
        std::memcpy(&result.storage, &v4, sizeof v4);
        return result;
    }
    sockaddr_in6 v6 {.sin6_family = AF_INET6, .sin6_port = htons(endpoint.port)};
    std::memcpy(&v6.sin6_addr, bytes.data(), bytes.size());
    result.length = sizeof v6;
    std::memcpy(&result.storage, &v6, sizeof v6);
    return result;
}

}  // namespace hive
