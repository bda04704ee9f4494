// daemons/proxy/tls_certificates.h - the certificates of TLS clients, chosen by host name.
#pragma once

#include <ctime>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/proxy/config.h"
#include "lib/handle.h"
#include "lib/result.h"

struct ssl_ctx_st;

namespace hive {

void release_tls_context(ssl_ctx_st* context);

/// Immutable; shared by all threads, and by the sessions that began with it.
class TlsCertificates {
public:
    struct Entry {
        std::string name;  // of the section
        Handle<ssl_ctx_st, &release_tls_context> context;
        std::vector<std::string> hosts;  // "hive.example", "*.hive.example", in lower case
        std::time_t expires = 0;  // epoch seconds
    };

    /// Reads the files of every section. Tickets of the previous set stay good.
    /// @param previous nullptr at the start
    /// @return an error naming the section and file; a key that does not fit is one
    static Result<std::shared_ptr<const TlsCertificates>> load(
        const std::list<CertificateConfig>& sections, const TlsCertificates* previous);

    /// Which certificate a host gets: an exact name, a wildcard for one label, the first one.
    [[nodiscard]] const Entry& find(std::string_view host) const;
    [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

private:
    std::vector<Entry> entries_;  // never empty
};
using SharedCertificates = std::shared_ptr<const TlsCertificates>;

/// Changes whenever one of the files does. Stats them: call it seldom.
[[nodiscard]] std::string certificate_fingerprint(const std::list<CertificateConfig>& sections);

}  // namespace hive
