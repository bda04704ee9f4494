#include <chrono>
#include <thread>

#include "lib/daemon.h"
#include "lib/json.h"
#include "tools/hivectl/answer.h"
#include "tools/hivectl/ask.h"
#include "tools/hivectl/commands.h"
#include "tools/hivectl/configuration_check.h"
#include "tools/hivectl/service_view.h"

namespace hive {
namespace {

constexpr std::string_view supervisor = "supervisor";
constexpr std::chrono::milliseconds wait_interval {100};

double now()
{
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration<double> {since_epoch}.count();
}

/// Of a service of Hive whose configuration is newer than it. @return 0, or an exit status
int check_newer_configuration(const Json& service)
{
    const auto name = text_at(service, "name");
    if (!flag_at(service, "outdated") || !name.starts_with("hive-"))
        return 0;
    // Not in the path: the service itself will look.
    return check_configuration(name, text_at(service, "configuration_file")).value_or(0);
}

}  // namespace

int show_status(const Invocation& invocation, const Terminal& terminal)
{
    auto status = ask(supervisor, "status", Json::object());
    if (status && !invocation.group.empty())
        status = only_group(*status, invocation.group);
    if (!status)
        return complain(status.error().message());
    if (invocation.words.empty()) {
        say(invocation.is_json ? to_text(*status) + '\n'
                               : services_table(*status, now(), terminal));
        return 0;
    }
    const auto* service = find_service(*status, invocation.words.front());
    if (const auto* check = find_check(*status, invocation.words.front());
        service == nullptr && check != nullptr) {
        say(invocation.is_json ? to_text(*check) + '\n' : check_facts(*check, now(), terminal));
        return 0;
    }
    if (service == nullptr)
        return complain(fmt::format("no service is called '{}'", invocation.words.front()));
    say(invocation.is_json ? to_text(*service) + '\n' : service_facts(*service, now(), terminal));
    return 0;
}

int operate(const Invocation& invocation, const Terminal& /*terminal*/)
{
    if (!invocation.group.empty()) {
        const auto answer = ask(
            supervisor, invocation.command, {{"group", invocation.group}, {"by", own_user()}});
        if (!answer)
            return complain(answer.error().message());
        if (invocation.is_json)
            say(to_text(Json {{"group", invocation.group}, {"accepted", true}}) + '\n');
        return 0;
    }
    int status = 0;
    for (const auto& name : invocation.words) {
        const auto answer
            = ask(supervisor, invocation.command, {{"name", name}, {"by", own_user()}});
        if (!answer)
            status = complain(answer.error().message());
        else if (invocation.is_json)
            say(fmt::format("{}\n", to_text({{"name", name}, {"accepted", true}})));
    }
    return status;
}

int wait_until_up(const Invocation& invocation, const Terminal& /*terminal*/)
{
    const auto deadline = std::chrono::steady_clock::now() + invocation.timeout;
    for (;;) {
        const auto status = ask(supervisor, "status", Json::object());
        const auto missing = status ? services_down(*status) : status.error().message();
        if (missing.empty())
            return done(invocation);
        if (std::chrono::steady_clock::now() >= deadline)
            return complain(fmt::format("after {} s: {}", invocation.timeout.count(), missing));
        std::this_thread::sleep_for(wait_interval);
    }
}

int check_health(const Invocation& invocation, const Terminal& /*terminal*/)
{
    const auto status = ask(supervisor, "status", Json::object());
    const auto missing = status ? services_down(*status) : status.error().message();
    if (invocation.is_json)
        say(fmt::format("{}\n", to_text({{"healthy", missing.empty()}, {"text", missing}})));
    else
        say(missing.empty() ? "healthy\n" : missing + '\n');
    return missing.empty() ? 0 : 1;
}

int reload(const Invocation& invocation, const Terminal& /*terminal*/)
{
    const auto status = ask(supervisor, "status", Json::object());
    if (!status)
        return complain(status.error().message());
    for (const auto& service : status->value("services", Json::array()))
        if (const int found = check_newer_configuration(service); found != 0)
            return found;
    const auto answer = ask(supervisor, "reload", Json::object());
    return answer ? done(invocation) : complain(answer.error().message());
}

int shut_down(const Invocation& invocation, const Terminal& /*terminal*/)
{
    const auto answer = ask(supervisor, "shutdown", Json::object());
    return answer ? done(invocation) : complain(answer.error().message());
}

int show_version(const Invocation& invocation, const Terminal& /*terminal*/)
{
    const auto answer = ask(supervisor, "version", Json::object());
    const auto running = answer ? text_at(*answer, "version") : "not running";
    if (invocation.is_json)
        say(fmt::format("{}\n", to_text({{"hivectl", version()}, {"supervisor", running}})));
    else
        say(fmt::format("hivectl {}\nhive-supervisor {}\n", version(), running));
    return 0;
}

}  // namespace hive
