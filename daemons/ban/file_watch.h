// daemons/ban/file_watch.h - one inotify instance for all files and directories that are watched.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/result.h"

namespace hive {

/// Says that something happened, not what: the one who is woken looks for himself.
class FileWatch {
public:
    static Result<std::unique_ptr<FileWatch>> create(EventLoop& loop);
    FileWatch(const FileWatch&) = delete;
    FileWatch& operator=(const FileWatch&) = delete;
    ~FileWatch() = default;

    /// Calls `wake` after an event. Watching what is watched already changes nothing; a path
    /// that does not exist is not watched.
    /// @param owner whose watch it is @param mask IN_…, inotify(7)
    /// @param wake may watch further files, not end a watch
    /// @return a number of the file, which stays when it is renamed; -1 when it is not watched
    int watch(const void* owner, const std::string& path, std::uint32_t mask,
        const std::function<void()>& wake);
    /// Ends one watch of an owner.
    void forget(const void* owner, int file);
    /// Ends all of them.
    void forget(const void* owner);

private:
    explicit FileWatch(Fd inotify) : inotify_ {std::move(inotify)} { }
    using Owners = std::map<const void*, std::function<void()>>;
    void wake_owners();
    void note_event(int file, std::uint32_t mask, Owners& woken);

    Fd inotify_;
    std::map<int, Owners> watches_;
    Watch events_;
};

}  // namespace hive
