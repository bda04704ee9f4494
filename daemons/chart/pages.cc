#include "daemons/chart/pages.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "daemons/chart/negotiation.h"
#include "lib/file.h"

namespace hive {
namespace {

constexpr std::size_t largest_file = 8 << 20;

bool is_plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.'
        || c == '-' || c == '_' || c == '/';
}

/// A form in which a file lies in the directory.
struct Stored {
    std::string path;
    std::string coding;  // "" for the file itself
    std::string fingerprint;
};

Stored best_form(const std::string& path, std::string_view accept_encoding)
{
    constexpr auto codings = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"br", ".br"}, {"gzip", ".gz"}});
    for (const auto& [coding, ending] : codings) {
        if (!accepts_coding(accept_encoding, coding))
            continue;
        const auto compressed = fmt::format("{}{}", path, ending);
        if (auto fingerprint = file_fingerprint(compressed); !fingerprint.empty())
            return {compressed, std::string {coding}, std::move(fingerprint)};
    }
    return {path, "", file_fingerprint(path)};
}

HttpResponse not_found()
{
    return HttpResponse::text(404, "There is no such page.\n");
}

}  // namespace

std::optional<std::string> page_file(std::string_view path)
{
    if (!path.starts_with('/') || !std::ranges::all_of(path, is_plain))
        return std::nullopt;
    if (path.contains("/.") || path.contains("//"))
        return std::nullopt;
    std::string file {path.substr(1)};
    if (file.empty() || file.ends_with('/'))
        file += "index.html";
    else if (!file.substr(file.rfind('/') + 1).contains('.'))
        file += ".html";
    return file;
}

std::string_view media_type(std::string_view file)
{
    constexpr auto types = std::to_array<std::pair<std::string_view, std::string_view>>({
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".txt", "text/plain; charset=utf-8"},
        {".woff2", "font/woff2"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".avif", "image/avif"},
        {".ico", "image/x-icon"},
    });
    for (const auto& [ending, type] : types)
        if (file.ends_with(ending))
            return type;
    return "application/octet-stream";
}

HttpResponse Pages::answer(const HttpRequest& request) const
{
    const auto file = page_file(request.path);
    if (!file)
        return not_found();
    const auto stored = best_form(directory_ + "/" + *file, request.header("Accept-Encoding"));
    if (stored.fingerprint.empty())
        return not_found();
    // Device and inode numbers are nobody's business: the tag is a digest of the fingerprint.
    const std::string tag = digest_tag(stored.fingerprint);
    HttpResponse response {
        .headers = {{"ETag", tag}, {"Vary", "Accept-Encoding"}, {"Cache-Control", "no-cache"}}};
    if (names_tag(request.header("If-None-Match"), tag)) {
        response.status = 304;
        return response;
    }
    auto body = read_file(stored.path, largest_file);
    if (!body)
        return not_found();
    response.body = std::move(*body);
    response.headers.emplace_back("Content-Type", media_type(*file));
    if (!stored.coding.empty())
        response.headers.emplace_back("Content-Encoding", stored.coding);
    return response;
}

}  // namespace hive
