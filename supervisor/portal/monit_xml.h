// supervisor/portal/monit_xml.h - services and checks as monit's XML, first form.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "supervisor/portal/monit_view.h"

namespace hive {

/// The machine and the portal, as the head of the document tells them.
struct MonitServer {
    std::string id;  // 32 hexadecimal digits, one for each installation
    std::string host;
    std::string version;
    WallTime started;
    WallTime now;
    std::string address;  // of the portal
    int port = 0;
    std::string system;  // "Linux"
    std::string release;
    std::string build;
    std::string machine;
    int processors = 0;
    std::int64_t memory_kb = 0;
    std::int64_t swap_kb = 0;
};
/// What the kernel says of this machine; the rest is empty.
[[nodiscard]] MonitServer this_machine();

/// Pure. What Hive does not measure is left out.
[[nodiscard]] std::string monit_xml(
    const MonitServer& server, std::span<const MonitService> services);

}  // namespace hive
