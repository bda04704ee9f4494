// daemons/sync/troubles.h - what of the runs is worth an alert, and when it is over. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "daemons/sync/config.h"
#include "daemons/sync/run.h"
#include "lib/json_fwd.h"

namespace hive {

/// Keys of its alerts: sync:away:SOURCE, sync:difference:SOURCE, sync:quarantine, sync:disk.
class Troubles {
public:
    using Clock = std::chrono::steady_clock;

    explicit Troubles(const AlertConfig& config) : config_ {config} { }

    /// The arguments of the supervisor's verb `alert` that a copy calls for.
    [[nodiscard]] std::vector<Json> after_copy(const RunResult& result, Clock::time_point now);
    [[nodiscard]] std::vector<Json> after_comparison(const CompareResult& result);

private:
    enum class State { unknown, fine, firing };
    struct Alert {
        std::string key;
        std::string severity;
        std::string subject;
        std::string text;
    };

    void fire(std::vector<Json>& messages, const Alert& alert);
    void recover(std::vector<Json>& messages, const std::string& key, const std::string& subject);
    void look_at_source(
        std::vector<Json>& messages, const SourceResult& source, Clock::time_point now);
    void look_at_disk(std::vector<Json>& messages, const RunResult& result);
    void look_at_quarantine(std::vector<Json>& messages, const RunResult& result);

    const AlertConfig& config_;
    std::map<std::string, State> states_;  // by key: a few for each source
    std::map<std::string, Clock::time_point> failing_since_;  // by source
    std::int64_t rows_ = 0;  // since the quarantine was looked at
    std::int64_t quarantined_ = 0;
};

}  // namespace hive
