#include "daemons/proxy/file_send.h"

#include <algorithm>
#include <cerrno>

#include <sys/sendfile.h>
#include <unistd.h>

namespace hive {

std::string_view FileSend::read_small(std::span<char> buffer)
{
    if (file_.size > buffer.size())
        return {};
    const auto size = ::pread(file_.fd.get(), buffer.data(), file_.size, 0);
    offset_ = static_cast<std::uint64_t>(std::max<ssize_t>(size, 0));
    return {buffer.data(), static_cast<std::size_t>(offset_)};
}

FileSend::Step FileSend::send_some(int socket)
{
    constexpr std::uint64_t step {256U << 10U};
    auto offset = static_cast<off_t>(offset_);
    const auto sent = ::sendfile(socket, file_.fd.get(), &offset,
        static_cast<std::size_t>(std::min(file_.size - offset_, step)));
    if (sent < 0 && (errno == EAGAIN || errno == EINTR))
        return {.outcome = Outcome::waiting};
    if (sent <= 0)
        return {.outcome = Outcome::failed};
    offset_ = static_cast<std::uint64_t>(offset);
    return {.outcome = is_whole() ? Outcome::whole : Outcome::waiting,
        .bytes = static_cast<std::size_t>(sent)};
}

}  // namespace hive
