#include "tools/hive-probe/stream.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <netdb.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "lib/address.h"
#include "lib/handle.h"

namespace hive {
namespace {

Error connect_error(const NetworkProbe& probe, int number)
{
    const auto target = probe.unix_path.empty() ? fmt::format("{} port {}", probe.host, probe.port)
                                                : probe.unix_path;
    return Error::from_errno(number, "connect to " + target);
}

Result<Fd> connect_socket(int family, int type, const sockaddr* address, socklen_t length,
    const NetworkProbe& probe, Deadline deadline)
{
    Fd fd {::socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (!fd)
        return std::unexpected {Error::from_errno(errno, "socket")};
    if (::connect(fd.get(), address, length) != 0) {
        if (errno != EINPROGRESS)
            return std::unexpected {connect_error(probe, errno)};
        TRY(wait_for(fd.get(), POLLOUT, deadline));
        int number = 0;
        socklen_t size = sizeof number;
        ::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &number, &size);
        if (number != 0)
            return std::unexpected {connect_error(probe, number)};
    }
    return fd;
}

std::string tls_reason()
{
    const auto number = ::ERR_peek_last_error();
    const char* reason = ::ERR_reason_error_string(number);
    return reason != nullptr ? reason : "the connection was closed";
}

}  // namespace

void Stream::SslFree::operator()(ssl_st* handle) const noexcept
{
    ::SSL_free(handle);
}

void Stream::ContextFree::operator()(ssl_ctx_st* handle) const noexcept
{
    ::SSL_CTX_free(handle);
}

Result<> wait_for(int fd, short events, Deadline deadline)
{
    using std::chrono::milliseconds;
    for (;;) {
        const auto left
            = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0)
            return fail("no answer in time");
        pollfd waiting {fd, events, 0};
        const int ready = ::poll(&waiting, 1, static_cast<int>(left.count()));
        if (ready > 0)
            return {};
        if (ready < 0 && errno != EINTR)
            return std::unexpected {Error::from_errno(errno, "poll")};
    }
}

Result<Fd> connect_to_host(const NetworkProbe& probe, int type, Deadline deadline)
{
    if (!probe.unix_path.empty()) {
        const auto address = socket_address(Endpoint {.unix_path = probe.unix_path});
        return connect_socket(AF_UNIX, type, address.get(), address.length, probe, deadline);
    }
    const addrinfo hints {.ai_flags = AI_NUMERICSERV, .ai_family = AF_UNSPEC, .ai_socktype = type};
    addrinfo* found = nullptr;
    const auto port = fmt::format("{}", probe.port);
    if (const int code = ::getaddrinfo(probe.host.c_str(), port.c_str(), &hints, &found); code != 0)
        return fail("{}: {}", probe.host, ::gai_strerror(code));
    const Handle<addrinfo, ::freeaddrinfo> addresses {found};
    Result<Fd> outcome = fail("{} has no address", probe.host);
    for (const auto* entry = addresses.get(); entry != nullptr; entry = entry->ai_next) {
        outcome = connect_socket(
            entry->ai_family, type, entry->ai_addr, entry->ai_addrlen, probe, deadline);
        if (outcome)
            break;
    }
    return outcome;
}

Result<Stream> Stream::open(const NetworkProbe& probe, Deadline deadline)
{
    Stream stream {TRY(connect_to_host(probe, SOCK_STREAM, deadline)), deadline};
    if (probe.protocol == ProbeProtocol::https || probe.protocol == ProbeProtocol::tls)
        TRY(stream.shake_hands(probe));
    return stream;
}

template <class Call>
Result<int> Stream::tls_call(Call call)
{
    for (;;) {
        ::ERR_clear_error();
        const int done = call(tls_.get());
        if (done > 0)
            return done;
        switch (::SSL_get_error(tls_.get(), done)) {
        case SSL_ERROR_WANT_READ: TRY(wait_for(socket_.get(), POLLIN, deadline_)); break;
        case SSL_ERROR_WANT_WRITE: TRY(wait_for(socket_.get(), POLLOUT, deadline_)); break;
        case SSL_ERROR_ZERO_RETURN: return 0;
        default: return fail("TLS: {}", tls_reason());
        }
    }
}

Result<> Stream::shake_hands(const NetworkProbe& probe)
{
    context_.reset(::SSL_CTX_new(::TLS_client_method()));
    ::SSL_CTX_set_default_verify_paths(context_.get());
    ::SSL_CTX_set_verify(
        context_.get(), probe.verifies ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
    tls_.reset(::SSL_new(context_.get()));
    const auto& name = probe.virtual_host.empty() ? probe.host : probe.virtual_host;
    const bool is_address = Address::parse(name).has_value();
    if (!is_address && !name.empty())
        ::SSL_set_tlsext_host_name(tls_.get(), name.c_str());
    if (probe.verifies && is_address)
        ::X509_VERIFY_PARAM_set1_ip_asc(::SSL_get0_param(tls_.get()), name.c_str());
    else if (probe.verifies)
        ::SSL_set1_host(tls_.get(), name.c_str());
    ::SSL_set_fd(tls_.get(), socket_.get());
    const auto shaken = tls_call([](SSL* tls) { return ::SSL_connect(tls); });
    if (const auto verdict = ::SSL_get_verify_result(tls_.get());
        !shaken && verdict != X509_V_OK && probe.verifies)
        return fail("certificate: {}", ::X509_verify_cert_error_string(verdict));
    TRY(shaken);
    return {};
}

Result<> Stream::send(std::string_view text)
{
    while (!text.empty()) {
        if (tls_) {
            const auto size = static_cast<int>(text.size());
            text.remove_prefix(static_cast<std::size_t>(
                TRY(tls_call([&](SSL* tls) { return ::SSL_write(tls, text.data(), size); }))));
            continue;
        }
        const auto sent = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
        if (sent >= 0)
            text.remove_prefix(static_cast<std::size_t>(sent));
        else if (errno == EAGAIN)
            TRY(wait_for(socket_.get(), POLLOUT, deadline_));
        else if (errno != EINTR)
            return std::unexpected {Error::from_errno(errno, "send")};
    }
    return {};
}

Result<std::string> Stream::receive()
{
    std::array<char, 16'384> bytes;
    if (tls_) {
        const auto length = TRY(tls_call([&](SSL* tls) {
            return ::SSL_read(tls, bytes.data(), static_cast<int>(bytes.size()));
        }));
        return std::string {bytes.data(), static_cast<std::size_t>(length)};
    }
    for (;;) {
        TRY(wait_for(socket_.get(), POLLIN, deadline_));
        const auto length = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
        if (length >= 0)
            return std::string {bytes.data(), static_cast<std::size_t>(length)};
        if (errno != EAGAIN && errno != EINTR)
            return std::unexpected {Error::from_errno(errno, "receive")};
    }
}

}  // namespace hive
