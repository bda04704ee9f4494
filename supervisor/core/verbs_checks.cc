#include <algorithm>

#include "lib/json.h"
#include "supervisor/core/look.h"
#include "supervisor/core/process.h"
#include "supervisor/core/supervisor.h"
#include "supervisor/core/verbs.h"

namespace hive {
namespace {

void procmatch(const Json& arguments, const ControlReply& reply)
{
    const auto found = matching_processes(text_at(arguments, "pattern"));
    if (!found)
        return reply.fail(found.error().message());
    auto list = Json::array();
    for (const auto pid : *found)
        if (auto process = look_at_process(pid))
            list.push_back({{"pid", pid}, {"name", process->name}});
    reply.done({{"processes", list}});
}

}  // namespace

void Verbs::serve_checks(ControlServer& control)
{
    const std::vector<std::string> users {"hive-portal"};
    control.verb("validate", "Looks at every check now, whatever the time.", users,
        [this](const Json& /*arguments*/, const ControlReply& reply) { validate(reply); });
    control.verb("procmatch", R"(Processes whose command line matches "pattern".)", users,
        [](const Json& arguments, const ControlReply& reply) { procmatch(arguments, reply); });
}

std::vector<Check*> Verbs::checks_asked_for(const Json& arguments)
{
    const auto name = text_at(arguments, "name");
    const auto group = text_at(arguments, "group");
    std::vector<Check*> found;
    for (auto& check : supervisor_.checks().all()) {
        const auto& groups = check.config().groups;
        const bool is_in = group.empty() ? name == "all" || name == check.config().name
                                         : std::ranges::find(groups, group) != groups.end();
        if (is_in)
            found.push_back(&check);
    }
    return found;
}

Result<> Verbs::operate(Event event, Check& check, const std::string& by)
{
    if (event == Event::monitor)
        check.monitor();
    else if (event == Event::unmonitor)
        check.unmonitor();
    else
        return check.operate(event, by);
    return {};
}

void Verbs::publish(const Check& check)
{
    if (!followers_.empty())
        broadcast({{"check", status_of(check)}});
}

void Verbs::validate(const ControlReply& reply)
{
    supervisor_.look_now();
    reply.done();
}

}  // namespace hive
