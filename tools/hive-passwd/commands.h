// tools/hive-passwd/commands.h - what each command of hive-passwd does.
#pragma once

#include "lib/result.h"
#include "tools/hive-passwd/arguments.h"

namespace hive {

/// @param arguments with a file
/// @return exit status: 0 done, 1 the password does not fit or there is no such user,
///         78 a file has mistakes (printed)
[[nodiscard]] Result<int> run_passwd(const PasswdArguments& arguments);

}  // namespace hive
