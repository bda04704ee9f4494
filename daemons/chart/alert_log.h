// daemons/chart/alert_log.h - each time that a rule's condition held, in site.db.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/chart/api.h"
#include "daemons/chart/notes.h"
#include "daemons/chart/query.h"
#include "lib/json_fwd.h"
#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

constexpr std::int64_t most_alerts = 10'000;  // kept; the oldest that are over go first
/// What the supervisor could not be told for so long is not told any more, seconds.
constexpr std::int64_t longest_untold = std::int64_t {7} * 86'400;

/// An alert as it begins.
struct NewAlert {
    std::int64_t rule;
    std::string rule_name;
    std::int64_t apiary;
    std::int64_t fired;  // epoch seconds
    std::optional<double> value;
    std::string text;
    std::string_view severity;  // "warning", "critical"
    std::vector<std::string> to;
};

/// An alert whose condition holds.
struct OpenAlert {
    std::int64_t id;
    std::int64_t rule;  // 0 when it has been deleted
    std::int64_t apiary;
};

/// What the supervisor is still to be told of an alert.
struct Message {
    std::int64_t alert;
    std::int64_t told;  // what it knows once it has taken the message: bit 1 fired, bit 2 over
    std::string arguments;  // of the verb `alert`, a JSON object
};

// On the connection of site.db.

/// Newest first, as {"alerts": […]}.
[[nodiscard]] Result<Json> list_alerts(Sqlite& site, const AlertsQuery& query);
[[nodiscard]] Result<std::vector<OpenAlert>> open_alerts(Sqlite& site);
[[nodiscard]] Result<OpenAlerts> count_open_alerts(Sqlite& site);
/// @return its id. One rule has at most one open alert for an apiary: that is asked before
[[nodiscard]] Result<std::int64_t> add_alert(Sqlite& site, const NewAlert& alert);
[[nodiscard]] Result<> end_alert(Sqlite& site, std::int64_t id, std::int64_t now);
/// @return false when there is none with this id; the first who acknowledges stays
[[nodiscard]] Result<bool> acknowledge_alert(
    Sqlite& site, std::int64_t id, const Signature& signature);
/// At most 32, oldest first.
[[nodiscard]] Result<std::vector<Message>> untold(Sqlite& site, std::int64_t now);
[[nodiscard]] Result<> note_told(Sqlite& site, const Message& message);

}  // namespace hive
