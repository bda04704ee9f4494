// supervisor/core/history.h - what happened to the services, the newest of it.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "lib/json_fwd.h"
#include "lib/result.h"

namespace hive {

struct Happening {
    std::int64_t id = 0;  // rising, over restarts of the core, too
    double time = 0;  // epoch seconds
    std::string service;
    std::string kind;  // starting ready degraded exited backoff stopping stopped misconfigured
                       // adopted operator probe unmonitored
    std::string text;
    std::vector<std::string> lines;  // the last of its log, on exits
};

[[nodiscard]] Json to_json(const Happening& happening);
/// One line of JSON, with its end.
[[nodiscard]] std::string to_line(const Happening& happening);
[[nodiscard]] Happening happening_from(const Json& object);

/// A ring: the oldest makes room.
class History {
public:
    explicit History(std::size_t room) : room_ {room} { }

    /// Gives it the next id. @return what was added
    const Happening& add(Happening happening);
    /// Newest first. @param service "" for all
    /// @param kind "" for all @param before only ids below it, 0 for all
    [[nodiscard]] std::vector<const Happening*> newest(std::string_view service, std::size_t limit,
        std::string_view kind = "", std::int64_t before = 0) const;
    /// What is older is in the database alone. @return 0 when there is none
    [[nodiscard]] std::int64_t oldest_id() const { return ring_.empty() ? 0 : ring_.front().id; }

    /// The last ones as lines of JSON, oldest first.
    [[nodiscard]] std::string saved(std::size_t limit) const;
    /// Takes lines that were saved; a line cut short is passed over.
    void restore(std::string_view saved);
    /// @param newest_first as the database has them
    void restore(const std::vector<Happening>& newest_first);

private:
    void put(Happening happening);

    std::size_t room_;
    std::int64_t next_id_ = 1;
    std::deque<Happening> ring_;
};

}  // namespace hive
