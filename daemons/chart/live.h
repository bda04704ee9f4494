// daemons/chart/live.h - new rows in the store -> events to open pages.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemons/chart/store.h"
#include "daemons/chart/store_watch.h"
#include "lib/daemon.h"
#include "lib/event_loop.h"
#include "lib/http_server.h"
#include "lib/result.h"
#include "lib/worker.h"

namespace hive {

/// An apiary whose samples are not what they were.
struct RowsEvent {
    Apiary apiary;  // as it is now; one that has gone has no samples
    std::int64_t added;  // samples more than before, >= 0

    bool operator==(const RowsEvent&) const = default;
};

/// Compares two states of the apiary table. Pure.
[[nodiscard]] std::vector<RowsEvent> new_rows(
    const std::vector<Apiary>& before, const std::vector<Apiary>& after);

/// Looks at the apiary table whenever the database was written, and every second, on a thread
/// of its own; publishes `rows` events and reports how the store is.
class Live {
public:
    using Report = std::function<void(Health, std::string)>;

    /// @param store_path of the database; store and channel outlive the Live
    static Result<std::unique_ptr<Live>> create(
        EventLoop& loop, const std::string& store_path, EventChannel& channel, Report report);

private:
    /// What one look saw.
    struct Sight {
        bool has_store = false;
        std::optional<std::vector<Apiary>> apiaries;  // nothing when unchanged
    };
    Live(EventLoop& loop, const std::string& store_path, EventChannel& channel, Report report);

    static Result<Sight> see(Store& store);
    void note_write();
    void look_after(std::chrono::milliseconds delay);
    void look();
    void take(Result<Sight> sight);
    void publish(const std::vector<Apiary>& apiaries);
    void tell(Health health, std::string text);

    EventLoop& loop_;
    EventChannel& channel_;
    Report report_;
    Store store_;  // read by the worker only
    std::vector<Apiary> known_;
    bool has_baseline_ = false;  // known_ is what the first look saw
    bool is_looking_ = false;
    bool look_again_ = false;
    std::string told_;
    std::unique_ptr<StoreWatch> watch_;
    Worker worker_ {1, 1};
    Watch every_second_;
    std::chrono::milliseconds delay_;  // of the last pause; grows after a write
    Watch pause_;
};

}  // namespace hive
