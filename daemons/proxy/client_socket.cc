#include "daemons/proxy/client_socket.h"

#include <cerrno>

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "daemons/proxy/gather_write.h"

namespace hive {

void ClientSocket::start_tls(SharedCertificates certificates)
{
    tls_ = std::make_unique<TlsSession>(std::move(certificates), fd_.get());
}

ssize_t ClientSocket::read(std::span<char> room)
{
    if (!tls_)
        return ::recv(fd_.get(), room.data(), room.size(), 0);
    const auto step = tls_->read(room);
    switch (step.outcome) {
    case TlsSession::Outcome::moved: return static_cast<ssize_t>(step.bytes);
    case TlsSession::Outcome::ended: return 0;
    case TlsSession::Outcome::wants_read: errno = EAGAIN; return -1;
    case TlsSession::Outcome::wants_write: errno = EINPROGRESS; return -1;
    case TlsSession::Outcome::failed: errno = EPROTO; return -1;
    }
    std::unreachable();
}

int ClientSocket::send(std::span<const std::string_view> pieces, std::string& rest)
{
    if (!tls_)
        return gather_write(fd_.get(), pieces, rest);
    // One record for a head with a small body; the copy is little beside the encryption.
    for (const auto piece : pieces)
        rest += piece;
    return send_pending(rest);
}

int ClientSocket::send_pending(std::string& pending)
{
    if (!tls_)
        return write_pending(fd_.get(), pending);
    std::string_view left {pending};
    auto outcome = TlsSession::Outcome::moved;
    while (!left.empty() && outcome == TlsSession::Outcome::moved) {
        const auto step = tls_->write(left);
        outcome = step.outcome;
        left.remove_prefix(step.bytes);
    }
    if (outcome == TlsSession::Outcome::ended || outcome == TlsSession::Outcome::failed)
        return EPIPE;
    // An empty text keeps its room, which an idle connection must not.
    pending = left.empty() ? std::string {} : std::string {left};
    return 0;
}

std::optional<std::uint64_t> ClientSocket::acknowledged() const
{
    tcp_info state {};
    socklen_t length = sizeof state;
    if (::getsockopt(fd_.get(), IPPROTO_TCP, TCP_INFO, &state, &length) != 0)
        return std::nullopt;
    return state.tcpi_bytes_acked;
}

void ClientSocket::end_sending()
{
    if (tls_)
        tls_->end_sending();
    ::shutdown(fd_.get(), SHUT_WR);
}

}  // namespace hive
