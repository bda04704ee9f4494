#include "tools/hivectl/certificate_files.h"

#include <algorithm>
#include <ctime>
#include <filesystem>

#include <unistd.h>

#include "lib/file.h"
#include "lib/paths.h"
#include "tools/hivectl/self_signed.h"

namespace hive {

CertificateFiles certificate_files(std::string host)
{
    std::ranges::replace(host, '*', '_');
    std::ranges::replace(host, ':', '_');
    return {.certificate = fmt::format("tls/{}.pem", host), .key = fmt::format("tls/{}.key", host)};
}

Result<> make_certificate(const std::string& host)
{
    const auto made = TRY(make_self_signed(host, std::time(nullptr)));
    const auto names = certificate_files(host);
    const auto chain = configuration_path(names.certificate);
    const auto key = configuration_path(names.key);
    std::error_code failed;
    std::filesystem::create_directories(std::filesystem::path {chain}.parent_path(), failed);
    if (failed)
        return fail("{}: {}", chain, failed.message());
    if (::access(chain.c_str(), F_OK) == 0 || ::access(key.c_str(), F_OK) == 0)
        return fail("{} is there already; remove it first", chain);
    TRY(write_file(key, made.key, 0640));
    return write_file(chain, made.certificate, 0644);
}

}  // namespace hive
