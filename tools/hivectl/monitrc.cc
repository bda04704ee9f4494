#include "tools/hivectl/monitrc.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "lib/json.h"

namespace hive {
namespace {

struct Kind {
    std::string_view type;  // of [check NAME]
    std::string_view words;  // of monit's control file; {} is the name
};
/// What monit must be given to accept an entry. It looks at nothing: the portal answers.
constexpr std::array<Kind, 8> kinds {{
    {"process", "check process \"{}\" with pidfile /nonexistent"},
    {"program", "check program \"{}\" with path /bin/true\n    if status != 0 then alert"},
    {"file", "check file \"{}\" with path /nonexistent"},
    {"directory", "check directory \"{}\" with path /nonexistent"},
    {"fifo", "check fifo \"{}\" with path /nonexistent"},
    {"filesystem", "check filesystem \"{}\" with path /nonexistent"},
    {"host", "check host \"{}\" with address 127.0.0.1\n    if failed ping then alert"},
    {"network", "check network \"{}\" with interface lo"},
}};

std::string entry(const Json& object, std::string_view type)
{
    const auto* const kind = std::ranges::find(kinds, type, &Kind::type);
    if (kind == kinds.end())
        return {};
    std::string text = fmt::format(fmt::runtime(kind->words), text_at(object, "name")) + '\n';
    const auto groups = object.find("groups");
    if (groups != object.end() && groups->is_array())
        for (const Json& group : *groups)
            if (group.is_string())
                text += fmt::format("    group \"{}\"\n", group.get<std::string>());
    return text;
}

template <class Take>
void each_of(const Json& status, const char* key, Take take)
{
    const auto list = status.find(key);
    if (list != status.end() && list->is_array())
        for (const Json& object : *list)
            take(object);
}

/// monit's control file knows one system; the host's name unless a check is of that type.
std::string system_name(const Json& status)
{
    std::string name = text_at(status, "host", "localhost");
    each_of(status, "checks", [&](const Json& check) {
        if (text_at(check, "type") == "system")
            name = text_at(check, "name");
    });
    return name;
}

/// monit wants a certificate for the server it would be. It never is one: any private file will do.
std::string tls_words(const MonitAccess& access)
{
    return access.own_path.empty()
        ? std::string {}
        : fmt::format("    with ssl {{ pemfile: {} }}\n", access.own_path);
}

}  // namespace

std::string monitrc_text(const MonitAccess& access, const Json& status)
{
    std::string text = fmt::format(
        "# For monit's command line, which asks hive-portal; made by hivectl monitrc.\n"
        "set pidfile {}\nset idfile {}/monit.id\nset statefile {}/monit.state\n"
        "set httpd port {} and use address {}\n{}    allow {}:\"{}\"\n"
        "check system \"{}\"\n",
        access.pid_file, access.state_directory, access.state_directory, access.port, access.host,
        tls_words(access), access.user, access.password, system_name(status));
    each_of(status, "services", [&](const Json& service) { text += entry(service, "process"); });
    each_of(
        status, "checks", [&](const Json& check) { text += entry(check, text_at(check, "type")); });
    return text;
}

}  // namespace hive
