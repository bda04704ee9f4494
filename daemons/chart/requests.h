// daemons/chart/requests.h - a request that reads or changes something -> its answer, on a worker.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemons/chart/answer_cache.h"
#include "daemons/chart/config.h"
#include "daemons/chart/identity.h"
#include "daemons/chart/notes.h"
#include "daemons/chart/routes.h"
#include "daemons/chart/site.h"
#include "daemons/chart/store.h"
#include "daemons/chart/traffic_store.h"
#include "lib/http_server.h"

namespace hive {

/// What answers are made from. Any thread may use them.
struct Sources {
    const ChartConfig& config;
    const Tokens& tokens;
    Store& store;
    Site& site;
    TrafficStore& traffic;
    AnswerCache& cache;
};

/// For the pages that are open.
struct Event {
    std::string name;
    std::string body;  // JSON
};

/// What a changing request leads to.
struct Changed {
    HttpResponse response;
    std::optional<Event> event;
    bool has_changed_rules = false;  // they are to be looked at now
    /// Of a rule's test: arguments of the supervisor's verb `alert`, a JSON object. The answer
    /// is then the body of `response` and whether that could be sent.
    std::string message;
};

/// What a user who may wants changed.
struct Change {
    std::int64_t id;  // of what is changed; 0 for something new
    std::string body;  // JSON
    Signature signature;
};

/// Answers an operation that reads, Operation::apiaries to decisions but csv. Everything that can
/// be asked of a client is checked here.
[[nodiscard]] HttpResponse answer_reading(
    const Sources& sources, Operation operation, const HttpRequest& request);

/// Answers an operation that changes, Operation::add_note to acknowledge_alert.
[[nodiscard]] Changed answer_changing(
    const Sources& sources, Operation operation, const Change& change);

}  // namespace hive
