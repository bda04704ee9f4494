// daemons/proxy/static_files.h - a path below a directory -> the file to send.
#pragma once

#include <cstdint>
#include <ctime>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "daemons/proxy/head_parser.h"
#include "lib/fd.h"

namespace hive {

struct StaticFile {
    Fd fd;
    std::uint64_t size = 0;
    std::time_t modified = 0;
    std::string_view type;  // "text/css; charset=utf-8"
    std::string etag;  // with its quotes
    std::string_view coding;  // "br" or "gzip" for a file compressed beforehand, "" else
};
struct FileMissing { };
/// The path is a directory and must end with a slash.
struct DirectoryWithoutSlash { };
using FileLookup = std::variant<FileMissing, DirectoryWithoutSlash, StaticFile>;

/// Only regular files are found; a directory stands for its index.html; segments that
/// begin with a dot are not served, but for .well-known.
/// @param path decoded, normalised, starts with '/'
/// @param codings those the client takes, best first: NAME.br or NAME.gz is found before NAME
[[nodiscard]] FileLookup find_static_file(const std::string& directory, std::string_view path,
    std::span<const std::string_view> codings = {});

/// Which of br and gzip an Accept-Encoding field names with a weight other than 0.
[[nodiscard]] std::vector<std::string_view> accepted_codings(const Fields& fields);

/// By the ending of the name; application/octet-stream for others.
[[nodiscard]] std::string_view media_type(std::string_view path);

/// Whether the file is the one the client means (RFC 9110, 13.1.1 and 13.1.4): else 412.
[[nodiscard]] bool is_expected(const Fields& fields, std::string_view etag, std::time_t modified);

/// Whether the client's copy is still good (RFC 9110, 13.2.2): a 304 will do.
[[nodiscard]] bool is_fresh(const Fields& fields, std::string_view etag, std::time_t modified);

}  // namespace hive
