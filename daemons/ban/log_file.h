// daemons/ban/log_file.h - one log file read forward, over rotation and truncation. No waiting.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "daemons/ban/ban_store.h"
#include "daemons/ban/jail.h"
#include "daemons/ban/line_splitter.h"
#include "lib/fd.h"

namespace hive {

/// Reads what is there when it is told to; log_tail.h tells it.
/// - Renamed and made anew: the old file is read until the new one has something in it,
///   then that from its start.
/// - Truncated (copytruncate): read from its start, also when it has grown again since.
/// - Not there yet: everything in it counts once it is.
/// - After a restart: goes on where it was, also in a file renamed meanwhile to a name that
///   starts like the path (access.log.1); read from its start when it is another file.
class LogFile {
public:
    explicit LogFile(std::string path) : path_ {std::move(path)} { }

    /// Opens the file, if it is there.
    /// @param position where a former run stopped; none: start at the end of the file
    void open(const std::optional<LogPosition>& position);

    /// A position at the start of a line, about so many bytes before the end; the start of a
    /// shorter file, and of one that is not there.
    [[nodiscard]] static LogPosition before_end(const std::string& path, std::int64_t bytes);

    using Line = std::function<void(std::string_view line, LineAge age)>;
    enum class Progress { more, at_end };
    /// Reads up to 64 kB and gives the lines completed.
    Progress read(const Line& line);

    /// Where reading goes on after a restart: at the start while there has been no file.
    [[nodiscard]] LogPosition position() const;
    [[nodiscard]] const std::string& path() const { return path_; }
    /// Where reading of the file before this one ended; none before a rotation.
    [[nodiscard]] const std::optional<LogPosition>& former() const { return former_; }
    /// How often the file was changed for a new one or truncated.
    [[nodiscard]] int rotations() const { return rotations_; }

private:
    bool open_at_start();
    bool resume(const LogPosition& position);
    static bool is_same(int fd, const LogPosition& position);
    Progress at_end();
    void restart();
    void learn_head();
    [[nodiscard]] bool is_rewritten(std::int64_t size) const;
    void complain(std::string_view what, int errnum);

    std::string path_;
    Fd fd_;
    std::uint64_t inode_ = 0;
    std::int64_t offset_ = 0;  // read so far, an unfinished line included
    std::string head_;  // its first bytes, up to 64, as far as they have been read
    std::optional<LogPosition> former_;
    LineAge age_ = LineAge::live;
    LineSplitter splitter_;
    int rotations_ = 0;
    bool is_failing_ = false;
};

}  // namespace hive
