#include "daemons/guard/verdict.h"

#include <utility>

#include "lib/json.h"

namespace hive {

double seconds_of(EventTime time)
{
    return static_cast<double>(time.time_since_epoch().count()) / 1e6;
}

std::string_view action_name(Decision::Action action)
{
    switch (action) {
    case Decision::Action::dry_run: return "dry-run";
    case Decision::Action::pending: return "pending";
    case Decision::Action::banned: return "banned";
    case Decision::Action::refused: return "refused";
    case Decision::Action::undone: return "undone";
    case Decision::Action::lost: return "lost";
    }
    std::unreachable();
}

Json reasons_json(const std::vector<Reason>& reasons)
{
    auto all = Json::array();
    for (const auto& reason : reasons)
        all.push_back({{"name", reason.name}, {"value", reason.value}, {"weight", reason.weight},
            {"text", reason.text}});
    return all;
}

}  // namespace hive
