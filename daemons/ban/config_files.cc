// daemons/ban/config_files.cc - the list of files first, then one merge after the other.
#include "daemons/ban/config_files.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "lib/file.h"
#include "lib/trim.h"

namespace hive {
namespace {

constexpr std::size_t max_file = 1 << 20;
constexpr std::size_t max_files = 200;

std::vector<std::string> lines_of(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        if (const auto line = trimmed(text.substr(0, end)); !line.empty())
            lines.emplace_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string local_of(const std::string& path)
{
    return std::filesystem::path {path}.replace_extension(".local").string();
}

class ConfigFiles {
public:
    explicit ConfigFiles(const FileSource& source) : source_ {source} { }

    Result<FilterIni> read(const std::string& base)
    {
        FilterIni merged;
        for (const FilterIni* file : TRY(expand(existing(base))))
            merged.merge(*file);
        return merged;
    }

private:
    std::vector<std::string> existing(const std::string& base)
    {
        std::vector<std::string> paths;
        const auto directory = base + ".d";
        auto names = source_.list(directory);
        std::ranges::sort(names);
        for (const std::string extension : {".conf", ".local"}) {
            paths.push_back(base + extension);
            for (const auto& name : names)
                if (name.ends_with(extension))
                    paths.push_back(fmt::format("{}/{}", directory, name));
        }
        std::erase_if(paths, [&](const auto& path) { return !source_.read(path); });
        return paths;
    }

    /// Parsed once, however often it is included. A null pointer: there is no such file.
    Result<const FilterIni*> parsed(const std::string& path)
    {
        if (const auto known = files_.find(path); known != files_.end()) {
            const auto& file = known->second;
            return file ? &*file : nullptr;
        }
        const auto text = source_.read(path);
        auto& file = files_[path];
        if (text)
            file = TRY(FilterIni::parse(*text, path));
        return file ? &*file : nullptr;
    }

    /// The files with the .local beside each, and with what each includes, in order.
    Result<std::vector<const FilterIni*>> expand(const std::vector<std::string>& paths)
    {
        std::vector<const FilterIni*> all;
        for (const auto& path : paths) {
            TRY(add(path, all));
            const auto local = local_of(path);
            if (std::ranges::find(paths, local) == paths.end() && source_.read(local))
                TRY(add(local, all));
        }
        return all;
    }

    Result<> add(const std::string& path, std::vector<const FilterIni*>& all)
    {
        if (++visited_ > max_files)
            return fail("more than {} files include each other", max_files);
        const auto* ini = TRY(parsed(path));
        if (ini == nullptr)
            return {};  // an included file may be missing: stock files name some nobody made
        const bool is_outermost = above_.insert(path).second;
        TRY(add_included(path, *ini, "before", all));
        all.push_back(ini);
        TRY(add_included(path, *ini, "after", all));
        if (is_outermost)
            above_.erase(path);
        return {};
    }

    Result<> add_included(const std::string& path, const FilterIni& ini, std::string_view option,
        std::vector<const FilterIni*>& all)
    {
        const auto names = TRY(ini.value("INCLUDES", option));
        for (const auto& name : lines_of(names.value_or(""))) {
            const auto included
                = (std::filesystem::path {path}.parent_path() / name).lexically_normal().string();
            if (!above_.contains(included))
                std::ranges::move(TRY(expand({included})), std::back_inserter(all));
        }
        return {};
    }

    const FileSource& source_;
    std::map<std::string, std::optional<FilterIni>> files_;
    std::set<std::string> above_;  // files that are being expanded
    std::size_t visited_ = 0;
};

}  // namespace

FileSource disk_source()
{
    return {.read = [](const std::string& path) -> std::optional<std::string> {
                auto text = read_file(path, max_file);
                return text ? std::optional {*std::move(text)} : std::nullopt;
            },
        .list =
            [](const std::string& directory) {
                std::vector<std::string> names;
                std::error_code error;
                for (const auto& entry : std::filesystem::directory_iterator {directory, error})
                    names.push_back(entry.path().filename().string());
                return names;
            }};
}

Result<FilterIni> read_config(const std::string& base, const FileSource& source)
{
    if (!source.read(base + ".conf") && !source.read(base + ".local"))
        return fail("{}.conf: cannot be read", base);
    return ConfigFiles {source}.read(base);
}

}  // namespace hive
