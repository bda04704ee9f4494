// supervisor/core/credentials.h - secrets of root's, put where only one service can read them.
#pragma once

#include <string>
#include <vector>

#include "lib/result.h"
#include "supervisor/core/config.h"

namespace hive {

/// The files lie in a directory of root's below the runtime directory, each readable for the
/// service's user alone. At most 1 MB each.
class Credentials {
public:
    /// @param service outlives this
    explicit Credentials(const ServiceConfig& service) : service_ {&service} { }

    /// Puts copies of all files there, each in one step: a reader sees an old or a new one.
    Result<> install(const Identity& identity);
    /// Whether a file says something else now than its copy. Reads it only when it was touched.
    [[nodiscard]] bool have_changed();
    void remove() const;

private:
    [[nodiscard]] std::string fingerprint() const;
    [[nodiscard]] std::string copy_of(const CredentialSpec& credential) const;

    const ServiceConfig* service_;
    std::string fingerprint_;  // of all files, as last looked at
};

}  // namespace hive
