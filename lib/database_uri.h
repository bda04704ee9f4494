// lib/database_uri.h - where a database is, as one line of text.
//
//   mariadb://HOST[:PORT]/DATABASE           over TCP; an IPv6 HOST in brackets
//   mariadb:///DATABASE?socket=PATH          over a Unix socket
//   sqlite:PATH                              a file
//   csv:PATH                                 a folder of CSV files
// DATABASE and PATH of a socket may hold %XX. A user or a password in the text is
// refused: it would be shown wherever the text is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/result.h"

namespace hive {

struct DatabaseUri {
    enum class Kind { mariadb, sqlite, csv };
    Kind kind = Kind::sqlite;
    std::string host;  // "" with a socket
    std::uint16_t port = 3306;
    std::string socket;  // "" over TCP
    std::string database;
    std::string path;  // sqlite and csv only, as written

    /// As parse_database_uri() takes it.
    [[nodiscard]] std::string text() const;
    bool operator==(const DatabaseUri&) const = default;
};

/// Pure; fuzzed. The message never repeats the text when that may hold a password.
[[nodiscard]] Result<DatabaseUri> parse_database_uri(std::string_view text);

}  // namespace hive
