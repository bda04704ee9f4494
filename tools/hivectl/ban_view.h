// tools/hivectl/ban_view.h - what hive-ban answers, as fail2ban-client prints it. Pure.
#pragma once

#include <string>
#include <string_view>

#include "lib/json_fwd.h"

namespace hive {

/// The texts of a list, one behind the other; a text alone as it is.
[[nodiscard]] std::string joined_texts(
    const Json& object, const char* key, std::string_view separator);
/// ['192.0.2.7', '192.0.2.8'], as Python prints a list.
[[nodiscard]] std::string python_list(const Json& texts);

/// Of the verb `status`: the jails.
[[nodiscard]] std::string ban_status_text(const Json& answer);
/// Of `status` with a jail.
[[nodiscard]] std::string jail_status_text(const Json& answer);
/// Of `banned`: [{'sshd': ['192.0.2.7']}, …]
[[nodiscard]] std::string banned_text(const Json& answer);
/// The same for people, with the time each ban ends.
[[nodiscard]] std::string banned_table(const Json& answer, bool is_styled);
/// Of `get`: one setting; "" for one that a jail has not.
[[nodiscard]] std::string setting_text(const Json& settings, const std::string& name);
/// Of `why`: each ban with its reasons and lines, what is counted, whether it is never banned.
[[nodiscard]] std::string why_text(const Json& answer);
/// Of `safe`: who is never banned, and why.
[[nodiscard]] std::string safe_list_text(const Json& answer);

}  // namespace hive
