#include "daemons/proxy/tls_session.h"

#include <utility>

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace hive {

void release_tls_session(SSL* session)
{
    SSL_free(session);
}

TlsSession::TlsSession(SharedCertificates certificates, int fd)
    : certificates_ {std::move(certificates)},
      session_ {SSL_new(certificates_->entries().front().context.get())}
{
    if (!session_)
        return;
    SSL_set_app_data(session_.get(), const_cast<TlsCertificates*>(certificates_.get()));
    SSL_set_fd(session_.get(), fd);
    SSL_set_accept_state(session_.get());
}

TlsSession::Step TlsSession::judge(int result)
{
    const int error = SSL_get_error(session_.get(), result);
    ERR_clear_error();
    switch (error) {
    case SSL_ERROR_WANT_READ: return {.outcome = Outcome::wants_read};
    case SSL_ERROR_WANT_WRITE: return {.outcome = Outcome::wants_write};
    case SSL_ERROR_ZERO_RETURN: return {.outcome = Outcome::ended};
    default: return {.outcome = Outcome::failed};
    }
}

TlsSession::Step TlsSession::read(std::span<char> room)
{
    if (!session_)
        return {};
    std::size_t bytes = 0;
    const int result = SSL_read_ex(session_.get(), room.data(), room.size(), &bytes);
    return result == 1 ? Step {.outcome = Outcome::moved, .bytes = bytes} : judge(result);
}

TlsSession::Step TlsSession::write(std::string_view bytes)
{
    std::size_t written = 0;
    const int result = SSL_write_ex(session_.get(), bytes.data(), bytes.size(), &written);
    return result == 1 ? Step {.outcome = Outcome::moved, .bytes = written} : judge(result);
}

void TlsSession::end_sending()
{
    if (is_established())
        SSL_shutdown(session_.get());
    ERR_clear_error();
}

bool TlsSession::is_established() const
{
    return session_ && SSL_is_init_finished(session_.get()) == 1;
}

bool TlsSession::is_resumed() const
{
    return SSL_session_reused(session_.get()) == 1;
}

}  // namespace hive
