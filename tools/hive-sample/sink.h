// tools/hive-sample/sink.h - where rows go: a CSV file, a SQLite file, a MariaDB server.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "lib/database_uri.h"
#include "lib/result.h"
#include "tools/hive-sample/arguments.h"
#include "tools/hive-sample/plan.h"
#include "tools/hive-sample/rows.h"

namespace hive {

class RowSink {
public:
    virtual ~RowSink() = default;
    /// What is there already. @param now epoch seconds
    virtual Result<TableState> state(std::int64_t now) = 0;
    /// Writes rows, all or none where the target can.
    virtual Result<> write(std::span<const SampleRow> rows) = 0;
    /// Everything written is safe.
    virtual Result<> finish() = 0;
};

/// Opens the target of the arguments; makes the table when it is absent.
[[nodiscard]] Result<std::unique_ptr<RowSink>> open_sink(const Arguments& arguments);

/// What open_sink() chooses from.
[[nodiscard]] Result<std::unique_ptr<RowSink>> open_csv_sink(const std::string& path);
[[nodiscard]] Result<std::unique_ptr<RowSink>> open_sqlite_sink(
    const Arguments& arguments, const DatabaseUri& uri);
[[nodiscard]] Result<std::unique_ptr<RowSink>> open_mariadb_sink(
    const Arguments& arguments, const DatabaseUri& uri, const std::string& password);

/// Times up to a day ahead of `now` are believed when a table is continued.
[[nodiscard]] constexpr std::int64_t latest_time(std::int64_t now)
{
    return now + 86400;
}

}  // namespace hive
