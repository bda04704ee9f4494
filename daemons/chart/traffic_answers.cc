#include "daemons/chart/traffic_answers.h"

#include <utility>

#include "daemons/chart/answers.h"
#include "daemons/chart/traffic_picture.h"

namespace hive {

HttpResponse traffic_answer(TrafficStore& store, const TrafficGreeting& greeting)
{
    Json answer {{"user", greeting.user}, {"token", greeting.token}, {"admin", greeting.is_admin},
        {"red_above", greeting.red_above}, {"now", greeting.now}};
    auto picture = store.with([](Sqlite& database) { return traffic_picture(database); });
    if (!picture)
        return store_failed(picture.error());
    const auto& ready = *picture;
    answer["store"] = ready ? "ready" : "missing";
    if (ready)
        answer.update(*ready);
    return json_answer(200, answer);
}

HttpResponse decisions_answer(TrafficStore& store, const DecisionsQuery& query)
{
    const auto found
        = store.with([&](Sqlite& database) { return traffic_decisions(database, query); });
    if (!found)
        return store_failed(found.error());
    const auto& decisions = *found;
    return decisions ? json_answer(200, *decisions)
                     : try_later("hive-guard has not made its database yet");
}

}  // namespace hive
