// daemons/sync/csv_folder.h - a folder of CSV files as sources, one for each file.
#pragma once

#include <functional>
#include <list>

#include "daemons/sync/config.h"
#include "lib/result.h"

namespace hive {

/// The sources to copy now: each `csv:` folder stands for the files in it, in the order of their
/// names, as sources "NAME/FILE.csv". Hidden files are left out.
/// @param failed told of a folder that cannot be read or holds more than 10000 files
[[nodiscard]] std::list<SourceConfig> sources_now(
    const SyncConfig& config, const std::function<void(const SourceConfig&, const Error&)>& failed);

}  // namespace hive
