// supervisor/core/alerts.h - the alert queue in the core: reports in, messages out, the verbs.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "lib/control.h"
#include "lib/event_loop.h"
#include "lib/json_fwd.h"
#include "supervisor/core/alert_queue.h"
#include "supervisor/core/courier.h"
#include "supervisor/core/errand.h"

namespace hive {

/// A database that cannot be opened or written is logged and answered as an error; the services
/// run on.
class Alerts {
public:
    /// @param path of the database
    /// @param changed gets an alert, as the verb `alerts` shows it, each time one changes
    Alerts(EventLoop& loop, Errands& errands, const AlertConfig& config, std::string path,
        std::function<void(const Json&)> changed);
    Alerts(const Alerts&) = delete;
    Alerts& operator=(const Alerts&) = delete;
    ~Alerts() = default;

    /// The verbs alert, alerts, alert-acknowledge, alert-mute, alert-unmute, alert-test.
    void serve(ControlServer& control);
    /// Soon, not now: the restart of a service comes first.
    void report_soon(AlertReport report);
    [[nodiscard]] bool is_firing(const std::string& key) const;
    [[nodiscard]] const AlertConfig& config() const { return config_; }

private:
    /// @return the queue, opened now unless it was before
    Result<AlertQueue*> open();
    Result<bool> report(const AlertReport& report);
    Result<Json> list(AlertQueue& queue, const Json& arguments);
    Result<> acknowledge(AlertQueue& queue, const Json& arguments);
    void test(const Json& arguments, const ControlReply& reply);
    static Result<Json> shown(AlertQueue& queue, const Alert& alert);
    void tell(AlertQueue& queue, const Alert& alert);

    EventLoop& loop_;
    Errands& errands_;
    const AlertConfig& config_;
    std::string path_;
    std::function<void(const Json&)> changed_;
    std::optional<AlertQueue> queue_;
    std::unique_ptr<Courier> courier_;
};

}  // namespace hive
