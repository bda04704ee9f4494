// tools/hivectl/certificate_files.h - where the certificate of a host and its key are kept.
#pragma once

#include <string>

#include "lib/result.h"

namespace hive {

/// Names in the configuration directory: "tls/hive.example.pem", "tls/hive.example.key".
struct CertificateFiles {
    std::string certificate;
    std::string key;
};
/// Pure. @param host also "*.example" and "::1": the names are some any file system takes
[[nodiscard]] CertificateFiles certificate_files(std::string host);

/// Makes a certificate that vouches for itself. The key is for its owner and group alone.
/// @return an error when one of the files is there already
Result<> make_certificate(const std::string& host);

}  // namespace hive
