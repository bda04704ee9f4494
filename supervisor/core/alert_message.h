// supervisor/core/alert_message.h - alerts as a mail's text and as JSON. Pure but for the local
// time.
#pragma once

#include <string>
#include <vector>

#include "lib/json_fwd.h"
#include "supervisor/core/alert_store.h"

namespace hive {

/// One alert, and why it goes out.
struct Told {
    Alert alert;
    Occasion occasion = Occasion::fired;
};

/// "[hive bees1] critical: hive-sync is misconfigured"; "[hive bees1] 7 alerts" for several.
/// @param host this machine's name
[[nodiscard]] std::string message_subject(const std::vector<Told>& told, const std::string& host);
/// The text, then source, key and times; several alerts one below the other.
[[nodiscard]] std::string message_text(const std::vector<Told>& told);
/// An object of one alert: key, event, severity, source, subject, text, host, fired, count,
/// recovered; of several: event "digest" and the list "alerts".
[[nodiscard]] Json message_json(const std::vector<Told>& told, const std::string& host);

}  // namespace hive
