// supervisor/core/alert_store.h - alerts and their messages in SQLite; no rules, only rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/sqlite.h"
#include "supervisor/core/alert.h"

namespace hive {

struct Alert {
    enum class State { firing, recovered, info };
    std::int64_t id = 0;
    AlertReport report;
    State state = State::firing;
    double fired = 0;  // epoch seconds, as all times here
    double last = 0;  // reported last
    int count = 1;  // reports
    double recovered = 0;  // 0: not yet
    std::string acknowledged_by;
    double acknowledged = 0;  // 0: by nobody
};
[[nodiscard]] std::string_view name_of(Alert::State state);

/// One message to one destination.
struct Delivery {
    enum class State { waiting, sent, dropped };
    std::int64_t id = 0;
    std::int64_t alert = 0;
    std::string destination;
    Occasion occasion = Occasion::fired;
    State state = State::waiting;
    double queued = 0;
    int tries = 0;
    double next_try = 0;
    std::string outcome;  // of the last try
};

struct Mute {
    std::string pattern;  // of keys, fnmatch(3)
    double until = 0;
    std::string by;
};

class AlertStore {
public:
    /// @param path of the database; ":memory:" for a test
    static Result<AlertStore> open(const std::string& path);

    Result<std::optional<Alert>> find(std::int64_t id);
    Result<std::optional<Alert>> find_firing(const std::string& key);
    /// The last notice of that key reported at `since` or later.
    Result<std::optional<Alert>> find_notice(const std::string& key, double since);
    /// Newest first. @param only_firing leaves out what is over
    Result<std::vector<Alert>> list(bool only_firing, int limit);
    Result<std::int64_t> count_firing();
    /// @return its id
    Result<std::int64_t> add(const Alert& alert);
    /// Writes report, state, last, count, recovered and acknowledgement of an alert.
    Result<> update(const Alert& alert);

    Result<std::int64_t> queue(const Delivery& delivery);
    Result<> update(const Delivery& delivery);
    /// Waiting ones of a destination that are due, oldest first, at most 100.
    Result<std::vector<Delivery>> due(const std::string& destination, double now);
    Result<std::vector<Delivery>> deliveries_of(std::int64_t alert);
    /// Messages to a destination that were sent since then, tests left out.
    Result<std::vector<double>> sent_since(const std::string& destination, double since);
    /// When a waiting delivery is to be tried next. @return nothing when none waits
    Result<std::optional<double>> next_try(const std::string& destination);
    Result<std::int64_t> count_waiting(const std::string& destination);
    Result<> drop_oldest(const std::string& destination);
    /// Firing alerts nobody acknowledged, of which that destination was told last before `before`.
    Result<std::vector<std::int64_t>> unreminded(const std::string& destination, double before);

    Result<> mute(const Mute& mute);
    /// @return whether there was such a pattern
    Result<bool> unmute(const std::string& pattern);
    Result<std::vector<Mute>> mutes(double now);

    /// Forgets the oldest of the alerts that are over, with their deliveries.
    Result<> forget_all_but(int kept);

    Sqlite& database() { return database_; }

private:
    explicit AlertStore(Sqlite database) : database_ {std::move(database)} { }
    static Result<std::vector<Alert>> alerts(Statement query);
    Sqlite database_;
};

}  // namespace hive
