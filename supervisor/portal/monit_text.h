// supervisor/portal/monit_text.h - the tables and lists monit's command line prints.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "supervisor/portal/monit_view.h"

namespace hive {

/// What stands at the head of every text: whose it is, and for how long it runs.
struct MonitHead {
    std::string version;
    WallSeconds uptime;
};

/// Colours and box lines are in the text; the command line removes them when it must. Pure.
[[nodiscard]] std::string monit_status(
    const MonitHead& head, std::span<const MonitService> services);
[[nodiscard]] std::string monit_summary(
    const MonitHead& head, std::span<const MonitService> services);
/// @param type "up", "down", "initialising", "unmonitored", "total", or "" for all of them
[[nodiscard]] std::string monit_report(
    std::span<const MonitService> services, std::string_view type);
/// "0m", "3h 5m", "2d 1h 0m"
[[nodiscard]] std::string monit_uptime(WallSeconds span);
/// A page whose message the command line finds. @param title "Bad Request"
[[nodiscard]] std::string monit_refusal(int status, std::string_view title, std::string_view why);

}  // namespace hive
