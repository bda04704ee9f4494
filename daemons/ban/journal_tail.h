// daemons/ban/journal_tail.h - follows the systemd journal: entries that match, as lines.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/ban/jail.h"
#include "daemons/ban/ledger.h"
#include "lib/event_loop.h"
#include "lib/result.h"

namespace hive {

/// Reads at most 200 entries each turn of the loop. An entry becomes a line as fail2ban makes
/// it: "host program[pid]: message", the time apart.
class JournalTail {
public:
    using Line = std::function<void(std::string_view line, LineAge age, WallTime time)>;
    /// @param match alternatives; empty: all entries
    /// @param directory of journal files; "" for the journal of this machine
    struct Start {
        std::optional<std::string> cursor;  // where a former run stopped, "" before any entry
        std::optional<WallTime> since {};  // without a cursor: from there; none: from the end
    };
    static Result<std::unique_ptr<JournalTail>> create(EventLoop& loop,
        const std::string& directory, const JournalMatch& match, const Start& start, Line line);
    JournalTail(const JournalTail&) = delete;
    JournalTail& operator=(const JournalTail&) = delete;
    ~JournalTail();

    /// Of the last entry read; "" before the first.
    [[nodiscard]] const std::string& cursor() const;

private:
    struct Impl;
    explicit JournalTail(std::unique_ptr<Impl> impl);
    void read();

    std::unique_ptr<Impl> impl_;
};

}  // namespace hive
