// daemons/ban/line_splitter.h - bytes of a log in pieces become lines of bounded length.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace hive {

/// Of a line longer than the cap its first bytes are given, the rest is dropped. Pure.
class LineSplitter {
public:
    static constexpr std::size_t max_line = 8192;

    using Line = std::function<void(std::string_view)>;
    /// Calls `line` for each line that `bytes` complete, without its "\n" or "\r\n".
    void feed(std::string_view bytes, const Line& line);
    /// Bytes fed since the last line break: what must be read again after a restart.
    [[nodiscard]] std::size_t pending() const { return pending_; }
    void reset();

private:
    void keep(std::string_view bytes);
    std::string start_;  // of an unfinished line, at most max_line
    std::size_t pending_ = 0;
};

}  // namespace hive
