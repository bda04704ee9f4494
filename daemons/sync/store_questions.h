// daemons/sync/store_questions.h - questions about the store, asked over a connection of their own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/json.h"
#include "lib/result.h"

namespace hive {

/// PRAGMA integrity_check. @return what is damaged; empty: nothing
[[nodiscard]] Result<std::vector<std::string>> check_store(const std::string& path);

struct Quarantine {
    std::int64_t count = 0;
    Json reasons;  // [{"source","part","reason","count"}]: most frequent first, at most 100
    std::vector<Json> rows;  // newest first
};

/// @param limit rows to show, at most 1000
[[nodiscard]] Result<Quarantine> read_quarantine(const std::string& path, std::int64_t limit);

}  // namespace hive
