// daemons/ban/filter_tags.h - fail2ban's <HOST> and <F-…> tags become groups of a plain expression.
#pragma once

#include <string>
#include <string_view>

#include "daemons/ban/filter_rules.h"

namespace hive {

/// <HOST>, <ADDR>, <IP4>, <IP6>, <DNS>, <CIDR>, <SUBNET> become groups "ip4", "ip6", "dns" and
/// "cidr"; <SKIPLINES> a line end and any lines; <F-ID> group "fid", <F-PORT> "fport", any other
/// <F-NAME>…</F-NAME> group "name". What is no tag stays. Pure.
/// Source: jail.conf(5) and the documentation of fail2ban's filters.
/// @param use_dns with UseDns::no <HOST> is <ADDR>
[[nodiscard]] std::string expand_filter_tags(std::string_view expression, UseDns use_dns);

}  // namespace hive
