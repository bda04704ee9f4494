#include "tools/hive-sample/sink.h"

#include "lib/secret_file.h"

namespace hive {

Result<std::unique_ptr<RowSink>> open_sink(const Arguments& arguments)
{
    const auto& database = arguments.target.database;
    if (!database)
        return open_csv_sink(arguments.target.csv);
    if (database->kind == DatabaseUri::Kind::sqlite)
        return open_sqlite_sink(arguments, *database);
    const auto& file = arguments.password_file;
    const auto password = file.empty() ? std::string {} : TRY(read_secret(file));
    return open_mariadb_sink(arguments, *database, password);
}

}  // namespace hive
