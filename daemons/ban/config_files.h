// daemons/ban/config_files.h - the files of fail2ban's configuration, with what they include.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "daemons/ban/filter_ini.h"
#include "lib/result.h"

namespace hive {

/// Gives the text of a file; nothing when there is no such file.
using FileReader = std::function<std::optional<std::string>(const std::string& path)>;

/// Where configuration comes from.
struct FileSource {
    FileReader read;
    /// The names of the files in a directory; none when there is no such directory.
    std::function<std::vector<std::string>(const std::string& directory)> list;
};

/// Files as they are on disk, at most 1 MB each.
[[nodiscard]] FileSource disk_source();

/// Reads BASE.conf, BASE.d/*.conf, BASE.local and BASE.d/*.local, each with the files that its
/// [INCLUDES] names before and after it and with the .local beside each .conf, and merges them
/// in that order. Source: jail.conf(5), fail2ban 1.0 client/configparserinc.py.
/// @return an error when there is none of them, one is malformed, or there are more than 200
[[nodiscard]] Result<FilterIni> read_config(const std::string& base, const FileSource& source);

}  // namespace hive
