// daemons/proxy/accounts.h - the users and groups files, read again when they change.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/password.h"
#include "lib/result.h"

namespace hive {

/// Users with the groups they are in. Immutable; every thread holds a pointer to it.
class Accounts {
public:
    Accounts() = default;
    /// @param generation another number for each load, > 0
    Accounts(Users users, const Groups& groups, std::uint64_t generation = 1);

    [[nodiscard]] const Users& users() const { return users_; }
    [[nodiscard]] std::uint64_t generation() const { return generation_; }
    /// "admin,editor"; "" for a user in no group.
    [[nodiscard]] std::string_view groups_of(const std::string& user) const;

private:
    Users users_;
    std::unordered_map<std::string, std::string> groups_;
    std::uint64_t generation_ = 0;
};
using SharedAccounts = std::shared_ptr<const Accounts>;

/// Where the accounts come from.
class AccountsFiles {
public:
    AccountsFiles(std::string users_path, std::string groups_path);

    /// Whether a file is another than at the last load(). Stats them: call it seldom.
    [[nodiscard]] bool have_changed() const;
    /// Lines that cannot be used are logged and left out.
    [[nodiscard]] Result<SharedAccounts> load();
    [[nodiscard]] const std::string& users_path() const { return users_path_; }

private:
    [[nodiscard]] std::string fingerprint() const;

    std::string users_path_;
    std::string groups_path_;
    std::string loaded_;  // fingerprint
    std::uint64_t loads_ = 0;
};

}  // namespace hive
