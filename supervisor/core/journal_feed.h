// supervisor/core/journal_feed.h - the lines of the services' logs, in the journal, too.
//
// A service writes to its own file, which outlives every crash; what comes to the files is sent
// on to journald with the service's name and the line's level: journalctl -u hive-supervisor,
// or -t hive-ban. Not under systemd there is no journal to feed. Lines written while no core
// runs, some milliseconds, are in the files alone.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/result.h"
#include "supervisor/core/config.h"
#include "supervisor/core/log_tail.h"

namespace hive {

/// A line as journald's socket takes it (its native protocol). Pure.
/// @param line "2026-11-30 10:00:00,000 [HIVE-BAN] [NOTICE] banned …"; any other text is
/// information
[[nodiscard]] std::string journal_entry(std::string_view service, std::string_view line);

class JournalFeed {
public:
    /// @return nothing where systemd has not started this
    static Result<std::unique_ptr<JournalFeed>> create(
        EventLoop& loop, const std::list<ServiceConfig>& services);

private:
    JournalFeed() = default;
    void look();
    void send(std::string_view service, const std::string& line) const;

    Fd journal_;
    Fd inotify_;
    std::map<std::string, GrowingLog, std::less<>> logs_;  // by the name of the file
    Watch readable_;
};

}  // namespace hive
