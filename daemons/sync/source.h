// daemons/sync/source.h - a database that rows are copied from.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "daemons/sync/columns.h"
#include "daemons/sync/config.h"
#include "daemons/sync/row.h"
#include "daemons/sync/row_hash.h"
#include "lib/result.h"

namespace hive {

/// A connection to one remote table. Every member may block: never on the loop's thread.
class RowSource {
public:
    virtual ~RowSource() = default;

    /// The columns of the table; empty when there is no such table.
    virtual Result<std::vector<RemoteColumn>> columns() = 0;
    /// Begins to read the rows of a range, in the order of their ids.
    virtual Result<> select(const Columns& columns, IdRange range) = 0;
    /// The next row, valid until the next call.
    /// @return nullptr only when the database said that there are no more rows; a connection
    ///         that breaks in the middle is an error, never an end
    virtual Result<const RemoteRow*> next() = 0;
    /// How many rows a range has.
    virtual Result<std::int64_t> count(const Columns& columns, IdRange range) = 0;
    /// What the rows of a range come to.
    virtual Result<Checksum> checksum(const Columns& columns, IdRange range) = 0;
    /// The highest id; nothing when there is no row.
    virtual Result<std::optional<std::int64_t>> last_id(const Columns& columns) = 0;
    /// Ends a call that waits for another machine, with an error; nothing can be read any more.
    /// The one member any thread may call.
    virtual void cut() { }
};

/// Connects. A stop request ends a call that blocks, with an error.
[[nodiscard]] Result<std::unique_ptr<RowSource>> open_source(
    const SourceConfig& config, SqlLog sql_log, const std::stop_token& stop);

/// What open_source() chooses from.
[[nodiscard]] Result<std::unique_ptr<RowSource>> open_mariadb_source(const SourceConfig& config,
    const std::string& password, SqlLog sql_log, const std::stop_token& stop);
[[nodiscard]] Result<std::unique_ptr<RowSource>> open_sqlite_source(
    const SourceConfig& config, SqlLog sql_log);

/// @param config its path is one CSV file
[[nodiscard]] Result<std::unique_ptr<RowSource>> open_csv_source(const SourceConfig& config);

/// Reads the rows of a range and adds their hashes up: checksum() of a source that cannot.
[[nodiscard]] Result<Checksum> read_checksum(
    RowSource& source, const Columns& columns, IdRange range);

/// One log line for a statement, if wanted.
void log_statement(SqlLog sql_log, std::string_view source, std::string_view sql);

}  // namespace hive
