// supervisor/portal/tls_files.h - certificate and key of the pages, read again when they change.
#pragma once

#include <string>

#include "lib/http_server.h"
#include "lib/result.h"
#include "supervisor/portal/config.h"

namespace hive {

class TlsFiles {
public:
    explicit TlsFiles(const PortalConfig& config);

    /// Whether the configuration names them at all.
    [[nodiscard]] bool are_named() const { return !certificate_.empty(); }
    /// @return an error that names the file; what was loaded before is as good as before
    Result<HttpServer::Tls> load();
    /// Since load() last looked, whether it could use them or not.
    [[nodiscard]] bool have_changed() const;
    [[nodiscard]] const std::string& certificate() const { return certificate_; }

private:
    [[nodiscard]] std::string fingerprint() const;

    std::string certificate_;  // paths
    std::string key_;
    std::string loaded_;  // fingerprint
};

}  // namespace hive
