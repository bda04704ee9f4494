#include "tools/hivectl/accounts.h"

#include "lib/paths.h"
#include "lib/users_file.h"
#include "lib/users_text.h"

namespace hive {

Result<> set_account(const Account& account)
{
    TRY(check_user_name(account.name));
    const auto hash = TRY(hash_password(account.password));
    {
        auto users = TRY(UsersFile::open(configuration_path("users")));
        TRY(users.replace(with_user(users.text(), account.name, hash)));
    }
    if (account.group.empty())
        return {};
    auto groups = TRY(UsersFile::open(configuration_path("groups")));
    return groups.replace(with_member(groups.text(), account.group, account.name));
}

Result<bool> has_account(const std::string& name)
{
    const auto users = TRY(UsersFile::open(configuration_path("users")));
    return has_user(users.text(), name);
}

}  // namespace hive
