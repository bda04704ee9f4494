#include "daemons/ban/file_watch.h"

#include <array>
#include <cerrno>

#include <sys/inotify.h>
#include <unistd.h>

namespace hive {

Result<std::unique_ptr<FileWatch>> FileWatch::create(EventLoop& loop)
{
    Fd inotify {::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)};
    if (!inotify)
        return std::unexpected {Error::from_errno(errno, "inotify_init1")};
    std::unique_ptr<FileWatch> self {new FileWatch {std::move(inotify)}};
    self->events_ = TRY(
        loop.on_readable(self->inotify_.get(), [watch = self.get()] { watch->wake_owners(); }));
    return self;
}

int FileWatch::watch(const void* owner, const std::string& path, std::uint32_t mask,
    const std::function<void()>& wake)
{
    const int file = ::inotify_add_watch(inotify_.get(), path.c_str(), mask | IN_MASK_ADD);
    if (file >= 0)
        watches_[file].try_emplace(owner, wake);
    return file;
}

void FileWatch::forget(const void* owner, int file)
{
    const auto found = watches_.find(file);
    if (found == watches_.end() || found->second.erase(owner) == 0 || !found->second.empty())
        return;
    watches_.erase(found);
    ::inotify_rm_watch(inotify_.get(), file);
}

void FileWatch::forget(const void* owner)
{
    std::vector<int> files;
    for (const auto& [file, owners] : watches_)
        if (owners.contains(owner))
            files.push_back(file);
    for (const int file : files)
        forget(owner, file);
}

void FileWatch::note_event(int file, std::uint32_t mask, Owners& woken)
{
    if ((mask & IN_Q_OVERFLOW) != 0) {
        for (const auto& [watched, owners] : watches_)
            woken.insert(owners.begin(), owners.end());
    } else if (const auto owners = watches_.find(file); owners != watches_.end()) {
        woken.insert(owners->second.begin(), owners->second.end());
        if ((mask & IN_IGNORED) != 0)
            watches_.erase(owners);  // the file is gone, its number may come again
    }
}

/// Each owner once, however many events there are for him.
void FileWatch::wake_owners()
{
    Owners woken;
    alignas(inotify_event) std::array<char, 16384> buffer;  // NOLINT: filled by the read
    for (ssize_t size = 0; (size = ::read(inotify_.get(), buffer.data(), buffer.size())) > 0;)
        for (ssize_t at = 0; at < size;) {
            const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
            at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
            note_event(event->wd, event->mask, woken);
        }
    for (const auto& [owner, wake] : woken)
        wake();
}

}  // namespace hive
