// supervisor/portal/collection.h - asks every program of the suite for its metrics.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "lib/event_loop.h"
#include "supervisor/portal/control_questions.h"
#include "supervisor/portal/suite_metrics.h"

namespace hive {

/// Connections to control sockets begin with the first question and stay: Prometheus asks again.
class Collection {
public:
    explicit Collection(EventLoop& loop) : loop_ {loop} { }
    Collection(const Collection&) = delete;
    Collection& operator=(const Collection&) = delete;
    ~Collection() = default;

    using Done = std::move_only_function<void(std::vector<CollectedMetrics>)>;
    /// @param programs as services are called, "hive-ban"; those without metrics are passed over
    /// @param done called when all have answered or their time is over
    void collect(const std::vector<std::string>& programs, Done done);

private:
    struct Round {
        std::vector<CollectedMetrics> collected;
        std::size_t missing = 0;
        Done done;
    };
    [[nodiscard]] ControlQuestions* questions(const std::string& program);

    EventLoop& loop_;
    std::map<std::string, std::unique_ptr<ControlQuestions>> links_;
};

}  // namespace hive
