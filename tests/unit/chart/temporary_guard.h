// tests/unit/chart/temporary_guard.h - a guard.db in a directory of its own, as hive-guard makes
// it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/guard_schema.h"
#include "lib/sqlite.h"

namespace hive {

/// What hive-guard would have written. Class 1 is benign, the others are attacks.
class GuardWriter {
public:
    explicit GuardWriter(const std::string& path) : database_ {Sqlite::open(path).value()}
    {
        database_.migrate(guard_migrations).value();
        database_
            .execute("INSERT INTO class VALUES (1, 'Benign', 0), (2, 'Scan', 1), (3, 'Flood', 1)")
            .value();
    }

    void servers(int count)
    {
        for (int i = 1; i <= count; ++i)
            execute(fmt::format("INSERT INTO server VALUES ({0}, 'server {0}')", i));
    }

    /// @param table "second" or "five"
    void count(std::string_view table, std::int64_t ts, int server, int of_class, int count)
    {
        execute(fmt::format(
            "INSERT INTO {} VALUES ({}, {}, {}, {})", table, ts, server, of_class, count));
    }

    void status(const std::string& text)
    {
        execute(
            fmt::format("INSERT OR REPLACE INTO state VALUES ('{}', '{}')", guard_state_key, text));
    }

    void decision(double ts, const std::string& client, const std::string& of_class,
        const std::string& action)
    {
        execute(fmt::format(
            "INSERT INTO decision (ts, client, server, class, by_what, score, action, "
            "reasons, lines) VALUES ({}, '{}', 'server 1', '{}', 'rule scan', .8, '{}', "
            "'[{{\"name\": \"errors\", \"weight\": 0.5}}]', '[\"GET /x\"]')",
            ts, client, of_class, action));
    }

    void execute(const std::string& sql) { database_.execute(sql).value(); }

private:
    Sqlite database_;
};

}  // namespace hive
