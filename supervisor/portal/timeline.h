// supervisor/portal/timeline.h - which states a service was in, and when.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include "supervisor/portal/picture.h"
#include "supervisor/portal/quantity.h"
#include "supervisor/portal/service_status.h"

namespace hive {

/// The state changes of one service, at most `max_changes`; the oldest are forgotten.
class Timeline {
public:
    static constexpr std::size_t max_changes = 512;

    /// Changes may come late or twice (an event and a status tell of the same one).
    void add(WallTime time, ServiceState state);
    /// A process that ended: trouble, unless it was being stopped.
    void add_exit(WallTime time);

    /// When what is known begins.
    [[nodiscard]] std::optional<WallTime> begin() const;
    /// Equal cells of time, each as bad as the worst moment in it, so that a crash of a
    /// millisecond is seen; neighbours that are alike are one part.
    /// @param cells > 0
    [[nodiscard]] std::vector<RibbonPart> parts(WallTime from, WallTime to, int cells) const;
    /// How often it got into trouble (backoff, misconfigured, an exit) since then.
    [[nodiscard]] int failures(WallTime from) const;

private:
    struct Change {
        WallTime time;
        ServiceState state;
    };
    [[nodiscard]] std::deque<Change>::iterator after(WallTime time);
    std::deque<Change> changes_;  // by time
};

}  // namespace hive
