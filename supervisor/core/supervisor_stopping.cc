#include <algorithm>

#include "lib/log.h"
#include "supervisor/core/supervisor.h"

namespace hive {

void Supervisor::stop()
{
    if (is_stopping_) {
        for (auto& unit : units_)
            unit.handle(Event::stop_timeout);
        return;
    }
    is_stopping_ = true;
    log::notice("stopping services={}",
        std::ranges::count_if(units_, [](const Unit& u) { return u.pid() > 0; }));
    stop_what_may_stop();
}

void Supervisor::stop_what_may_stop()
{
    const auto is_needed = [this](const Unit& unit) {
        return std::ranges::any_of(dependants(graph_, unit.service().name),
            [this](const std::string& name) { return find(name)->pid() > 0; });
    };
    for (auto& unit : units_)
        if (!is_needed(unit) && unit.state() != State::stopping)
            unit.handle(Event::stop);
    if (std::ranges::all_of(units_, [](const Unit& u) { return u.state() == State::stopped; }))
        daemon_.loop.stop();
}

}  // namespace hive
