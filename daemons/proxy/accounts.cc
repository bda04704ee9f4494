#include "daemons/proxy/accounts.h"

#include <utility>

#include <fmt/ranges.h>

#include "lib/file.h"
#include "lib/log.h"

namespace hive {

Accounts::Accounts(Users users, const Groups& groups, std::uint64_t generation)
    : users_ {std::move(users)}, generation_ {generation}
{
    for (auto& name : users_.names())
        if (const auto names = groups.of(name); !names.empty())
            groups_.emplace(std::move(name), fmt::format("{}", fmt::join(names, ",")));
}

std::string_view Accounts::groups_of(const std::string& user) const
{
    const auto found = groups_.find(user);
    return found == groups_.end() ? std::string_view {} : found->second;
}

AccountsFiles::AccountsFiles(std::string users_path, std::string groups_path)
    : users_path_ {std::move(users_path)}, groups_path_ {std::move(groups_path)}
{
}

std::string AccountsFiles::fingerprint() const
{
    return file_fingerprint(users_path_) + ' ' + file_fingerprint(groups_path_);
}

bool AccountsFiles::have_changed() const
{
    return fingerprint() != loaded_;
}

Result<SharedAccounts> AccountsFiles::load()
{
    // Taken before reading: a change in between shows at the next look.
    loaded_ = fingerprint();
    auto parsed = TRY(Users::load(users_path_));
    for (const auto& mistake : parsed.mistakes)
        log::warning("skipped {}", log::field("user", mistake.message()));
    return std::make_shared<const Accounts>(
        std::move(parsed.users), Groups::load(groups_path_), ++loads_);
}

}  // namespace hive
