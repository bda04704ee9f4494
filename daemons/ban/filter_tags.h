// daemons/ban/filter_tags.h - fail2ban's <HOST> and <F-…> tags become groups of a plain expression.
#pragma once

#include <string>
#include <string_view>

#include "lib/result.h"

namespace hive {

/// <HOST>, <ADDR>, <IP4>, <IP6> become groups "ip4", "ip6" and, for <HOST>, "dns";
/// <F-CONTENT>…</F-CONTENT>, <F-NOFAIL>… and <F-MLFGAINED>… groups "content", "nofail" and
/// "mlfgained"; <F-USER>, <F-MLFID> and others of no effect here plain groups. Pure.
/// Source: fail2ban 1.0 server/failregex.py, jail.conf(5).
/// @return an error for a tag whose meaning would be lost: <SKIPLINES>, <F-ID>, …
[[nodiscard]] Result<std::string> expand_filter_tags(std::string_view expression);

}  // namespace hive
