#include "lib/users_file.h"

#include <fcntl.h>
#include <grp.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>

#include "lib/file.h"

namespace hive {
namespace {

constexpr mode_t users_mode = 0640;
constexpr const char* readers_group = "hive-auth";

std::unexpected<Error> failure(std::string_view what)
{
    return std::unexpected {Error::from_errno(errno, what)};
}

/// Locks the directory and not the file: the file is another one after each change.
Result<Fd> lock_directory(const std::filesystem::path& directory)
{
    Fd lock {::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!lock)
        return failure("open " + directory.string());
    while (::flock(lock.get(), LOCK_EX) != 0)
        if (errno != EINTR)
            return failure("lock " + directory.string());
    return lock;
}

}  // namespace

Result<UsersFile> UsersFile::open(const std::string& path)
{
    std::error_code error;
    auto real = std::filesystem::weakly_canonical(path, error);
    if (error)
        return fail("{}: {}", path, error.message());
    auto lock = TRY(lock_directory(real.parent_path()));
    const bool is_new = ::access(real.c_str(), F_OK) != 0 && errno == ENOENT;
    auto text = is_new ? std::string {} : TRY(read_file(real));
    return UsersFile {std::move(real), std::move(lock), std::move(text), is_new};
}

Result<> UsersFile::replace(std::string text)
{
    TRY(write_file(path_, text, users_mode));
    text_ = std::move(text);
    const auto* const readers = ::geteuid() == 0 && is_new_ ? ::getgrnam(readers_group) : nullptr;
    if (readers != nullptr && ::chown(path_.c_str(), static_cast<uid_t>(-1), readers->gr_gid) != 0)
        return failure("give " + path_ + " to its group");
    is_new_ = false;
    return {};
}

Result<> destroy_file(const std::string& path)
{
    const Fd fd {::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW)};
    struct stat status {};
    if (!fd || ::fstat(fd.get(), &status) != 0)
        return failure("open " + path);
    if (!S_ISREG(status.st_mode))
        return fail("{} is no regular file", path);
    constexpr std::array<char, 4096> zeros {};
    for (auto left = status.st_size; left > 0;) {
        const auto count = std::min<off_t>(left, static_cast<off_t>(zeros.size()));
        const auto written = ::write(fd.get(), zeros.data(), static_cast<std::size_t>(count));
        if (written < 0 && errno != EINTR)
            return failure("overwrite " + path);
        left -= std::max<ssize_t>(written, 0);
    }
    if (::fsync(fd.get()) != 0 || ::unlink(path.c_str()) != 0)
        return failure("remove " + path);
    return {};
}

}  // namespace hive
