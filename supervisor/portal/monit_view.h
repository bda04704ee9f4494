// supervisor/portal/monit_view.h - services and checks in monit's terms.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "supervisor/portal/check_status.h"
#include "supervisor/portal/core_view.h"
#include "supervisor/portal/monit_request.h"

namespace hive {

/// Type numbers of monit's XML.
enum class MonitType { filesystem, directory, file, process, host, system, fifo, program, network };

/// A service or check as monit would see it.
struct MonitService {
    std::string name;
    MonitType type {};
    std::string_view title;  // "Remote Host"
    enum class Monitored { no, yes, initialising } monitored {};
    std::uint32_t error = 0;  // monit's bit for what is wrong, 0 for nothing
    std::string status;  // "OK", "Does not exist", …
    bool is_passive = false;
    std::vector<std::string> groups;
    WallTime collected;
    const ServiceStatus* service = nullptr;  // one of these two
    const CheckStatus* check = nullptr;

    [[nodiscard]] bool is_up() const { return monitored == Monitored::yes && error == 0; }
};

/// The host itself first, as monit lists it: the check of that type, or one that says nothing.
[[nodiscard]] std::vector<MonitService> monit_services(const CoreView& core, WallTime now);

/// Those a request means. @return an error in monit's words when there is none such
[[nodiscard]] Result<std::vector<MonitService>> chosen(
    const std::vector<MonitService>& all, const MonitRequest& request);

}  // namespace hive
