// supervisor/portal/alert_status.h - an alert as the supervisor's core tells it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/json_fwd.h"
#include "lib/result.h"
#include "supervisor/portal/quantity.h"

namespace hive {

struct AlertStatus {
    struct Delivery {
        std::string destination;
        std::string occasion;
        std::string state;  // waiting, sent or dropped
        std::string outcome;
        std::int64_t tries = 0;
        bool operator==(const Delivery&) const = default;
    };
    std::int64_t id = 0;
    std::string key;
    std::string source;  // program that reported it
    std::string severity;  // info, warning or critical
    bool is_firing = false;
    std::string subject;
    std::string text;
    WallTime fired;
    std::int64_t count = 0;
    std::optional<WallTime> recovered;
    std::string acknowledged_by;  // "" while nobody has
    std::vector<Delivery> deliveries;

    /// It still wants somebody to look.
    [[nodiscard]] bool is_open() const { return is_firing && acknowledged_by.empty(); }
    bool operator==(const AlertStatus&) const = default;
};

struct AlertMute {
    std::string key;  // pattern
    WallTime until;
    std::string by;
    bool operator==(const AlertMute&) const = default;
};

/// The answer of the verb `alerts`; unusable parts are left out.
struct AlertList {
    std::vector<AlertStatus> alerts;  // newest first
    std::vector<AlertMute> mutes;
    std::vector<std::string> destinations;
};
[[nodiscard]] AlertList parse_alert_list(const Json& answer);
/// @return an error when it has no id or key
[[nodiscard]] Result<AlertStatus> parse_alert_status(const Json& object);

}  // namespace hive
