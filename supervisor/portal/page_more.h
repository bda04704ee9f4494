// supervisor/portal/page_more.h - the quieter pages: events of all, audit trail, configuration,
// manual.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "supervisor/portal/audit.h"
#include "supervisor/portal/page.h"

namespace hive {

struct EventFilter {
    std::string service;  // "" for all
    std::string kind;  // a word of EventKind, "" for all
    std::int64_t before = 0;  // only events with ids below it; 0: the newest
};
/// Some of what happened, newest first.
struct EventPage {
    std::vector<ServiceEvent> events;
    bool has_older = false;
};
/// @param events as filtered; nothing when the core did not answer
[[nodiscard]] std::string timeline_page(const EventFilter& filter,
    const std::optional<EventPage>& events, const PageSource& source, const Viewer& viewer);

[[nodiscard]] std::string audit_page(
    const Result<std::vector<AuditEntry>>& entries, const PageSource& source, const Viewer& viewer);

/// A file of the configuration, masked, or why it cannot be shown.
struct ConfigurationFile {
    std::string name;
    Result<std::string> text;
};
[[nodiscard]] std::string configuration_page(
    const std::vector<ConfigurationFile>& files, const PageSource& source, const Viewer& viewer);

/// Where the quieter pages are, and the pages of the manual.
[[nodiscard]] std::string more_page(
    const std::vector<std::string>& manuals, const PageSource& source, const Viewer& viewer);
/// @param fragment HTML that mandoc made when Hive was built
[[nodiscard]] std::string manual_page(
    std::string_view name, const Html& fragment, const PageSource& source, const Viewer& viewer);

}  // namespace hive
