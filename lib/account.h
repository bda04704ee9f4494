// lib/account.h - names of the users and groups of this machine. Any thread.
#pragma once

#include <string>

#include <sys/types.h>

namespace hive {

/// The name, or the number as text when nobody has it.
[[nodiscard]] std::string user_name(uid_t id);
[[nodiscard]] std::string group_name(gid_t id);

}  // namespace hive
