// daemons/proxy/gather_write.h - several pieces to a socket in one system call.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace hive {

/// Sends the pieces without blocking and without SIGPIPE; appends what did not go to `rest`.
/// @param pieces at most 8
/// @return 0, or the errno of a connection that is gone; what is left is dropped then
[[nodiscard]] int gather_write(int fd, std::span<const std::string_view> pieces, std::string& rest);

/// Sends from the front of `pending`. @return as gather_write()
[[nodiscard]] int write_pending(int fd, std::string& pending);

}  // namespace hive
