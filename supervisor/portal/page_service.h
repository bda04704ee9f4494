// supervisor/portal/page_service.h - the page of one service.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "supervisor/portal/page.h"

namespace hive {

/// What the core was asked for the page; nothing where it did not answer.
struct ServiceRecord {
    std::optional<std::vector<ServiceEvent>> events;  // newest first
    std::optional<std::vector<std::string>> log;  // last lines, oldest first
    HistorySpan span = HistorySpan::hour;  // of the graphs
};

[[nodiscard]] std::string service_page(const ServiceStatus& service, const ServiceRecord& record,
    const PageSource& source, const Viewer& viewer);
/// What of it changes while it is open.
[[nodiscard]] std::vector<LivePart> service_parts(
    const ServiceStatus& service, const PageSource& source);

}  // namespace hive
