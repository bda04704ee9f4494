// daemons/ban/jail.h - a jail: what it looks for, what it has counted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daemons/ban/config.h"
#include "daemons/ban/filter.h"
#include "daemons/ban/ignore_check.h"
#include "daemons/ban/ledger.h"
#include "lib/result.h"

namespace hive {

/// When a line was written.
enum class LineAge {
    live,  // now
    backlog,  // while we were away
    past,  // before we ever followed its log
};

/// The moment an offence counts at. A live line more than 60 s off counts as now: a wrong
/// clock or zone of its writer must not stop bans. An older line keeps its own time, which
/// is not later than now. Pure.
/// @param time of the line, if it holds one
/// @return none for a line of the past that does not say when it was written
[[nodiscard]] std::optional<WallTime> offence_time(
    std::optional<WallTime> time, LineAge age, WallTime now);

/// Which entries of the journal: each item is one match, "FIELD=value", or "+" between
/// alternatives; several lists are alternatives of each other. Empty: all entries.
using JournalMatch = std::vector<std::vector<std::string>>;

struct Jail {
    JailConfig config;
    JournalMatch journal_match {};
    std::optional<Filter> filter;  // of a jail that reads lines
    Ledger ledger;
    IgnoreCheck ignore_check;
    std::int64_t lines = 0;  // read
    std::int64_t failures = 0;  // offences seen, ignored addresses included
    std::int64_t bans = 0;  // made since the start
    std::optional<WallTime> warned;  // of a wrong clock, the last time

    /// Loads and compiles its filter or rule.
    static Result<Jail> create(
        const JailConfig& config, const BanConfig& general, CommandRunner& runner);
};

/// Whether its bans are hive-proxy's to enforce too: all ports, or 80 or 443 among them.
[[nodiscard]] bool guards_web(const JailConfig& config);

/// The filter or rule of a jail compiled, its mistakes told.
/// @param fail2ban directory that has filter.d
[[nodiscard]] Result<Filter> make_filter(const JailConfig& config, const std::string& fail2ban);

}  // namespace hive
