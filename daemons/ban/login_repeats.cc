#include "daemons/ban/login_repeats.h"

#include <fmt/format.h>

namespace hive {

bool LoginRepeats::is_repeat(const Network& source, std::string_view credential, WallTime now)
{
    if (credential.empty())
        return false;
    auto& last = counted_.touch(fmt::format("{} {}", source.text(), credential));
    const bool is_new = last == WallTime {};
    // A clock set back must not make a login uncountable until it has caught up.
    if (!is_new && last <= now && now - last < period)
        return true;
    last = now;
    return false;
}

}  // namespace hive
