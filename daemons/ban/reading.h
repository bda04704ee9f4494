// daemons/ban/reading.h - follows the logs of all jails, and remembers how far each was read.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/ban/ban_store.h"
#include "daemons/ban/file_watch.h"
#include "daemons/ban/jail.h"
#include "daemons/ban/journal_tail.h"
#include "daemons/ban/log_tail.h"
#include "lib/event_loop.h"

namespace hive {

class Reading {
public:
    /// @param time of the entry, where the journal says it
    using Line = std::function<void(
        Jail& jail, std::string_view line, LineAge age, std::optional<WallTime> time)>;
    /// All outlive it. @param journal_directory "" for the journal of this machine
    static Result<std::unique_ptr<Reading>> create(EventLoop& loop, BanStore& store,
        std::list<Jail>& jails, const std::string& journal_directory, Line line);
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;
    /// Saves how far it has read.
    ~Reading();

    /// Soon writes how far was read and what was counted, in one transaction.
    void save_later();
    /// Forgets the positions of members of patterns that are gone: a log with the day in its
    /// name is a new file each day.
    Result<> sweep();
    /// The files a jail follows now.
    [[nodiscard]] std::vector<std::string> files(const Jail& jail) const;
    /// Files and journals followed.
    [[nodiscard]] std::size_t size() const { return followers_.size() + journals_.size(); }

private:
    /// A path of the configuration, maybe a pattern.
    struct Source {
        Jail* jail;
        std::string path;
        bool is_pattern = false;
        bool is_new = true;  // no former run has followed it
        bool has_past = false;  // what is in it already counts, too
    };
    struct Follower {
        Jail* jail;
        const Source* source;
        std::unique_ptr<LogTail> tail;
        std::optional<LogPosition> saved;
    };
    struct JournalFollower {
        Jail* jail;
        std::unique_ptr<JournalTail> tail;
        std::optional<std::string> saved;  // cursor
    };
    Reading(EventLoop& loop, BanStore& store, std::list<Jail>& jails, Line line)
        : loop_ {loop}, store_ {store}, jails_ {jails}, line_ {std::move(line)}
    {
    }
    Result<> add_source(Jail& jail, const std::string& path);
    Result<> add_journal(Jail& jail, const std::string& directory);
    Result<> follow(const Source& source, const std::string& path, bool is_first);
    void look_for_members(bool is_first);
    void drop_gone(const Source& source, const std::vector<std::string>& paths);
    void watch_directories();
    [[nodiscard]] std::optional<std::optional<LogPosition>> start_of(
        const Source& source, const std::string& path, bool is_first);
    [[nodiscard]] bool is_source(const Jail& jail, const std::string& path) const;
    [[nodiscard]] const Follower* follower_of(const Jail* jail, const std::string& path) const;
    Result<> save();

    EventLoop& loop_;
    BanStore& store_;
    std::list<Jail>& jails_;
    Line line_;
    std::unique_ptr<FileWatch> watch_;
    std::list<Source> sources_;
    std::list<Follower> followers_;
    std::list<JournalFollower> journals_;
    Watch look_;
    Watch soon_;
    Watch save_;
};

}  // namespace hive
