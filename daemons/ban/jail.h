// daemons/ban/jail.h - a jail: what it looks for, what it has counted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daemons/ban/config.h"
#include "daemons/ban/filter.h"
#include "daemons/ban/ledger.h"
#include "lib/result.h"

namespace hive {

/// Whether a line was written now, or before we looked (after a restart).
enum class LineAge { live, backlog };

/// The moment an offence counts at. A live line more than 60 s off counts as now: a wrong
/// clock or zone of its writer must not stop bans. A backlog line keeps its own time, which
/// is not later than now. Pure.
[[nodiscard]] WallTime offence_time(const std::optional<LineDate>& date, LineAge age, WallTime now);

struct Jail {
    JailConfig config;
    std::optional<Filter> filter;  // none for the direct channel
    Ledger ledger;
    std::int64_t lines = 0;  // read
    std::int64_t failures = 0;  // offences seen, ignored addresses included
    std::int64_t bans = 0;  // made since the start

    /// Loads and compiles its filter or rule.
    /// @param fail2ban directory that has filter.d
    static Result<Jail> create(const JailConfig& config, const std::string& fail2ban);
};

/// Whether its bans are hive-proxy's to enforce too: all ports, or 80 or 443 among them.
[[nodiscard]] bool guards_web(const JailConfig& config);

/// The filter or rule of a jail compiled, its mistakes told.
[[nodiscard]] Result<Filter> make_filter(const JailConfig& config, const std::string& fail2ban);

}  // namespace hive
