#include "daemons/proxy/static_files.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>

#include <fmt/format.h>

#include "daemons/proxy/http_date.h"
#include "daemons/proxy/open_beneath.h"
#include "lib/trim.h"

namespace hive {

namespace {

struct Ending {
    std::string_view ending;
    std::string_view type;
};
constexpr auto endings = std::to_array<Ending>({
    {".atom", "application/atom+xml"},
    {".avif", "image/avif"},
    {".bmp", "image/bmp"},
    {".css", "text/css; charset=utf-8"},
    {".csv", "text/csv; charset=utf-8"},
    {".flac", "audio/flac"},
    {".geojson", "application/geo+json"},
    {".gif", "image/gif"},
    {".gz", "application/gzip"},
    {".htm", "text/html; charset=utf-8"},
    {".html", "text/html; charset=utf-8"},
    {".ico", "image/x-icon"},
    {".jpeg", "image/jpeg"},
    {".jpg", "image/jpeg"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".jsonld", "application/ld+json"},
    {".m4a", "audio/mp4"},
    {".map", "application/json"},
    {".md", "text/markdown; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".mp3", "audio/mpeg"},
    {".mp4", "video/mp4"},
    {".oga", "audio/ogg"},
    {".ogg", "audio/ogg"},
    {".otf", "font/otf"},
    {".pdf", "application/pdf"},
    {".png", "image/png"},
    {".svg", "image/svg+xml"},
    {".tar", "application/x-tar"},
    {".tif", "image/tiff"},
    {".tiff", "image/tiff"},
    {".ttf", "font/ttf"},
    {".txt", "text/plain; charset=utf-8"},
    {".wav", "audio/wav"},
    {".wasm", "application/wasm"},
    {".webmanifest", "application/manifest+json"},
    {".webm", "video/webm"},
    {".webp", "image/webp"},
    {".woff", "font/woff"},
    {".woff2", "font/woff2"},
    {".xhtml", "application/xhtml+xml"},
    {".xml", "application/xml"},
    {".zip", "application/zip"},
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

/// RFC 9110, 8.8.3.2. Our tags are strong.
enum class Comparison { weak, strong };

bool names_etag(std::string_view list, std::string_view etag, Comparison comparison)
{
    if (list == "*")
        return true;
    while (!list.empty()) {
        auto word = next_list_word(list);
        if (comparison == Comparison::weak && word.starts_with("W/"))
            word.remove_prefix(2);
        if (word == etag)
            return true;
    }
    return false;
}

std::string_view ending_of(std::string_view coding)
{
    return coding == "br" ? ".br" : ".gz";
}

/// Whether a list like "gzip;q=0.5, br" names the coding, and not with a weight of 0.
bool takes_coding(std::string_view list, std::string_view coding)
{
    while (!list.empty()) {
        const auto word = next_list_word(list);
        const auto semicolon = word.find(';');
        if (!equal_ignoring_case(trimmed(word.substr(0, semicolon)), coding))
            continue;
        const auto weight
            = semicolon == std::string_view::npos ? "" : trimmed(word.substr(semicolon + 1));
        return !weight.starts_with("q=0")
            || weight.find_first_of("123456789") != std::string_view::npos;
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

FileLookup find_static_file(
    const std::string& directory, std::string_view path, std::span<const std::string_view> codings)
{
    if (is_hidden(path))
        return FileMissing {};
    const Fd root {::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (!root)
        return FileMissing {};
    std::string name {path.substr(1)};
    if (path.ends_with('/'))
        name += "index.html";
    for (const auto coding : codings) {
        auto found
            = describe(open_beneath(root.get(), name + std::string {ending_of(coding)}), name);
        auto* const file = std::get_if<StaticFile>(&found);
        if (file == nullptr)
            continue;
        file->coding = coding;
        return found;
    }
    return describe(open_beneath(root.get(), name), name);
}

std::vector<std::string_view> accepted_codings(const Fields& fields)
{
    std::vector<std::string_view> codings;
    const auto accepted = field_value(fields, "accept-encoding");
    for (const std::string_view coding : {"br", "gzip"})
        if (takes_coding(accepted, coding))
            codings.push_back(coding);
    return codings;
}

bool is_expected(const Fields& fields, std::string_view etag, std::time_t modified)
{
    if (const auto* const list = find_field(fields, "if-match"); list != nullptr)
        return names_etag(list->value, etag, Comparison::strong);
    const auto since = parse_http_date(std::string {field_value(fields, "if-unmodified-since")});
    return !since || modified <= *since;
}

bool is_fresh(const Fields& fields, std::string_view etag, std::time_t modified)
{
    if (const auto* const list = find_field(fields, "if-none-match"); list != nullptr)
        return names_etag(list->value, etag, Comparison::weak);
    const auto since = parse_http_date(std::string {field_value(fields, "if-modified-since")});
    return since && modified <= *since;
}

}  // namespace hive
