// supervisor/portal/page_alerts.h - the inbox of alerts: what fires, who has seen it, what is
// muted.
#pragma once

#include <optional>
#include <string>

#include "supervisor/portal/alert_status.h"
#include "supervisor/portal/page.h"

namespace hive {

struct AlertFilter {
    enum class Show { open, all } show = Show::open;
};

/// @param list nothing when the core did not answer; @param told a sentence about what was just
/// done, "" for none
[[nodiscard]] std::string alerts_page(const AlertFilter& filter,
    const std::optional<AlertList>& list, std::string_view told, const PageSource& source,
    const Viewer& viewer);

}  // namespace hive
