// daemons/guard/file_follower.h - reads what is added to a file, over rotation and truncation.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/guard/lines.h"
#include "lib/fd.h"

namespace hive {

/// Looks when it is told to. A file that is there at the start is read from its end, one that
/// comes later from its start. A renamed file is read to its end before the new one.
class FileFollower {
public:
    using Line = std::function<void(std::string_view)>;
    /// @param longest of a line, bytes
    FileFollower(std::string path, std::size_t longest, Line line);

    enum class Progress { more, at_end };
    /// Reads at most 256 kB.
    /// @param restarted called before the lines of another file, with the place they begin at
    Progress look(const std::function<void(std::int64_t offset)>& restarted);

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    void open();
    [[nodiscard]] bool is_replaced() const;

    std::string path_;
    Line line_;
    Lines lines_;
    Fd fd_;
    std::int64_t offset_ = 0;
    std::uint64_t inode_ = 0;
    bool is_first_look_ = true;
    std::vector<char> buffer_;
};

}  // namespace hive
