#include "daemons/sync/checkpointer.h"

#include <utility>

#include "lib/log.h"

namespace hive {
namespace {

constexpr std::int64_t most_rows = 5000;
constexpr int most_commits = 20;

}  // namespace

Checkpointer::Checkpointer(Sqlite database)
    : database_ {std::move(database)}, thread_ {[this](const std::stop_token& stop) { run(stop); }}
{
}

Result<std::unique_ptr<Checkpointer>> Checkpointer::create(const std::string& path)
{
    auto database = TRY(Sqlite::open(path));
    return std::unique_ptr<Checkpointer> {new Checkpointer {std::move(database)}};
}

void Checkpointer::committed(std::int64_t rows)
{
    rows_ += rows;
    if (rows_ < most_rows && ++commits_ < most_commits)
        return;
    rows_ = 0;
    commits_ = 0;
    const std::lock_guard lock {mutex_};
    is_wanted_ = true;
    changed_.notify_one();
}

void Checkpointer::run(const std::stop_token& stop)
{
    for (std::unique_lock lock {mutex_};;) {
        if (!changed_.wait(lock, stop, [this] { return is_wanted_; }))
            return;
        is_wanted_ = false;
        lock.unlock();
        // PASSIVE: neither the writer nor a reader is kept waiting. A disk that is full fails the
        // writer's next commit, too, which tells people.
        if (const auto moved = database_.integer("PRAGMA wal_checkpoint(PASSIVE)"); !moved)
            log::debug("moving the log failed {}", log::field("error", moved.error().message()));
        lock.lock();
    }
}

}  // namespace hive
