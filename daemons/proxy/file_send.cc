#include "daemons/proxy/file_send.h"

#include <algorithm>
#include <cerrno>

#include <sys/sendfile.h>
#include <unistd.h>

namespace hive {

std::string_view FileSend::read_small(std::span<char> buffer)
{
    return end_ - offset_ > buffer.size() ? std::string_view {} : read_some(buffer);
}

std::string_view FileSend::read_some(std::span<char> buffer)
{
    const auto room = std::min<std::uint64_t>(end_ - offset_, buffer.size());
    const auto size = std::max<ssize_t>(0,
        ::pread(file_.fd.get(), buffer.data(), static_cast<std::size_t>(room),
            static_cast<off_t>(offset_)));
    offset_ += static_cast<std::uint64_t>(size);
    return {buffer.data(), static_cast<std::size_t>(size)};
}

FileSend::Step FileSend::send_some(int socket)
{
    constexpr std::uint64_t step {256U << 10U};
    auto offset = static_cast<off_t>(offset_);
    const auto sent = ::sendfile(
        socket, file_.fd.get(), &offset, static_cast<std::size_t>(std::min(end_ - offset_, step)));
    if (sent < 0 && (errno == EAGAIN || errno == EINTR))
        return {.outcome = Outcome::waiting};
    if (sent <= 0)
        return {.outcome = Outcome::failed};
    offset_ = static_cast<std::uint64_t>(offset);
    return {.outcome = is_whole() ? Outcome::whole : Outcome::waiting,
        .bytes = static_cast<std::size_t>(sent)};
}

}  // namespace hive
