// daemons/chart/rule_book.h - the alert rules in site.db.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "daemons/chart/notes.h"
#include "daemons/chart/rule.h"
#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

// On the connection of site.db.

/// In the order they were made.
[[nodiscard]] Result<std::vector<Rule>> read_rules(Sqlite& site);
[[nodiscard]] Result<std::optional<Rule>> read_rule(Sqlite& site, std::int64_t id);
/// @return its id; nothing when there are most_rules
[[nodiscard]] Result<std::optional<std::int64_t>> add_rule(
    Sqlite& site, const Rule& rule, const Signature& signature);
/// @return false when there is none with this id
[[nodiscard]] Result<bool> change_rule(
    Sqlite& site, std::int64_t id, const Rule& rule, const Signature& signature);
[[nodiscard]] Result<bool> delete_rule(Sqlite& site, std::int64_t id);

}  // namespace hive
