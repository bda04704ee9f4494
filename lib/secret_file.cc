#include "lib/secret_file.h"

#include <array>
#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/fd.h"

namespace hive {

Result<std::string> read_secret(const std::string& path)
{
    const Fd file {::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)};
    if (!file)
        return std::unexpected {Error::from_errno(errno, "open " + path)};
    struct stat status {};
    if (::fstat(file.get(), &status) != 0)
        return std::unexpected {Error::from_errno(errno, "stat " + path)};
    if (!S_ISREG(status.st_mode))
        return fail("{} is no regular file", path);
    if ((status.st_mode & 0077) != 0)
        return fail(
            "{} has mode {:04o}: others may read it (chmod 600)", path, status.st_mode & 07777);
    std::array<char, 4097> text {};
    const auto size = ::read(file.get(), text.data(), text.size());
    if (size < 0)
        return std::unexpected {Error::from_errno(errno, "read " + path)};
    if (static_cast<std::size_t>(size) == text.size())
        return fail("{} is over 4 kB: no password", path);
    const std::string_view whole {text.data(), static_cast<std::size_t>(size)};
    const auto line = whole.substr(0, whole.find_first_of("\r\n"));
    if (line.empty())
        return fail("{} is empty", path);
    return std::string {line};
}

std::string credential_path(const std::string& name)
{
    const char* directory = std::getenv("CREDENTIALS_DIRECTORY");
    if (directory == nullptr || *directory == '\0')
        return "";
    auto path = fmt::format("{}/{}", directory, name);
    return ::access(path.c_str(), F_OK) == 0 ? path : "";
}

}  // namespace hive
