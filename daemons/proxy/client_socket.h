// daemons/proxy/client_socket.h - a client's socket, plain or with TLS: the same calls for both.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <sys/types.h>

#include "daemons/proxy/tls_session.h"
#include "lib/fd.h"

namespace hive {

enum class Transport { plain, tls };

/// Non-blocking. A plain one costs one pointer more than its descriptor.
class ClientSocket {
public:
    explicit ClientSocket(Fd fd) : fd_ {std::move(fd)} { }

    /// From here on all bytes are TLS.
    void start_tls(SharedCertificates certificates);

    [[nodiscard]] int fd() const { return fd_.get(); }
    /// The TLS session, nullptr for a plain socket.
    [[nodiscard]] const TlsSession* tls() const { return tls_.get(); }

    /// @param room at least 16 kB
    /// @return bytes read, 0 at the end, -1 with errno: EAGAIN when the socket has no more,
    ///         EINPROGRESS when it must take bytes first
    [[nodiscard]] ssize_t read(std::span<char> room);
    /// Sends all pieces in order; what the socket does not take is appended to `rest`.
    /// @param rest empty before @return 0, or errno of a failed write
    [[nodiscard]] int send(std::span<const std::string_view> pieces, std::string& rest);
    /// Sends from the front of `pending` and removes what was taken. @return likewise
    [[nodiscard]] int send_pending(std::string& pending);
    /// Bytes the peer has acknowledged (tcpEStatsAppHCThruOctetsAcked of RFC 4898); nothing but
    /// for TCP.
    [[nodiscard]] std::optional<std::uint64_t> acknowledged() const;
    /// Nothing more will be sent.
    void end_sending();

private:
    Fd fd_;
    std::unique_ptr<TlsSession> tls_;
};

}  // namespace hive
