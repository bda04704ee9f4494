#include "lib/account.h"

#include <cstddef>
#include <memory>

#include <grp.h>
#include <pwd.h>

#include <fmt/format.h>

namespace hive {
namespace {

constexpr std::size_t longest_entry = std::size_t {1} << 16;  // its texts, or a group's members

}  // namespace

std::string user_name(uid_t id)
{
    passwd entry {};
    passwd* found = nullptr;
    const auto texts = std::make_unique_for_overwrite<char[]>(longest_entry);
    ::getpwuid_r(id, &entry, texts.get(), longest_entry, &found);
    return found != nullptr ? found->pw_name : fmt::format("{}", id);
}

std::string group_name(gid_t id)
{
    group entry {};
    group* found = nullptr;
    const auto texts = std::make_unique_for_overwrite<char[]>(longest_entry);
    ::getgrgid_r(id, &entry, texts.get(), longest_entry, &found);
    return found != nullptr ? found->gr_name : fmt::format("{}", id);
}

}  // namespace hive
