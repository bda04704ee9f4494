#include "daemons/sync/mariadb_client.h"

#include <cerrno>

#include <unistd.h>

#include <mysqld_error.h>

namespace hive {
namespace {

/// Only these may see the password: a false server could otherwise ask for it in clear text.
constexpr const char* allowed_logins = "mysql_native_password,client_ed25519,caching_sha2_password";

void set_timeouts(MYSQL* connection, const SourceConfig& config)
{
    const auto connect = static_cast<unsigned>(config.connect_timeout.count());
    const auto silence = static_cast<unsigned>(config.read_timeout.count());
    mysql_options(connection, MYSQL_OPT_CONNECT_TIMEOUT, &connect);
    mysql_options(connection, MYSQL_OPT_READ_TIMEOUT, &silence);
    mysql_options(connection, MYSQL_OPT_WRITE_TIMEOUT, &silence);
}

void set_trust(MYSQL* connection, const SourceConfig& config)
{
    constexpr unsigned no_files = 0;  // a false server could otherwise ask for files of ours
    mysql_options(connection, MYSQL_OPT_LOCAL_INFILE, &no_files);
    mysql_options(connection, MARIADB_OPT_RESTRICTED_AUTH, allowed_logins);
    const my_bool must_encrypt = config.tls == Tls::no ? 0 : 1;
    const my_bool must_verify = config.tls == Tls::verify ? 1 : 0;
    mysql_options(connection, MYSQL_OPT_SSL_ENFORCE, &must_encrypt);
    mysql_options(connection, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &must_verify);
    if (!config.tls_ca.empty())
        mysql_options(connection, MYSQL_OPT_SSL_CA, config.tls_ca.c_str());
}

}  // namespace

// The statement is asked second: when a server goes away in the middle of
// a result, only the connection knows (mysql_stmt_errno() is 0 then).
Error failure(MYSQL* connection, MYSQL_STMT* statement, std::string_view what)
{
    if (mysql_errno(connection) != 0)
        return Error {fmt::format("{}: {}", what, mysql_error(connection))};
    if (statement != nullptr && mysql_stmt_errno(statement) != 0)
        return Error {fmt::format("{}: {}", what, mysql_stmt_error(statement))};
    return Error {fmt::format("{}: the server ended the connection", what)};
}

namespace {

/// Why there is no connection. A server that takes encrypted ones only says "Access denied".
Error refusal(MYSQL* connection, const SourceConfig& config)
{
    auto error = failure(connection, nullptr, "connect " + config.uri.text());
    const bool is_denied = mysql_errno(connection) == ER_ACCESS_DENIED_ERROR;
    if (is_denied && config.tls == Tls::no && config.uri.socket.empty())
        return Error {error.message() + "; if it wants an encrypted connection, set tls = verify"};
    return error;
}

}  // namespace

Result<Connection> connect(const SourceConfig& config, const std::string& password)
{
    const auto& uri = config.uri;
    Connection connection {mysql_init(nullptr)};
    if (!connection)
        return fail("connect {}: out of memory", uri.text());
    if (!config.tls_ca.empty() && ::access(config.tls_ca.c_str(), R_OK) != 0)
        return std::unexpected {Error::from_errno(errno, "open " + config.tls_ca)};
    set_timeouts(connection.get(), config);
    set_trust(connection.get(), config);
    mysql_options(connection.get(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
    mysql_options(connection.get(), MYSQL_INIT_COMMAND, "SET time_zone = '+00:00'");
    if (config.is_compressed)
        mysql_options(connection.get(), MYSQL_OPT_COMPRESS, nullptr);
    // Otherwise the host "localhost" would mean the standard Unix socket.
    const unsigned protocol = uri.socket.empty() ? MYSQL_PROTOCOL_TCP : MYSQL_PROTOCOL_SOCKET;
    mysql_options(connection.get(), MYSQL_OPT_PROTOCOL, &protocol);
    const auto or_null
        = [](const std::string& text) { return text.empty() ? nullptr : text.c_str(); };
    if (mysql_real_connect(connection.get(), or_null(uri.host), or_null(config.user),
            or_null(password), uri.database.c_str(), uri.port, or_null(uri.socket), 0)
        == nullptr)
        return std::unexpected {refusal(connection.get(), config)};
    return connection;
}

std::string_view type_word(const MYSQL_FIELD& field)
{
    switch (field.type) {
    case MYSQL_TYPE_TINY: return "tinyint";
    case MYSQL_TYPE_SHORT: return "smallint";
    case MYSQL_TYPE_INT24: return "mediumint";
    case MYSQL_TYPE_LONG: return "int";
    case MYSQL_TYPE_LONGLONG: return "bigint";
    case MYSQL_TYPE_FLOAT: return "float";
    case MYSQL_TYPE_DOUBLE: return "double";
    case MYSQL_TYPE_DECIMAL:
    case MYSQL_TYPE_NEWDECIMAL: return "decimal";
    case MYSQL_TYPE_TIMESTAMP:
    case MYSQL_TYPE_TIMESTAMP2: return "timestamp";
    case MYSQL_TYPE_DATETIME:
    case MYSQL_TYPE_DATETIME2: return "datetime";
    case MYSQL_TYPE_DATE:
    case MYSQL_TYPE_NEWDATE: return "date";
    case MYSQL_TYPE_TIME:
    case MYSQL_TYPE_TIME2: return "time";
    case MYSQL_TYPE_YEAR: return "year";
    case MYSQL_TYPE_BIT: return "bit";
    default: break;
    }
    if ((field.flags & (ENUM_FLAG | SET_FLAG)) != 0)
        return "enum";
    constexpr unsigned binary = 63;  // the number of the character set that is none
    const bool is_long = (field.flags & BLOB_FLAG) != 0;
    if (field.charsetnr == binary)
        return is_long ? "blob" : "binary";
    return is_long ? "text" : "varchar";
}

MYSQL_BIND text_bind(char* text, unsigned long room, unsigned long* size)
{
    MYSQL_BIND bind {};
    bind.buffer_type = MYSQL_TYPE_STRING;
    bind.buffer = text;
    bind.buffer_length = room;
    bind.length = size;
    return bind;
}

MYSQL_BIND integer_bind(std::int64_t& value)
{
    MYSQL_BIND bind {};
    bind.buffer_type = MYSQL_TYPE_LONGLONG;
    bind.buffer = &value;
    bind.buffer_length = sizeof value;
    return bind;
}

}  // namespace hive
