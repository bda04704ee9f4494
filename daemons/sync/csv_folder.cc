#include "daemons/sync/csv_folder.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "lib/paths.h"

namespace hive {
namespace {

constexpr std::size_t most_files = 10'000;

bool is_csv(const std::filesystem::path& path)
{
    return path.extension() == ".csv" && !path.filename().string().starts_with('.');
}

Result<std::vector<std::filesystem::path>> files_of(const std::string& folder)
{
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (std::filesystem::directory_iterator entry {folder, error}, end; !error && entry != end;
        entry.increment(error))
        if (is_csv(entry->path()))
            files.push_back(entry->path());
    if (error)
        return fail("open {}: {}", folder, error.message());
    if (files.size() > most_files)
        return fail("{} holds more than {} files", folder, most_files);
    std::ranges::sort(files);
    return files;
}

Result<std::list<SourceConfig>> files_as_sources(const SourceConfig& folder)
{
    std::list<SourceConfig> sources;
    for (const auto& path : TRY(files_of(state_path(folder.uri.path)))) {
        auto& source = sources.emplace_back(folder);
        source.name = fmt::format("{}/{}", folder.name, path.filename().string());
        source.table = path.filename().string();
        source.uri.path = path.string();
    }
    return sources;
}

}  // namespace

std::list<SourceConfig> sources_now(
    const SyncConfig& config, const std::function<void(const SourceConfig&, const Error&)>& failed)
{
    std::list<SourceConfig> sources;
    for (const auto& source : config.sources) {
        if (source.uri.kind != DatabaseUri::Kind::csv) {
            sources.push_back(source);
        } else if (auto files = files_as_sources(source)) {
            sources.splice(sources.end(), *files);
        } else {
            failed(source, files.error());
        }
    }
    return sources;
}

}  // namespace hive
