// daemons/ban/jail_import.h - the jails of an existing fail2ban installation, as jails of ours.
#pragma once

#include <list>
#include <string>
#include <vector>

#include "daemons/ban/jail_config.h"
#include "daemons/ban/jail_file.h"
#include "lib/result.h"

namespace hive {

/// One jail. What several actions close together is closed: all their ports, for all their
/// protocols. A jail with the filter `recidive` counts the bans of the others in place of
/// fail2ban's log. Pure but for the names of ports (/etc/services).
/// @param mail the [action] that is done where fail2ban would send mail; "" for none
/// @return an error that names the option which has no meaning here
[[nodiscard]] Result<JailConfig> import_jail(const JailDefinition& jail, const std::string& mail);

struct ImportedJails {
    std::list<JailConfig> jails;
    std::vector<std::string> mistakes;  // "FILE:LINE: [jail] option: what is wrong"
};

/// The enabled jails of a directory such as /etc/fail2ban; none when it has filters only.
/// Those with mistakes are left out.
[[nodiscard]] ImportedJails import_jails(const std::string& directory, const std::string& mail);

}  // namespace hive
