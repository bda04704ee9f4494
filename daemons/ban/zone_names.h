// daemons/ban/zone_names.h - the time zones that a log may name.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace hive {

/// "UTC", "CET", "+0100", "CEST+01:00", "-05": minutes east of Greenwich. An abbreviation is
/// a fixed offset, as in fail2ban; "" is 0.
struct ZoneOffset {
    enum class Kind { known, malformed, unknown_name };
    Kind kind = Kind::malformed;
    std::chrono::minutes offset {0};
};
[[nodiscard]] ZoneOffset parse_zone(std::string_view text);

}  // namespace hive
