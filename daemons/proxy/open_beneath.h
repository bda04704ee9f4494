// daemons/proxy/open_beneath.h - opens a file below a directory and nowhere else.
#pragma once

#include <string>

#include "lib/fd.h"

namespace hive {

/// Opens for reading; symbolic links may not lead out of the directory (openat2(2),
/// RESOLVE_BENEATH). Where the kernel lacks that, open_by_steps() does it.
/// @param path relative, without empty, "." and ".." segments
/// @return no descriptor when there is no such file, with errno saying why
[[nodiscard]] Fd open_beneath(int directory, const std::string& path);

/// The same for any kernel, following no symbolic link at all.
[[nodiscard]] Fd open_by_steps(int directory, const std::string& path);

}  // namespace hive
