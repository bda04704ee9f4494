// supervisor/core/alert.h - what a program reports to the alert queue. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/json_fwd.h"
#include "lib/result.h"

namespace hive {

enum class Severity { info, warning, critical };

/// What a report says of its key.
enum class AlertEvent {
    fired,  // something is wrong from now on
    recovered,  // and is so no longer
    info,  // something happened, once
};

/// Why a message goes out.
enum class Occasion { fired, reminder, recovered, info, test };

[[nodiscard]] std::string_view name_of(Severity severity);
[[nodiscard]] std::string_view name_of(AlertEvent event);
[[nodiscard]] std::string_view name_of(Occasion occasion);
[[nodiscard]] Result<Severity> parse_severity(std::string_view name);
[[nodiscard]] Result<Occasion> parse_occasion(std::string_view name);

struct AlertReport {
    std::string key;  // names the trouble for as long as it lasts: "chart:rule:7:apiary:3"
    AlertEvent event = AlertEvent::fired;
    Severity severity = Severity::warning;
    std::string source;  // program
    std::string subject;  // one line
    std::string text;  // lines
    std::vector<std::string> to;  // destinations by name; none: all whose filters let it pass
};

/// The arguments of the verb `alert`. Control bytes become blanks; key and subject are one line of
/// at most 200 bytes, the text at most 8 kB, both cut; at most 16 destinations.
/// @return an error for a missing key or subject and for words that are none of the above
[[nodiscard]] Result<AlertReport> parse_alert_report(const Json& arguments);

/// @param glob as fnmatch(3): "chart:*"
[[nodiscard]] bool matches(const std::string& glob, const std::string& text);

}  // namespace hive
