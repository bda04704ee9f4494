#include "supervisor/portal/tls_files.h"

#include "lib/file.h"
#include "lib/paths.h"
#include "lib/secret_file.h"

namespace hive {
namespace {

constexpr std::size_t largest_file = 64 << 10;  // bytes

std::string key_path(const std::string& named)
{
    const auto credential = credential_path(named);
    return credential.empty() ? configuration_path(named) : credential;
}

}  // namespace

TlsFiles::TlsFiles(const PortalConfig& config)
    : certificate_ {config.certificate.empty() ? "" : configuration_path(config.certificate)},
      key_ {config.key.empty() ? "" : key_path(config.key)}
{
}

std::string TlsFiles::fingerprint() const
{
    return file_fingerprint(certificate_) + ' ' + file_fingerprint(key_);
}

Result<HttpServer::Tls> TlsFiles::load()
{
    loaded_ = fingerprint();
    return HttpServer::Tls {.certificate = TRY(read_file(certificate_, largest_file)),
        .key = TRY(read_file(key_, largest_file))};
}

bool TlsFiles::have_changed() const
{
    return are_named() && fingerprint() != loaded_;
}

}  // namespace hive
