#include "daemons/chart/store_watch.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <filesystem>

#include <sys/inotify.h>

#include "lib/log.h"

namespace hive {
namespace {

constexpr std::size_t buffer_bytes = std::size_t {16} * 1024;
constexpr std::uint32_t writes = IN_MODIFY | IN_CREATE | IN_MOVED_TO;

}  // namespace

StoreWatch::StoreWatch(Fd inotify, const std::string& path, std::function<void()> written)
    : inotify_ {std::move(inotify)}, directory_ {std::filesystem::path {path}.parent_path()},
      file_ {std::filesystem::path {path}.filename()}, written_ {std::move(written)}
{
}

Result<std::unique_ptr<StoreWatch>> StoreWatch::create(
    EventLoop& loop, const std::string& path, std::function<void()> written)
{
    Fd inotify {::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)};
    if (!inotify)
        return std::unexpected {Error::from_errno(errno, "inotify_init1")};
    std::unique_ptr<StoreWatch> watch {
        new StoreWatch {std::move(inotify), path, std::move(written)}};
    watch->readable_
        = TRY(loop.on_readable(watch->inotify_.get(), [self = watch.get()] { self->drain(); }));
    watch->renew();
    return watch;
}

void StoreWatch::renew()
{
    // A directory that is watched already keeps its one watch: the call is idempotent.
    if (::inotify_add_watch(inotify_.get(), directory_.c_str(), writes | IN_ONLYDIR) < 0)
        log::debug("unwatched {} {}", log::field("directory", directory_),
            log::field("error", std::strerror(errno)));
}

void StoreWatch::drain()
{
    alignas(inotify_event) std::array<char, buffer_bytes> buffer;
    bool is_ours = false;
    for (;;) {
        const auto got = ::read(inotify_.get(), buffer.data(), buffer.size());
        if (got <= 0)
            break;
        for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
            inotify_event event {};
            std::memcpy(&event, buffer.data() + at, sizeof event);
            const char* name = event.len > 0 ? buffer.data() + at + sizeof event : "";
            is_ours = is_ours || (event.mask & IN_Q_OVERFLOW) != 0
                || std::string_view {name}.starts_with(file_);
            at += sizeof event + event.len;
        }
    }
    if (is_ours)
        written_();
}

}  // namespace hive
