#include "tools/hivectl/ask.h"

#include <cstdlib>

#include <pwd.h>
#include <unistd.h>

#include "lib/control.h"
#include "lib/json.h"
#include "lib/paths.h"

namespace hive {
namespace {

/// The lib says "connect unix:PATH: why"; a person wants to know what to do.
Error explain(std::string_view program, const std::string& path, const Error& error)
{
    if (error.message().starts_with("connect "))
        return Error {fmt::format("hive-{} does not answer on {}: {}", program, path,
            error.message().substr(error.message().rfind(": ") + 2))};
    return Error {error.message()};
}

}  // namespace

Result<Json> ask(std::string_view program, std::string_view verb, const Json& arguments,
    const std::function<void(const Json&)>& line)
{
    if (program.starts_with("hive-"))
        program.remove_prefix(5);
    const auto path = runtime_path(fmt::format("{}.sock", program));
    auto answer = control_request(path, verb, arguments, line);
    if (!answer)
        return std::unexpected {explain(program, path, answer.error())};
    answer->erase("done");
    return answer;
}

std::string own_user()
{
    if (const char* user = std::getenv("SUDO_USER"); user != nullptr && *user != '\0')
        return user;
    const auto* account = ::getpwuid(::getuid());
    return account != nullptr ? account->pw_name : fmt::format("uid {}", ::getuid());
}

}  // namespace hive
