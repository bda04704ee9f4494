// daemons/guard/verdict.h - what is said against a client, and what is done about it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "lib/address.h"
#include "lib/json_fwd.h"

namespace hive {

using EventTime = std::chrono::sys_time<std::chrono::microseconds>;
/// Since 1970, as the database and the control verbs have it.
[[nodiscard]] double seconds_of(EventTime time);

/// Why: a rule or a feature, what was measured, how much it weighed.
struct Reason {
    std::string name;
    double value = 0;
    double weight = 0;
    std::string text;  // a sentence
};

constexpr std::size_t max_reasons = 3;
constexpr std::size_t max_sample_lines = 5;

/// One strike.
struct Verdict {
    EventTime time;
    Address client;  // client_address() of it
    std::string server;
    std::string class_name;
    std::string by;  // "rule scan", "model http", "operator"
    double score = 0;  // 0 to 1
    std::vector<Reason> reasons;  // the strongest first, at most max_reasons
    std::vector<std::string> lines;  // at most max_sample_lines
    std::string claimed_domain {};  // of the safe agent the client says it is, to be checked
};

/// What the policy made of a verdict.
struct Decision {
    enum class Action { dry_run, pending, banned, refused, undone, lost };
    Verdict verdict;
    Action action = Action::pending;
    std::string why;  // of a refusal
    std::chrono::seconds ban_time {0};
};

/// "dry-run", "pending" …: guard.db's decision.action.
[[nodiscard]] std::string_view action_name(Decision::Action action);

[[nodiscard]] Json reasons_json(const std::vector<Reason>& reasons);

}  // namespace hive
