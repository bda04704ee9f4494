// supervisor/core/check.h - one foreign thing under watch: its readings, its rules, what follows.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lib/backoff.h"
#include "lib/event_loop.h"
#include "lib/worker.h"
#include "supervisor/core/alert.h"
#include "supervisor/core/check_config.h"
#include "supervisor/core/errand.h"
#include "supervisor/core/history.h"
#include "supervisor/core/lifecycle.h"
#include "supervisor/core/probe_link.h"

namespace hive {

class Check;

/// What a check needs of the supervisor around it.
struct CheckSurroundings {
    EventLoop& loop;
    Worker* worker;  // takes readings, which may wait for a disk; null without checks
    Errands& errands;
    ProbeLink& probes;
    std::function<void(AlertReport)> alert;
    std::function<void(const Check&, Happening)> happened;
    std::function<void(const Check&)> changed;  // its state, or what was seen
    std::function<void()> monitoring_changed;
};

class Check {
public:
    enum class State { starting, ready, degraded, unmonitored };

    /// @param config and surroundings outlive the check
    Check(const CheckConfig& config, CheckSurroundings& surroundings);
    Check(const Check&) = delete;
    Check& operator=(const Check&) = delete;
    ~Check() = default;

    /// Looks now and from then on.
    void monitor();
    void unmonitor();
    /// start, stop, restart as an operator asks, by its own programs.
    /// @return an error when it has none for that
    Result<> operate(Event event, std::string_view by);
    /// Looks once, whatever the time.
    void look();

    [[nodiscard]] const CheckConfig& config() const { return config_; }
    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] bool is_monitored() const { return state_ != State::unmonitored; }
    [[nodiscard]] const std::string& status() const { return status_; }
    [[nodiscard]] double since() const { return since_; }
    [[nodiscard]] double looked() const { return looked_; }
    [[nodiscard]] const std::optional<Reading>& reading() const { return reading_; }
    [[nodiscard]] std::vector<std::string> raised_rules() const;

private:
    struct Watched {
        Rule rule;
        RuleCounter counter;
        int acted = 0;  // times in a row
        double act_again = 0;  // seconds of the steady clock
    };
    void tick();
    [[nodiscard]] bool is_time() const;
    void run_program();
    void probe_host();
    void judge(Reading reading);
    void judge(Watched& watched, const Reading& reading);
    void raise(const Watched& watched, const Reading& reading);
    void clear(const Watched& watched);
    void act(Watched& watched);
    void run(const Command& command, std::function<void()> then = {});
    void enter(State state);
    void say(std::string_view kind, std::string text);

    const CheckConfig& config_;
    CheckSurroundings& surroundings_;
    State state_ = State::starting;
    double since_;
    double looked_ = 0;  // epoch seconds, 0: never
    std::string status_;
    std::optional<Reading> reading_;
    std::vector<Watched> rules_;
    int ticks_ = 0;
    bool is_looking_ = false;
    bool is_acting_ = false;
    Watch timer_;
};

[[nodiscard]] std::string_view name_of(Check::State state);

/// What people see of a check; metrics with it.
[[nodiscard]] Json status_of(const Check& check);

}  // namespace hive
