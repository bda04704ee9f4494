// daemons/guard/lines.h - bytes in pieces become lines of bounded length. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hive {

class Lines {
public:
    /// @param longest the rest of a longer line is dropped, and what is left given as it is
    explicit Lines(std::size_t longest) : longest_ {longest} { }

    /// Calls take(line) for each line that `bytes` complete, without its line break.
    template <class Take>
    void feed(std::string_view bytes, const Take& take)
    {
        while (true) {
            const auto end = bytes.find('\n');
            if (end == std::string_view::npos)
                return keep(bytes);
            if (start_.empty()) {
                take(bytes.substr(0, end));
            } else {
                keep(bytes.substr(0, end));
                take(std::string_view {start_});
                start_.clear();
            }
            bytes.remove_prefix(end + 1);
        }
    }
    /// The last line, which has no line break.
    [[nodiscard]] std::string_view rest() const { return start_; }
    void reset() { start_.clear(); }

private:
    void keep(std::string_view bytes)
    {
        start_ += bytes.substr(0, longest_ + 1 - std::min(longest_ + 1, start_.size()));
    }

    std::size_t longest_;
    std::string start_;  // of an unfinished line
};

}  // namespace hive
