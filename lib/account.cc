#include "lib/account.h"

#include <cstddef>
#include <vector>

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
    std::vector<char> texts(longest_entry);
    ::getpwuid_r(id, &entry, texts.data(), texts.size(), &found);
    return found != nullptr ? found->pw_name : fmt::format("{}", id);
}

std::string group_name(gid_t id)
{
    group entry {};
    group* found = nullptr;
    std::vector<char> texts(longest_entry);
    ::getgrgid_r(id, &entry, texts.data(), texts.size(), &found);
    return found != nullptr ? found->gr_name : fmt::format("{}", id);
}

}  // namespace hive
