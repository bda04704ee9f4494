// daemons/sync/checkpointer.h - moves what was committed from the store's log into its file, on a
// thread of its own: the disk is waited for while the next rows are stored.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

/// Takes no part in what is safe: SQLite makes up for all that it has not moved.
class Checkpointer {
public:
    /// @param path of a database that its writer has opened already
    static Result<std::unique_ptr<Checkpointer>> create(const std::string& path);
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;
    /// Waits for the move under way.
    ~Checkpointer() = default;

    /// Told after each commit, with the rows it stored; returns at once. The log is moved every few
    /// thousand rows or few commits, so that small runs do not wake a disk each time.
    void committed(std::int64_t rows);

private:
    explicit Checkpointer(Sqlite database);
    void run(const std::stop_token& stop);

    Sqlite database_;  // the thread's
    std::int64_t rows_ = 0;  // since the last move was wanted
    int commits_ = 0;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool is_wanted_ = false;  // guarded by mutex_
    std::jthread thread_;  // last: ends before what it uses
};

}  // namespace hive
