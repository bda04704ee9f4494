#include "supervisor/portal/audit.h"

#include <array>

#include "lib/log.h"

namespace hive {
namespace {

constexpr std::array<std::string_view, 1> steps {
    "CREATE TABLE audit(id INTEGER PRIMARY KEY, time REAL NOT NULL, user TEXT NOT NULL,"
    " address TEXT NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL, outcome TEXT NOT NULL)"};

}  // namespace

Result<AuditTrail> AuditTrail::open(const std::string& path)
{
    Sqlite database = TRY(Sqlite::open(path));
    TRY(database.migrate(steps));
    return AuditTrail {std::move(database)};
}

void AuditTrail::add(const AuditEntry& entry)
{
    if (const auto added = insert(entry); !added)
        log::error("lost an entry of the audit trail: {}", added.error().message());
}

Result<> AuditTrail::insert(const AuditEntry& entry)
{
    auto add
        = TRY(database_.prepare("INSERT INTO audit(time, user, address, action, target, outcome)"
                                " VALUES(?, ?, ?, ?, ?, ?)"));
    TRY(add.bind(1, epoch_seconds(entry.time)));
    TRY(add.bind(2, entry.user));
    TRY(add.bind(3, entry.address));
    TRY(add.bind(4, entry.action));
    TRY(add.bind(5, entry.target));
    TRY(add.bind(6, entry.outcome));
    TRY(add.run());
    auto forget = TRY(database_.prepare("DELETE FROM audit WHERE id <= ?"));
    TRY(forget.bind(1, database_.last_row_id() - room));
    return forget.run();
}

Result<std::vector<AuditEntry>> AuditTrail::newest(std::int64_t limit)
{
    auto select = TRY(database_.prepare("SELECT time, user, address, action, target, outcome"
                                        " FROM audit ORDER BY id DESC LIMIT ?"));
    TRY(select.bind(1, limit));
    std::vector<AuditEntry> entries;
    while (TRY(select.step())) {
        const auto text = [&](int column) { return std::string {select.text(column)}; };
        entries.push_back({.time = wall_time(select.real(0)),
            .user = text(1),
            .address = text(2),
            .action = text(3),
            .target = text(4),
            .outcome = text(5)});
    }
    return entries;
}

}  // namespace hive
