// lib/file.h - whole files in and out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <sys/types.h>

#include "lib/result.h"

namespace hive {

/// @param limit larger files are an error, bytes
[[nodiscard]] Result<std::string> read_file(const std::string& path, std::size_t limit = 16 << 20);

/// Replaces the file in one step (write beside it, fsync, rename): a reader sees the old or
/// the new text, never a part. Owner and group stay those of the file it replaces.
Result<> write_file(const std::string& path, std::string_view text, mode_t mode);

/// Changes whenever the file does: inode, size and modification time; "" when there is none.
[[nodiscard]] std::string file_fingerprint(const std::string& path);

}  // namespace hive
