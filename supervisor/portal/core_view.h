// supervisor/portal/core_view.h - what the supervisor's core told last, kept from its `follow`
// lines.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/json_fwd.h"
#include "lib/result.h"
#include "supervisor/portal/alert_status.h"
#include "supervisor/portal/check_status.h"
#include "supervisor/portal/service_status.h"

namespace hive {

/// What a line of `follow` changed, mildest first.
enum class Change { nothing, figures, alerts, state, everything };

/// The services as the core tells them. Pure: lines in, picture out. Whether the core is
/// there now is CoreLink's to say.
class CoreView {
public:
    struct Step {
        Change change {};
        std::string service;  // or check: whose figures or state
        std::optional<ServiceEvent> event;
    };
    /// One line: {"snapshot": …}, {"service": …}, {"check": …}, {"event": …} or {"alert": …}. An
    /// alert only says that firing() is old.
    /// @return an error, and nothing changed, for a line that is none of these
    Result<Step> apply(const Json& line);

    [[nodiscard]] const std::vector<ServiceStatus>& services() const { return services_; }
    [[nodiscard]] const ServiceStatus* find(std::string_view name) const;
    [[nodiscard]] const std::vector<CheckStatus>& checks() const { return checks_; }
    [[nodiscard]] const CheckStatus* find_check(std::string_view name) const;
    [[nodiscard]] const std::vector<AlertStatus>& firing() const { return firing_; }
    void set_firing(std::vector<AlertStatus> alerts);
    /// Alerts that fire and nobody has acknowledged.
    [[nodiscard]] std::size_t open_alerts() const;
    [[nodiscard]] const std::string& host() const { return host_; }
    [[nodiscard]] const std::string& version() const { return version_; }
    [[nodiscard]] WallTime started() const { return started_; }
    /// Services that are ready.
    [[nodiscard]] std::size_t ready() const;
    /// False until the first snapshot.
    [[nodiscard]] bool is_known() const { return is_known_; }
    /// Another number when anything may have changed.
    [[nodiscard]] std::uint64_t revision() const { return revision_; }

private:
    Result<Step> apply_snapshot(const Json& snapshot);
    Result<Step> apply_service(const Json& object);
    Result<Step> apply_check(const Json& object);

    bool is_known_ = false;
    std::uint64_t revision_ = 0;
    std::string host_;
    std::string version_;
    WallTime started_;
    std::vector<ServiceStatus> services_;  // in the core's order
    std::vector<CheckStatus> checks_;
    std::vector<AlertStatus> firing_;
};

}  // namespace hive
