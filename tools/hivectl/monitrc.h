// tools/hivectl/monitrc.h - the file monit's command line needs to talk to the portal.
#pragma once

#include <string>

#include "lib/json_fwd.h"

namespace hive {

struct MonitAccess {
    std::string host;  // of the portal: an address
    int port = 0;
    std::string user;
    std::string password;
    std::string pid_file;
    std::string state_directory;  // where monit keeps its own two files
    std::string own_path;  // of the file itself, with TLS; "": the portal speaks none
};

/// No start or stop programs: without a daemon monit would run them itself. Pure.
/// @param status answer of the supervisor to `status`
[[nodiscard]] std::string monitrc_text(const MonitAccess& access, const Json& status);

}  // namespace hive
