// daemons/sync/mariadb_client.h - connections to a MariaDB or MySQL server.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <mysql.h>

#include "daemons/sync/config.h"
#include "lib/handle.h"
#include "lib/result.h"

namespace hive {

using Connection = Handle<MYSQL, mysql_close>;
using PreparedStatement = Handle<MYSQL_STMT, mysql_stmt_close>;

/// Connects as the source is configured; its clock is UTC, its texts are UTF-8.
[[nodiscard]] Result<Connection> connect(const SourceConfig& config, const std::string& password);

/// What went wrong last.
/// @param statement may be nullptr
[[nodiscard]] Error failure(MYSQL* connection, MYSQL_STMT* statement, std::string_view what);

/// The type of a column as SQL calls it, near enough to tell numbers, dates and texts apart.
[[nodiscard]] std::string_view type_word(const MYSQL_FIELD& field);

/// Places for values, which must outlive the statement's use of them.
[[nodiscard]] MYSQL_BIND text_bind(char* text, unsigned long room, unsigned long* size);
[[nodiscard]] MYSQL_BIND integer_bind(std::int64_t& value);

}  // namespace hive
