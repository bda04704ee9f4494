#include "supervisor/portal/sandbox_status.h"

#include "lib/json.h"
#include "supervisor/portal/service_status.h"

namespace hive {
namespace {

void read_limits(SandboxStatus& sandbox, const Json& object)
{
    const auto limits = object.find("limits");
    if (limits == object.end() || !limits->is_object())
        return;
    sandbox.files = integer_at(*limits, "files", -1);
    sandbox.core_size = integer_at(*limits, "core_size", -1);
    sandbox.memory = integer_at(*limits, "memory", -1);
    sandbox.processes = integer_at(*limits, "processes", -1);
    sandbox.file_size = integer_at(*limits, "file_size", -1);
}

}  // namespace

std::optional<SandboxStatus> parse_sandbox_status(const Json& service)
{
    const auto found = service.find("sandbox");
    if (found == service.end() || !found->is_object())
        return std::nullopt;
    SandboxStatus sandbox {.user = text_at(*found, "user"),
        .group = text_at(*found, "group"),
        .groups = texts_at(*found, "groups"),
        .capabilities = texts_at(*found, "capabilities"),
        .has_no_new_privileges = flag_at(*found, "no_new_privileges"),
        .refuses_calls = flag_at(*found, "seccomp"),
        .refused_calls = integer_at(*found, "refused_calls"),
        .landlock = integer_at(*found, "landlock"),
        .readable = texts_at(*found, "readable"),
        .writable = texts_at(*found, "writable"),
        .umask = text_at(*found, "umask"),
        .nice = integer_at(*found, "nice")};
    read_limits(sandbox, *found);
    return sandbox;
}

Json sandbox_json(const std::optional<SandboxStatus>& sandbox)
{
    if (!sandbox)
        return nullptr;
    return {{"user", sandbox->user}, {"group", sandbox->group}, {"groups", sandbox->groups},
        {"capabilities", sandbox->capabilities},
        {"no_new_privileges", sandbox->has_no_new_privileges}, {"seccomp", sandbox->refuses_calls},
        {"refused_calls", sandbox->refused_calls}, {"landlock", sandbox->landlock},
        {"readable", sandbox->readable}, {"writable", sandbox->writable}, {"umask", sandbox->umask},
        {"nice", sandbox->nice},
        {"limits",
            {{"files", sandbox->files}, {"core_size", sandbox->core_size},
                {"memory", sandbox->memory}, {"processes", sandbox->processes},
                {"file_size", sandbox->file_size}}}};
}

}  // namespace hive
