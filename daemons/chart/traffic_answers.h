// daemons/chart/traffic_answers.h - the answers made from guard.db; they block, so workers make
// them.
#pragma once

#include <cstdint>
#include <string>

#include "daemons/chart/query.h"
#include "daemons/chart/traffic_store.h"
#include "lib/http_server.h"

namespace hive {

/// What /api/traffic tells besides the traffic.
struct TrafficGreeting {
    std::string user;  // "" when nobody is signed in
    std::string token;  // for POST requests of that user
    bool is_admin = false;  // may ban and undo
    double red_above;  // records a second to one server
    std::int64_t now;  // epoch seconds
};

/// The picture (traffic_picture.h) and the greeting; "store": "missing" and no picture as long
/// as hive-guard has not made its database.
[[nodiscard]] HttpResponse traffic_answer(TrafficStore& store, const TrafficGreeting& greeting);

/// 503 as long as hive-guard has not made its database.
[[nodiscard]] HttpResponse decisions_answer(TrafficStore& store, const DecisionsQuery& query);

}  // namespace hive
