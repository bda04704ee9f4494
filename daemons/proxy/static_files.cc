#include "daemons/proxy/static_files.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>

#include <fmt/format.h>

#include "daemons/proxy/http_date.h"
#include "daemons/proxy/open_beneath.h"

namespace hive {

namespace {

struct Ending {
    std::string_view ending;
    std::string_view type;
};
constexpr auto endings = std::to_array<Ending>({
    {".avif", "image/avif"},
    {".css", "text/css; charset=utf-8"},
    {".csv", "text/csv; charset=utf-8"},
    {".gif", "image/gif"},
    {".htm", "text/html; charset=utf-8"},
    {".html", "text/html; charset=utf-8"},
    {".ico", "image/x-icon"},
    {".jpeg", "image/jpeg"},
    {".jpg", "image/jpeg"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".mp4", "video/mp4"},
    {".pdf", "application/pdf"},
    {".png", "image/png"},
    {".svg", "image/svg+xml"},
    {".txt", "text/plain; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".webmanifest", "application/manifest+json"},
    {".webp", "image/webp"},
    {".woff", "font/woff"},
    {".woff2", "font/woff2"},
    {".xml", "application/xml"},
});

bool is_hidden(std::string_view path)
{
    for (auto at = path.find("/."); at != std::string_view::npos; at = path.find("/.", at + 1))
        if (!path.substr(at).starts_with("/.well-known/"))
            return true;
    return false;
}

FileLookup describe(Fd fd, std::string_view path)
{
    struct stat status {};
    if (!fd || ::fstat(fd.get(), &status) != 0)
        return FileMissing {};
    if (S_ISDIR(status.st_mode))
        return DirectoryWithoutSlash {};
    if (!S_ISREG(status.st_mode))
        return FileMissing {};
    const auto& time = status.st_mtim;
    return StaticFile {.fd = std::move(fd),
        .size = static_cast<std::uint64_t>(status.st_size),
        .modified = time.tv_sec,
        .type = media_type(path),
        .etag = fmt::format("\"{:x}-{:x}-{:x}\"", time.tv_sec, time.tv_nsec, status.st_size)};
}

/// The weak comparison of RFC 9110, 8.8.3.2.
bool names_etag(std::string_view list, std::string_view etag)
{
    if (list == "*")
        return true;
    while (!list.empty()) {
        auto word = next_list_word(list);
        if (word.starts_with("W/"))
            word.remove_prefix(2);
        if (word == etag)
            return true;
    }
    return false;
}

}  // namespace

std::string_view media_type(std::string_view path)
{
    const auto dot = path.rfind('.');
    if (dot != std::string_view::npos)
        for (const auto& entry : endings)
            if (equal_ignoring_case(path.substr(dot), entry.ending))
                return entry.type;
    return "application/octet-stream";
}

FileLookup find_static_file(const std::string& directory, std::string_view path)
{
    if (is_hidden(path))
        return FileMissing {};
    const Fd root {::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (!root)
        return FileMissing {};
    std::string name {path.substr(1)};
    if (path.ends_with('/'))
        name += "index.html";
    return describe(open_beneath(root.get(), name), name);
}

bool is_fresh(const Fields& fields, std::string_view etag, std::time_t modified)
{
    if (const auto* const list = find_field(fields, "if-none-match"); list != nullptr)
        return names_etag(list->value, etag);
    const auto since = parse_http_date(std::string {field_value(fields, "if-modified-since")});
    return since && modified <= *since;
}

}  // namespace hive
