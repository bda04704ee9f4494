#include "supervisor/portal/assets.h"

#include <array>
#include <filesystem>
#include <utility>

#include "lib/file.h"

namespace hive {
namespace {

constexpr std::size_t largest_asset = 4 << 20;
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> types {{
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
}};

/// @return "" for a kind no page uses
std::string_view type_of(std::string_view name)
{
    for (const auto& [ending, type] : types)
        if (name.ends_with(ending))
            return type;
    return {};
}

}  // namespace

Result<Assets> Assets::load(const std::string& directory)
{
    Assets assets;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator {directory, error}) {
        const std::string name = entry.path().filename().string();
        const auto type = type_of(name);
        if (type.empty() || name.starts_with('.'))
            continue;
        std::string body = TRY(read_file(entry.path().string(), largest_asset));
        const auto digest = std::hash<std::string> {}(body);
        assets.files_.emplace(name,
            File {
                .type = type, .tag = fmt::format("\"{:016x}\"", digest), .body = std::move(body)});
    }
    if (error)
        return fail("{}: {}", directory, error.message());
    if (assets.files_.empty())
        return fail("{}: no style and no script in it", directory);
    return assets;
}

HttpResponse Assets::answer(std::string_view name, const HttpRequest& request) const
{
    const File& file = files_.find(name)->second;
    HttpResponse response {.headers = {{"ETag", file.tag}, {"Cache-Control", "no-cache"}}};
    if (request.header("If-None-Match") == file.tag) {
        response.status = 304;
        return response;
    }
    response.headers.emplace_back("Content-Type", file.type);
    response.body = file.body;
    return response;
}

}  // namespace hive
