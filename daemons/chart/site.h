// daemons/chart/site.h - site.db: notes, alert rules and alerts; only hive-chart writes it.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

/// The one connection to site.db. Any thread may call; it blocks, so not the loop's.
class Site {
public:
    /// Makes the database, and its directory, when they are not there.
    static Result<std::unique_ptr<Site>> open(const std::string& path);

    /// Runs `work(database)` while no other thread does.
    template <class Work>
    auto with(Work&& work)
    {
        const std::lock_guard lock {mutex_};
        return std::forward<Work>(work)(database_);
    }

private:
    explicit Site(Sqlite database) : database_ {std::move(database)} { }
    std::mutex mutex_;
    Sqlite database_;
};

}  // namespace hive
