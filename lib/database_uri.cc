#include "lib/database_uri.h"

#include <algorithm>
#include <optional>

#include "lib/address.h"
#include "lib/encoding.h"
#include "lib/number.h"

namespace hive {
namespace {

constexpr std::string_view mariadb_scheme = "mariadb://";
constexpr std::string_view sqlite_scheme = "sqlite:";
constexpr std::string_view csv_scheme {"csv:"};
constexpr std::string_view socket_query = "socket=";

bool is_host_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.'
        || c == '-' || c == '_';
}

bool is_host(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, is_host_byte);
}

bool is_v6_address(std::string_view text)
{
    return text.contains(':') && Address::parse(text).has_value();
}

/// Decoded, not empty, without control bytes.
std::optional<std::string> decoded(std::string_view text)
{
    auto plain = percent_decode(text);
    const auto is_control = [](unsigned char c) { return c < ' ' || c == 0x7f; };
    if (!plain || plain->empty() || std::ranges::any_of(*plain, is_control))
        return std::nullopt;
    return plain;
}

Result<std::uint16_t> parse_port(std::string_view text)
{
    const auto port = number_within<std::uint16_t>(text, 1, 65535);
    if (!port)
        return fail("'{}' is no port (1-65535)", text);
    return *port;
}

/// Fills host and port from "host", "host:port", "[::1]:port".
Result<> parse_authority(std::string_view text, DatabaseUri& uri)
{
    const bool has_brackets = text.starts_with('[');
    const auto close = has_brackets ? text.find(']') : std::string_view::npos;
    if (has_brackets && close == std::string_view::npos)
        return fail("'[' without ']' in the host");
    const auto colon = has_brackets ? close + 1 : std::min(text.find(':'), text.size());
    const auto host = has_brackets ? text.substr(1, close - 1) : text.substr(0, colon);
    if (has_brackets ? !is_v6_address(host) : !is_host(host))
        return fail("'{}' is no host name", host);
    uri.host = host;
    const auto rest = text.substr(colon);
    if (rest.empty())
        return {};
    if (rest.front() != ':')
        return fail("'{}' behind the host is no port", rest);
    uri.port = TRY(parse_port(rest.substr(1)));
    return {};
}

Result<> parse_query(std::string_view query, DatabaseUri& uri)
{
    if (query.empty())
        return {};
    if (!query.starts_with(socket_query))
        return fail("'{}' is not socket=PATH", query);
    const auto path = decoded(query.substr(socket_query.size()));
    if (!path || !path->starts_with('/'))
        return fail("socket is no absolute path");
    uri.socket = *path;
    return {};
}

Result<DatabaseUri> parse_mariadb(std::string_view text)
{
    if (text.find('@') < text.find('/'))
        return fail("user and password do not belong in a uri; they have their own options");
    DatabaseUri uri {.kind = DatabaseUri::Kind::mariadb};
    const auto slash = text.find('/');
    if (slash == std::string_view::npos)
        return fail("no /DATABASE behind the host");
    const auto question = std::min(text.find('?', slash), text.size());
    const auto database = decoded(text.substr(slash + 1, question - slash - 1));
    if (!database)
        return fail("no usable database name behind the host");
    uri.database = *database;
    TRY(parse_query(text.substr(std::min(question + 1, text.size())), uri));
    const auto authority = text.substr(0, slash);
    if (authority.empty() == uri.socket.empty())
        return fail("give either a host or ?socket=PATH");
    if (!authority.empty())
        TRY(parse_authority(authority, uri));
    return uri;
}

}  // namespace

Result<DatabaseUri> parse_database_uri(std::string_view text)
{
    if (text.starts_with(mariadb_scheme))
        return parse_mariadb(text.substr(mariadb_scheme.size()));
    const bool is_csv = text.starts_with(csv_scheme);
    const auto scheme = is_csv ? csv_scheme : sqlite_scheme;
    if (!text.starts_with(scheme))
        return fail("a database is mariadb://HOST[:PORT]/DATABASE, "
                    "mariadb:///DATABASE?socket=PATH, sqlite:PATH or csv:PATH");
    const auto path = text.substr(scheme.size());
    if (path.empty() || path.contains('\0'))
        return fail("{} without a usable path", scheme);
    return DatabaseUri {.kind = is_csv ? DatabaseUri::Kind::csv : DatabaseUri::Kind::sqlite,
        .path = std::string {path}};
}

std::string DatabaseUri::text() const
{
    if (kind != Kind::mariadb)
        return fmt::format("{}{}", kind == Kind::csv ? csv_scheme : sqlite_scheme, path);
    const auto name = percent_encode(database);
    if (!socket.empty())
        return fmt::format(
            "{}/{}?{}{}", mariadb_scheme, name, socket_query, percent_encode(socket));
    const bool is_v6 = host.contains(':');
    return fmt::format(
        "{}{}{}{}:{}/{}", mariadb_scheme, is_v6 ? "[" : "", host, is_v6 ? "]" : "", port, name);
}

}  // namespace hive
