#include "supervisor/portal/paper_routes.h"

#include <algorithm>
#include <filesystem>

#include "lib/file.h"
#include "lib/paths.h"
#include "supervisor/portal/masked_ini.h"
#include "supervisor/portal/page_more.h"
#include "supervisor/portal/reply.h"

namespace hive {
namespace {

constexpr std::int64_t entries_shown = 200;
constexpr std::size_t largest_file = 1 << 20;
constexpr std::size_t most_files = 100;
constexpr std::string_view fragment_end = ".html";

/// Names in a directory that end so, sorted, without the end.
std::vector<std::string> names_in(const std::string& directory, std::string_view ending)
{
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator {directory, error}) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(ending) && names.size() < most_files)
            names.push_back(name.substr(0, name.size() - ending.size()));
    }
    std::ranges::sort(names);
    return names;
}

ConfigurationFile masked_file(const std::string& name)
{
    auto text = read_file(configuration_path(name), largest_file);
    if (!text)
        return {name, std::unexpected {text.error()}};
    return {name, masked_ini(*text)};
}

bool refuse_others(const Viewer& viewer, Responder& responder)
{
    if (viewer.is_admin)
        return false;
    send(responder, message(403, "Refused", "Only members of the group admin may see that."));
    return true;
}

}  // namespace

void PaperRoutes::show_more(const Viewer& viewer, Responder responder) const
{
    send(responder, page(200, more_page(names_in(manual_, fragment_end), source_(), viewer)));
}

void PaperRoutes::show_audit(const Viewer& viewer, Responder responder)
{
    if (refuse_others(viewer, responder))
        return;
    send(responder, page(200, audit_page(notes_.newest(entries_shown), source_(), viewer)));
}

void PaperRoutes::show_configuration(const Viewer& viewer, Responder responder) const
{
    if (refuse_others(viewer, responder))
        return;
    std::vector<ConfigurationFile> files;
    for (const std::string& name : names_in(configuration_path(""), ".ini"))
        files.push_back(masked_file(name + ".ini"));
    send(responder, page(200, configuration_page(files, source_(), viewer)));
}

/// Only a name that is in the directory is opened: nothing outside can be named.
void PaperRoutes::show_manual(
    const HttpRequest& request, const Viewer& viewer, Responder responder) const
{
    const std::string name {request.parameter("page").value_or("")};
    const auto known = names_in(manual_, fragment_end);
    if (std::ranges::find(known, name) == known.end())
        return send(responder, message(404, "Not found", "The manual has no such page."));
    auto text = read_file(manual_ + '/' + name + std::string {fragment_end}, largest_file);
    if (!text)
        return send(responder, message(500, "Not readable", text.error().message() + "."));
    send(responder,
        page(200, manual_page(name, Html::trusted(std::move(*text)), source_(), viewer)));
}

}  // namespace hive
