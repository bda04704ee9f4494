// tools/hive-sample/sample.h - writes the rows that the arguments ask for.
#pragma once

#include "lib/result.h"
#include "tools/hive-sample/arguments.h"

namespace hive {

/// @return when all rows are written; with --live, when SIGINT or SIGTERM came
[[nodiscard]] Result<> write_sample(const Arguments& arguments);

}  // namespace hive
