// supervisor/portal/check_status.h - a check of a foreign thing as the supervisor's core tells it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "lib/json_fwd.h"
#include "lib/result.h"
#include "supervisor/portal/quantity.h"
#include "supervisor/portal/service_status.h"

namespace hive {

struct CheckStatus {
    std::string name;
    std::string type;  // "process", "program", … as [check] has it
    ServiceState state {};  // starting, ready, degraded or unmonitored
    WallTime since;
    std::string status;  // what was seen, in words
    std::optional<WallTime> looked;  // last
    std::vector<std::string> rules;  // that are broken now
    std::vector<std::pair<std::string, double>> numbers;  // of the last look
    std::vector<std::pair<std::string, std::string>> texts;
    std::vector<std::string> groups;
    bool is_passive = false;

    [[nodiscard]] std::optional<double> number(std::string_view which) const;
    [[nodiscard]] std::string_view text(std::string_view which) const;
    bool operator==(const CheckStatus&) const = default;
};

/// @return an error when it has no name or an unknown state
[[nodiscard]] Result<CheckStatus> parse_check_status(const Json& object);
/// The checks in an answer of the verb `status`; unusable ones are left out.
[[nodiscard]] std::vector<CheckStatus> parse_check_statuses(const Json& status);
[[nodiscard]] Json check_json(const CheckStatus& check);

}  // namespace hive
