#include <filesystem>

#include "lib/file.h"
#include "lib/json.h"
#include "lib/number.h"
#include "lib/paths.h"
#include "tools/hivectl/accounts.h"
#include "tools/hivectl/ask.h"
#include "tools/hivectl/commands.h"
#include "tools/hivectl/monitrc.h"

namespace hive {
namespace {

constexpr std::string_view monit_user = "monit-cli";
constexpr mode_t private_mode = 0600;

/// @return nothing for the text of a socket that is on no port of 127.0.0.1
std::optional<int> loopback_port(std::string_view listen)
{
    constexpr std::string_view loopback = "127.0.0.1:";
    const auto begin = listen.find(loopback);
    if (begin == std::string_view::npos)
        return std::nullopt;
    listen.remove_prefix(begin + loopback.size());
    return take_number<int>(listen);
}

/// The first TCP socket of the portal on a loopback address, as the supervisor tells it.
Result<MonitAccess> portal_access(const Json& status)
{
    const auto services = status.find("services");
    if (services == status.end() || !services->is_array())
        return fail("the supervisor answered without services");
    for (const Json& service : *services) {
        if (text_at(service, "name") != "hive-portal")
            continue;
        for (const Json& listen : service.value("listens", Json::array())) {
            const auto text = listen.is_string() ? listen.get<std::string>() : "";
            if (const auto port = loopback_port(text))
                return MonitAccess {.host = "127.0.0.1", .port = *port};
        }
    }
    return fail("hive-portal listens on no port of 127.0.0.1; monit could not reach it");
}

/// @param path where the file will be, "" for stdout
Result<std::string> own_path(const std::string& path)
{
    const auto listens = ask("portal", "listens", Json::object());
    if (!listens)
        return std::unexpected {listens.error()};
    if (!flag_at(*listens, "tls"))
        return std::string {};
    if (path.empty())
        return fail("the portal speaks TLS, for which monit has to know the file: "
                    "hivectl monitrc FILE");
    return std::filesystem::absolute(path).string();
}

Result<std::string> make_monitrc(const Json& status, const std::string& path)
{
    MonitAccess access = TRY(portal_access(status));
    access.own_path = TRY(own_path(path));
    access.user = monit_user;
    access.password = random_password();
    access.pid_file = runtime_path("supervisor.pid");
    access.state_directory = state_path("");
    while (access.state_directory.ends_with('/'))
        access.state_directory.pop_back();
    TRY(set_account({.name = access.user, .password = access.password, .group = "admin"}));
    return monitrc_text(access, status);
}

}  // namespace

int monitrc(const Invocation& invocation, const Terminal& /*terminal*/)
{
    const auto status = ask("supervisor", "status", Json::object());
    if (!status)
        return complain(status.error().message());
    const auto text
        = make_monitrc(*status, invocation.words.empty() ? "" : invocation.words.front());
    if (!text)
        return complain(text.error().message());
    if (invocation.words.empty()) {
        say(invocation.is_json ? to_text(Json {{"user", monit_user}, {"text", *text}}) + '\n'
                               : *text);
        return 0;
    }
    const auto& path = invocation.words.front();
    if (const auto written = write_file(path, *text, private_mode); !written)
        return complain(written.error().message());
    if (invocation.is_json)
        say(to_text(Json {{"file", path}, {"user", monit_user}}) + '\n');
    else
        say(fmt::format(
            "wrote {} for user {}; use it with: monit -c {} summary\n", path, monit_user, path));
    return 0;
}

}  // namespace hive
