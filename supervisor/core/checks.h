// supervisor/core/checks.h - all foreign things under watch.
#pragma once

#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "lib/worker.h"
#include "supervisor/core/check.h"

namespace hive {

class Checks {
public:
    /// @param state_path file that holds the names of what is not monitored, over a reboot
    Checks(const std::list<CheckConfig>& configs, EventLoop& loop, Errands& errands,
        ProbeLink& probes, std::string state_path, std::function<void(AlertReport)> alert,
        std::function<void(const Check&, Happening)> happened,
        std::function<void(const Check&)> changed);
    Checks(const Checks&) = delete;
    Checks& operator=(const Checks&) = delete;
    ~Checks() = default;

    enum class Beginning { reboot, next_core };
    /// Begins to look. A next core goes on as the last one was.
    void begin(Beginning beginning);

    [[nodiscard]] Check* find(std::string_view name);
    [[nodiscard]] std::list<Check>& all() { return checks_; }

private:
    void save() const;

    std::string state_path_;
    bool is_begun_ = false;
    std::unique_ptr<Worker> worker_;
    CheckSurroundings surroundings_;
    std::list<Check> checks_;
};

}  // namespace hive
