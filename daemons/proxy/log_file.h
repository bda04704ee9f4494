// daemons/proxy/log_file.h - a log file many threads append to, in whole lines.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <event2/event_struct.h>

#include "lib/fd.h"
#include "lib/result.h"

namespace hive {

/// Opened O_APPEND, so that writers do not tear each other's lines.
class LogFile {
public:
    static Result<std::unique_ptr<LogFile>> open(std::string path);

    /// Opens the path anew under the same descriptor number, for a file that was moved away:
    /// no writer needs to know.
    Result<> reopen();
    /// Renames the file to PATH.1 when it has that size, PATH.1 to PATH.2 and so on, and opens it
    /// anew. @param size bytes, 0: never @param keep renamed files, >= 1
    Result<> rotate(std::int64_t size, int keep);
    /// Any thread. Lines that cannot be written are lost; said once on the daemon's own log.
    void write(std::string_view lines);
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    LogFile(std::string path, Fd fd) : path_ {std::move(path)}, fd_ {std::move(fd)} { }
    static Result<Fd> open_for_append(const std::string& path);

    std::string path_;
    Fd fd_;
    std::atomic<bool> has_failed_ {false};
};

/// The lines of one thread for one file: written at the end of the loop's turn, but together with
/// all others of ten milliseconds where there are many.
class LogBatch {
public:
    using Clock = std::chrono::steady_clock;

    LogBatch(LogFile& file, event_base* base);
    LogBatch(const LogBatch&) = delete;
    LogBatch& operator=(const LogBatch&) = delete;
    ~LogBatch();

    /// @param line with its line break
    void add(std::string_view line);
    void flush();

private:
    void schedule();

    LogFile& file_;
    std::string lines_;
    Clock::time_point next_ {};  // when lines may be written again
    event due_ {};
};

}  // namespace hive
