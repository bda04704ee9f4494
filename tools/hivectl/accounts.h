// tools/hivectl/accounts.h - users and groups who may sign in, as hivectl changes them.
#pragma once

#include <string>

#include "lib/password.h"
#include "lib/result.h"

namespace hive {

struct Account {
    std::string name;
    std::string password;
    std::string group;  // "admin", "editor" or "" for none
};

/// Gives a user the password and puts it into the group; both files are read again by whom they
/// concern. A user that is there gets the new password.
Result<> set_account(const Account& account);
/// Whether the users file holds a user of that name.
[[nodiscard]] Result<bool> has_account(const std::string& name);

}  // namespace hive
