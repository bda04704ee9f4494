// daemons/ban/connection_memory.h - failures whose parts stand in several lines of one connection.
#pragma once

#include <chrono>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/ban/failure.h"
#include "daemons/ban/wall_time.h"

namespace hive {

/// Remembers what was found of each connection (<F-MLFID>): the last 100, each 5 minutes, with
/// its last 100 lines and first 100 users, each cut at 400 bytes.
/// Source: fail2ban 1.0, server/filter.py.
class ConnectionMemory {
public:
    /// Puts what one line says to what is known of its connection. What comes back stays as
    /// it is until the next call.
    /// @param lines the text of the lines that matched
    Failure& merge(std::string_view connection, Failure found,
        const std::vector<std::string>& lines, WallTime now);

private:
    struct Entry {
        std::string connection;
        Failure failure;
        WallTime until;
    };
    using Entries = std::list<Entry>;  // oldest first

    Failure* find(std::string_view connection, WallTime now);
    Failure& keep(std::string_view connection, Failure failure, WallTime now);
    void make_room(WallTime now);
    void forget(std::string_view connection);

    Entries entries_;
    std::map<std::string, Entries::iterator, std::less<>> places_;
    Failure passing_;  // of a connection that is not kept
};

}  // namespace hive
