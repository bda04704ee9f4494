// supervisor/core/alert_queue.h - which report becomes a message, to whom and when. No I/O but its
// store; the time is a parameter.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "supervisor/core/alert_config.h"
#include "supervisor/core/alert_message.h"
#include "supervisor/core/alert_store.h"

namespace hive {

/// A message ready to go: several alerts when the rate of its destination is used up.
struct Parcel {
    const DestinationConfig* destination = nullptr;  // of the configuration
    std::vector<Delivery> deliveries;
    std::vector<Told> told;
};

/// Bounds: 500 messages wait for a destination (the oldest is dropped for a new one), 2000 alerts
/// fire (a further one is refused), AlertConfig::kept are remembered once they are over.
class AlertQueue {
public:
    /// @param config outlives the queue
    static Result<AlertQueue> open(const AlertConfig& config, const std::string& path);

    /// @param now epoch seconds, here and below
    /// @return false when nothing new came of it: the key fires already, or has long recovered.
    ///         An error for a destination that does not exist.
    Result<bool> report(const AlertReport& report, double now);
    /// A message to one destination, past all filters. @return id of its delivery
    Result<std::int64_t> test(std::string_view destination, std::string_view by, double now);

    /// What is to be sent now; reminders among it. Each waits still until it is settled.
    /// @param busy destinations that are left out: something is on its way to them
    Result<std::vector<Parcel>> due(double now, const std::set<std::string>& busy = {});
    /// @param retry_after seconds to the next try; nothing: it was delivered
    /// @param outcome words of the server, or what went wrong
    Result<> settle(
        Parcel parcel, std::optional<double> retry_after, const std::string& outcome, double now);
    /// When due() may have something again. @return nothing while there is nothing to wait for
    Result<std::optional<double>> next_due(double now, const std::set<std::string>& busy = {});

    /// @return the alert as it is now, an error when there is none with that id
    Result<Alert> acknowledge(std::int64_t id, std::string_view by, double now);
    Result<> acknowledge_all(std::string_view by, double now);

    /// Whether a key fires; no look into the database.
    [[nodiscard]] bool is_firing(const std::string& key) const { return firing_.contains(key); }
    [[nodiscard]] const DestinationConfig* find_destination(std::string_view name) const;
    AlertStore& store() { return store_; }

private:
    AlertQueue(const AlertConfig& config, AlertStore store);
    Result<bool> fire(const AlertReport& report, double now);
    Result<bool> recover(const AlertReport& report, double now);
    Result<bool> note(const AlertReport& report, double now);
    Result<> queue_messages(const Alert& alert, Occasion occasion, double now);
    Result<> remind(const DestinationConfig& destination, double now);
    Result<std::vector<Parcel>> pack(const DestinationConfig& destination, double now);
    Result<bool> is_muted(const std::string& key, double now);

    const AlertConfig* config_;
    AlertStore store_;
    std::set<std::string> firing_;
};

}  // namespace hive
