#include <array>
#include <cerrno>
#include <utility>

#include <sys/socket.h>

#include "daemons/proxy/connection.h"
#include "daemons/proxy/proxy_header.h"
#include "daemons/proxy/proxy_thread.h"
#include "lib/log.h"

namespace hive {

namespace {

int least_readable(int socket)
{
    int bytes = 0;
    socklen_t length = sizeof bytes;
    ::getsockopt(socket, SOL_SOCKET, SO_RCVLOWAT, &bytes, &length);
    return bytes;
}

void set_least_readable(int socket, int bytes)
{
    ::setsockopt(socket, SOL_SOCKET, SO_RCVLOWAT, &bytes, sizeof bytes);
}

}  // namespace

void Connection::begin(SharedCertificates certificates)
{
    is_counted_ = true;
    if (certificates)
        socket_.start_tls(std::move(certificates));
    thread_.traffic().add(*this, TrafficEvent::Kind::opened);
    readable_.start();
}

void Connection::begin_behind_proxy(SharedCertificates certificates)
{
    phase_ = Phase::proxy_header;
    certificates_ = std::move(certificates);
    readable_.start();
}

/// Looks without taking: what follows the header may be TLS, which reads the socket itself.
void Connection::read_proxy_header()
{
    std::array<char, max_proxy_header> bytes {};
    const auto seen = ::recv(fd(), bytes.data(), bytes.size(), MSG_PEEK);
    if (seen < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (seen <= 0)
        return close();
    const auto size = static_cast<std::size_t>(seen);
    const auto header = parse_proxy_header({bytes.data(), size});
    const bool is_incomplete = header.outcome == ProxyHeader::Outcome::incomplete;
    // Told again only when there is more than what was seen, or when the peer has ended.
    if (is_incomplete && std::cmp_less(size, least_readable(fd())))
        return close();
    set_least_readable(fd(), is_incomplete ? static_cast<int>(size) + 1 : 1);
    if (is_incomplete)
        return;
    if (header.outcome == ProxyHeader::Outcome::malformed) {
        log::warning("refused {} why=\"no PROXY header\"", log::field("client", client_text_));
        return close();
    }
    [[maybe_unused]] const auto taken = ::recv(fd(), bytes.data(), header.length, 0);
    learn_client(header.client.value_or(client_));
}

void Connection::learn_client(const Address& client)
{
    client_ = client;
    client_text_ = client.text();
    phase_ = Phase::head;
    if (thread_.enter(client))
        return begin(std::move(certificates_));
    const std::array<std::string_view, 1> pieces {too_many_answer};
    if (!certificates_)
        send(pieces);
    close();
}

void Connection::note_handshake()
{
    is_new_ = false;
    if (!is_tls())
        return;
    thread_.counters().tls_handshakes.add();
    if (socket_.tls()->is_resumed())
        thread_.counters().tls_resumed.add();
}

}  // namespace hive
