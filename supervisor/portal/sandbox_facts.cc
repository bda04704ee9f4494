#include "supervisor/portal/sandbox_facts.h"

#include <string>

#include <fmt/ranges.h>

#include "supervisor/portal/quantity.h"

namespace hive {
namespace {

Html warning(std::string_view words)
{
    return html(R"(<span class="warn">{}</span>)", words);
}

Html identity(const SandboxStatus& sandbox)
{
    std::vector<std::string> others;
    for (const std::string& group : sandbox.groups)
        if (group != sandbox.group)
            others.push_back(group);
    const std::string also
        = others.empty() ? "" : fmt::format("; also in {}", fmt::join(others, ", "));
    return html("{}, group {}{}", sandbox.user, sandbox.group, also);
}

Html capabilities(const SandboxStatus& sandbox)
{
    if (sandbox.capabilities.empty())
        return html("none");
    const std::string names = fmt::format("{}", fmt::join(sandbox.capabilities, ", "));
    return names == "all" ? warning(names) : html("{}", names);
}

Html privileges(const SandboxStatus& sandbox)
{
    return sandbox.has_no_new_privileges ? html("yes") : warning("not in force: it may gain them");
}

Html refused_calls(const SandboxStatus& sandbox)
{
    return sandbox.refuses_calls ? html("yes, {}", sandbox.refused_calls)
                                 : warning("not in force: it may call everything");
}

Html files(const SandboxStatus& sandbox)
{
    if (sandbox.landlock == 0)
        return warning("not in force: all that its user may");
    std::string writes;
    for (const std::string& path : sandbox.writable)
        writes += path + ", ";
    return html("Landlock {}, reads below {}, writes below {}its own state and logs",
        sandbox.landlock,
        sandbox.readable.empty() ? "nothing" : fmt::format("{}", fmt::join(sandbox.readable, ", ")),
        writes);
}

std::string size_text(std::int64_t bytes)
{
    return megabytes_text(bytes / 1000) + " MB";
}

Html limits(const SandboxStatus& sandbox)
{
    std::vector<std::string> all;
    if (sandbox.files >= 0)
        all.push_back(fmt::format("{} descriptors", sandbox.files));
    if (sandbox.memory >= 0)
        all.push_back(size_text(sandbox.memory) + " of addresses");
    if (sandbox.processes >= 0)
        all.push_back(fmt::format("{} processes of its user", sandbox.processes));
    if (sandbox.file_size >= 0)
        all.push_back("files of " + size_text(sandbox.file_size));
    if (sandbox.core_size >= 0)
        all.push_back(sandbox.core_size == 0 ? "no core dumps"
                                             : "core dumps of " + size_text(sandbox.core_size));
    return all.empty() ? warning("none") : html("{}", fmt::format("{}", fmt::join(all, ", ")));
}

}  // namespace

std::vector<SandboxFact> sandbox_facts(const SandboxStatus& sandbox)
{
    return {{"User", identity(sandbox)}, {"Capabilities", capabilities(sandbox)},
        {"May not gain privileges", privileges(sandbox)},
        {"Refused system calls", refused_calls(sandbox)}, {"Files", files(sandbox)},
        {"Limits", limits(sandbox)}, {"Umask, nice", html("{}, {}", sandbox.umask, sandbox.nice)}};
}

}  // namespace hive
