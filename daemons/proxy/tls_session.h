// daemons/proxy/tls_session.h - the server's side of one TLS connection; hides OpenSSL.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "daemons/proxy/tls_certificates.h"
#include "lib/handle.h"

struct ssl_st;

namespace hive {

void release_tls_session(ssl_st* session);

/// Works on a non-blocking socket, which it does not own.
class TlsSession {
public:
    /// @param certificates for the handshake
    TlsSession(SharedCertificates certificates, int fd);

    enum class Outcome { moved, wants_read, wants_write, ended, failed };
    struct Step {
        Outcome outcome = Outcome::failed;
        std::size_t bytes = 0;  // when moved, > 0
    };
    /// Does the handshake first. A whole record is taken: with room for 16 kB nothing stays
    /// behind that the socket would not tell of.
    [[nodiscard]] Step read(std::span<char> room);
    /// A write that could not be done is repeated with the same bytes, and more behind them.
    [[nodiscard]] Step write(std::string_view bytes);
    /// Tells the peer that nothing more comes (close_notify).
    void end_sending();

    [[nodiscard]] bool is_established() const;
    /// Without a full handshake, by a ticket or the session cache.
    [[nodiscard]] bool is_resumed() const;

private:
    [[nodiscard]] Step judge(int result);

    SharedCertificates certificates_;
    Handle<ssl_st, &release_tls_session> session_;
};

}  // namespace hive
