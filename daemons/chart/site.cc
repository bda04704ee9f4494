#include "daemons/chart/site.h"

#include <array>
#include <filesystem>
#include <string_view>

namespace hive {
namespace {

/// Append only. note      what people wrote, t its time on the axis; created and changed: when
///              rule      as JSON but for what is asked for by itself (rule.h)
///              alert     one time that a rule's condition held for an apiary; rule_name as it
///                        was then, NULL rule: deleted since; told: whether the supervisor has
///                        the alert (bit 1) and its end (bit 2)
constexpr std::array<std::string_view, 1> migrations {R"sql(
    CREATE TABLE note (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        apiary INTEGER NOT NULL,
        t INTEGER NOT NULL,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        author TEXT NOT NULL,
        created INTEGER NOT NULL,
        changed_by TEXT,
        changed INTEGER
    );
    CREATE INDEX note_by_time ON note (apiary, t);
    CREATE TABLE rule (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        body TEXT NOT NULL,
        author TEXT NOT NULL,
        changed INTEGER NOT NULL
    );
    CREATE TABLE alert (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        rule INTEGER,
        rule_name TEXT NOT NULL,
        apiary INTEGER NOT NULL,
        fired INTEGER NOT NULL,
        recovered INTEGER,
        value REAL,
        text TEXT NOT NULL,
        severity TEXT NOT NULL,
        destinations TEXT NOT NULL,
        told INTEGER NOT NULL DEFAULT 0,
        acknowledged_by TEXT,
        acknowledged INTEGER
    );
    CREATE UNIQUE INDEX alert_open ON alert (rule, apiary) WHERE recovered IS NULL;
    CREATE INDEX alert_untold ON alert (id) WHERE told < 3;
)sql"};

}  // namespace

Result<std::unique_ptr<Site>> Site::open(const std::string& path)
{
    std::error_code error;
    std::filesystem::create_directories(std::filesystem::path {path}.parent_path(), error);
    if (error)
        return fail("make the directory of {}: {}", path, error.message());
    auto database = TRY(Sqlite::open(path));
    TRY(database.migrate(migrations));
    return std::unique_ptr<Site> {new Site {std::move(database)}};
}

}  // namespace hive
