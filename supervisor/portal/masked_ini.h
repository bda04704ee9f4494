// supervisor/portal/masked_ini.h - a configuration file without its secrets.
#pragma once

#include <string>
#include <string_view>

namespace hive {

/// The text with the values of keys that sound secret (password, secret, token, key, credential)
/// and passwords within addresses (scheme://user:password@host) replaced by "••••". Comments
/// stay, treated alike. Pure.
[[nodiscard]] std::string masked_ini(std::string_view text);

}  // namespace hive
