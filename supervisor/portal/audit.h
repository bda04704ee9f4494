// supervisor/portal/audit.h - who pressed what, when and from where; kept over restarts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/result.h"
#include "lib/sqlite.h"
#include "supervisor/portal/quantity.h"

namespace hive {

struct AuditEntry {
    WallTime time;
    std::string user;
    std::string address;
    std::string action;  // "restart"
    std::string target;  // service, check, address or alert
    std::string outcome;  // "done", or why not
};

/// A SQLite database with the newest `room` entries. A disk that is full is logged: what was
/// asked for happens all the same.
class AuditTrail {
public:
    static constexpr std::int64_t room = 10'000;

    static Result<AuditTrail> open(const std::string& path);
    void add(const AuditEntry& entry);
    /// Newest first.
    [[nodiscard]] Result<std::vector<AuditEntry>> newest(std::int64_t limit);

private:
    explicit AuditTrail(Sqlite database) : database_ {std::move(database)} { }
    Result<> insert(const AuditEntry& entry);
    Sqlite database_;
};

}  // namespace hive
