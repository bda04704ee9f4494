#include "supervisor/core/credentials.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

#include "lib/file.h"
#include "lib/paths.h"

namespace hive {
namespace {

constexpr std::size_t size_limit = 1 << 20;

/// To be passed through by everyone, listed by root.
Result<> make_directory(const std::string& path)
{
    constexpr mode_t mode = 0711;
    if ((::mkdir(path.c_str(), mode) != 0 && errno != EEXIST) || ::chmod(path.c_str(), mode) != 0)
        return std::unexpected {Error::from_errno(errno, "make " + path)};
    return {};
}

}  // namespace

std::string Credentials::copy_of(const CredentialSpec& credential) const
{
    return service_->credentials_directory() + '/' + credential.name;
}

std::string Credentials::fingerprint() const
{
    std::string all;
    for (const auto& credential : service_->credentials)
        all += file_fingerprint(credential.file) + ';';
    return all;
}

Result<> Credentials::install(const Identity& identity)
{
    if (service_->credentials.empty())
        return {};
    fingerprint_ = fingerprint();
    TRY(make_directory(runtime_path("credentials")));
    TRY(make_directory(service_->credentials_directory()));
    for (const auto& credential : service_->credentials) {
        const auto text = TRY(read_file(credential.file, size_limit));
        const auto copy = copy_of(credential);
        TRY(write_file(copy, text, 0400));
        if (identity.is_switched && ::chown(copy.c_str(), identity.user, identity.group) != 0)
            return std::unexpected {Error::from_errno(errno, "chown " + copy)};
    }
    return {};
}

bool Credentials::have_changed()
{
    if (service_->credentials.empty())
        return false;
    auto now = fingerprint();
    if (std::exchange(fingerprint_, now) == now)
        return false;
    return std::ranges::any_of(service_->credentials, [this](const CredentialSpec& credential) {
        const auto text = read_file(credential.file, size_limit);
        const auto copy = read_file(copy_of(credential), size_limit);
        return text && (!copy || *text != *copy);
    });
}

void Credentials::remove() const
{
    if (service_->credentials.empty())
        return;
    std::error_code ignored;
    std::filesystem::remove_all(service_->credentials_directory(), ignored);
}

}  // namespace hive
