// daemons/proxy/file_send.h - a file on its way to a socket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "daemons/proxy/static_files.h"

namespace hive {

/// Sends a file, or a part of one, in steps, as the socket takes it.
class FileSend {
public:
    static constexpr std::uint64_t whole = ~std::uint64_t {0};

    explicit FileSend(StaticFile file) : FileSend {std::move(file), 0, whole} { }
    /// @param length of the part that begins at `first`; it lies within the file
    FileSend(StaticFile file, std::uint64_t first, std::uint64_t length)
        : file_ {std::move(file)}, offset_ {first},
          end_ {length == whole ? file_.size : first + length}
    {
    }

    /// The whole file when it fits the buffer, else nothing. Counts as sent.
    [[nodiscard]] std::string_view read_small(std::span<char> buffer);

    /// The next piece of the file, "" when it became shorter. Counts as sent.
    [[nodiscard]] std::string_view read_some(std::span<char> buffer);

    enum class Outcome { whole, waiting, failed };
    struct Step {
        Outcome outcome = Outcome::failed;
        std::size_t bytes = 0;  // sent in this step
    };
    /// Sends at most 256 kB, so that other clients have their turn. Fails when the peer has
    /// gone, or the file became shorter.
    [[nodiscard]] Step send_some(int socket);
    [[nodiscard]] bool is_whole() const { return offset_ == end_; }

private:
    StaticFile file_;
    std::uint64_t offset_;
    std::uint64_t end_;
};

}  // namespace hive
