// daemons/chart/store_watch.h - notices within milliseconds that a database is written.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/result.h"

namespace hive {

/// inotify(7) on the directory of a database: its -wal file is written at each commit and may
/// come and go. An aid to speed, not a promise: file systems that do not report writes exist.
class StoreWatch {
public:
    /// @param path of the database; neither it nor its directory need exist yet
    /// @param written called after writes to the file or its companions, often
    static Result<std::unique_ptr<StoreWatch>> create(
        EventLoop& loop, const std::string& path, std::function<void()> written);

    /// Watches the directory again if it has been made, or made anew. Call now and then.
    void renew();

private:
    StoreWatch(Fd inotify, const std::string& path, std::function<void()> written);
    void drain();

    Fd inotify_;
    std::string directory_;
    std::string file_;
    std::function<void()> written_;
    Watch readable_;
};

}  // namespace hive
