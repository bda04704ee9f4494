#include "daemons/sync/source.h"

#include <utility>

#include "lib/log.h"
#include "lib/secret_file.h"

namespace hive {

Result<std::unique_ptr<RowSource>> open_source(
    const SourceConfig& config, SqlLog sql_log, const std::stop_token& stop)
{
    switch (config.uri.kind) {
    case DatabaseUri::Kind::sqlite: return open_sqlite_source(config, sql_log);
    case DatabaseUri::Kind::csv: return open_csv_source(config);
    case DatabaseUri::Kind::mariadb: break;
    }
    // Read anew for each connection: the password may have been changed since the last.
    const auto path = password_path(config);
    const auto password = path.empty() ? std::string {} : TRY(read_secret(path));
    return open_mariadb_source(config, password, sql_log, stop);
}

Result<Checksum> read_checksum(RowSource& source, const Columns& columns, IdRange range)
{
    TRY(source.select(columns, range));
    Checksum checksum;
    while (const auto* row = TRY(source.next())) {
        ++checksum.rows;
        checksum.sum += row_hash(*row);
    }
    return checksum;
}

void log_statement(SqlLog sql_log, std::string_view source, std::string_view sql)
{
    if (sql_log == SqlLog::on)
        log::info("queried {} {}", log::field("source", source), log::field("sql", sql));
}

}  // namespace hive
