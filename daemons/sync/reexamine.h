// daemons/sync/reexamine.h - judges what is in quarantine again.
//
// The rules may have changed since, and what was in the future may have come.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "daemons/sync/readings_writer.h"
#include "daemons/sync/row.h"
#include "lib/result.h"

namespace hive {

/// A row as quarantine.raw keeps it; its apiary points into the object.
struct KeptRow {
    std::string apiary;
    RemoteRow row;
};
/// @param raw as raw_row() makes it, also of older versions. Pure.
/// @return an error when it is no such text
[[nodiscard]] Result<std::unique_ptr<KeptRow>> parse_raw_row(
    std::string_view raw, const RowRules& rules);

/// Puts the rows of the source that begin() named where the rules want them now.
/// @return how many moved
[[nodiscard]] Result<std::int64_t> reexamine(ReadingsWriter& writer, const RowRules& rules);

}  // namespace hive
