#include "daemons/chart/pages.h"

#include <strings.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include <nettle/sha2.h>

#include "lib/encoding.h"
#include "lib/file.h"

namespace hive {
namespace {

constexpr std::size_t largest_file = 8 << 20;

bool is_plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.'
        || c == '-' || c == '_' || c == '/';
}

/// The elements of a comma-separated header, without surrounding blanks.
std::vector<std::string_view> elements(std::string_view list)
{
    std::vector<std::string_view> found;
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        auto element = list.substr(0, comma);
        list.remove_prefix(std::min(comma + 1, list.size()));
        element.remove_prefix(std::min(element.find_first_not_of(" \t"), element.size()));
        element = element.substr(0, element.find_last_not_of(" \t") + 1);
        if (!element.empty())
            found.push_back(element);
    }
    return found;
}

bool same_word(std::string_view left, std::string_view right)
{
    return left.size() == right.size()
        && ::strncasecmp(left.data(), right.data(), left.size()) == 0;
}

/// "0", "0.", "0.000": a weight that means no (RFC 9110, 12.4.2).
bool is_zero_weight(std::string_view parameters)
{
    const auto weight = parameters.find("q=");
    if (weight == std::string_view::npos)
        return false;
    const auto number = parameters.substr(weight + 2);
    return number.starts_with('0') && number.find_first_of("123456789") == number.npos;
}

/// Device and inode numbers are nobody's business: the tag is a digest of the fingerprint.
std::string tag_of(std::string_view fingerprint)
{
    sha256_ctx context;
    sha256_init(&context);
    sha256_update(
        &context, fingerprint.size(), reinterpret_cast<const std::uint8_t*>(fingerprint.data()));
    std::array<std::uint8_t, 12> digest {};
    sha256_digest(&context, digest.size(), digest.data());
    return fmt::format(
        "\"{}\"", to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()}));
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

bool accepts_coding(std::string_view accept_encoding, std::string_view coding)
{
    for (const auto element : elements(accept_encoding)) {
        const auto end = std::min(element.find(';'), element.size());
        const auto word = element.substr(0, element.substr(0, end).find_last_not_of(" \t") + 1);
        if (same_word(word, coding))
            return !is_zero_weight(element.substr(end));
    }
    return false;
}

bool names_tag(std::string_view if_none_match, std::string_view tag)
{
    for (auto element : elements(if_none_match)) {
        if (element.starts_with("W/"))
            element.remove_prefix(2);
        if (element == "*" || element == tag)
            return true;
    }
    return false;
}

HttpResponse Pages::answer(const HttpRequest& request) const
{
    const auto file = page_file(request.path);
    if (!file)
        return not_found();
    const auto stored = best_form(directory_ + "/" + *file, request.header("Accept-Encoding"));
    if (stored.fingerprint.empty())
        return not_found();
    const std::string tag = tag_of(stored.fingerprint);
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
