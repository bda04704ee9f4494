// supervisor/portal/page_overview.h - the page with all services.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "supervisor/portal/page.h"

namespace hive {

[[nodiscard]] std::string overview_page(const PageSource& source, const Viewer& viewer);

/// The same for one who is asked again and again: while nothing changes and within a second, the
/// services are written once for a viewer.
class OverviewPages {
public:
    [[nodiscard]] std::string page(const PageSource& source, const Viewer& viewer);

private:
    struct Moment {
        std::uint64_t core = 0;
        std::uint64_t history = 0;
        std::chrono::sys_seconds second;
        bool is_reachable = false;
        bool is_admin = false;
        std::string token;
        bool operator==(const Moment&) const = default;
    };
    Moment moment_;
    Html services_;  // as they were then
};

/// What of it changes while it is open; also the states of the dependencies page.
[[nodiscard]] std::vector<LivePart> overview_parts(const PageSource& source);

}  // namespace hive
