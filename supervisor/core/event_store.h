// supervisor/core/event_store.h - what has happened, in SQLite: longer than memory holds it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lib/event_loop.h"
#include "lib/result.h"
#include "lib/worker.h"
#include "supervisor/core/history.h"

namespace hive {

/// What is kept; the rest is forgotten once an hour.
struct EventRetention {
    int days = 90;
    int rows = 100'000;
};

struct EventQuery {
    std::string service;  // "": all
    std::string kind;  // "": all
    std::int64_t before = 0;  // only ids below it
    std::size_t limit = 100;
};

/// The rows, on whichever thread has the database.
class EventTable {
public:
    static Result<std::unique_ptr<EventTable>> open(const std::string& path);
    virtual ~EventTable() = default;
    /// Those whose id is there already change nothing. All or none.
    virtual Result<> add(const std::vector<Happening>& happenings) = 0;
    /// Newest first.
    virtual Result<std::vector<Happening>> find(const EventQuery& query) = 0;
    /// @param now epoch seconds
    virtual Result<> forget(const EventRetention& retention, double now) = 0;
};

/// A thread of its own writes: a slow disk delays no restart, and a full one loses only what
/// does not fit in memory, at most 2000 events.
class EventStore {
public:
    EventStore(EventLoop& loop, std::string path, EventRetention retention);
    ~EventStore();
    EventStore(const EventStore&) = delete;
    EventStore& operator=(const EventStore&) = delete;

    void add(const Happening& happening);
    /// Writes what waits; called every few seconds.
    void flush();
    void find(EventQuery query,
        const std::function<void(const Result<std::vector<Happening>>&)>& answered);

private:
    struct Outcome {
        std::vector<Happening> unwritten;
        std::string error;
    };
    Result<EventTable*> table();
    Outcome write(std::vector<Happening> batch, bool forgets);
    void written(Outcome outcome);

    EventLoop& loop_;
    std::string path_;
    EventRetention retention_;
    std::unique_ptr<EventTable> table_;  // the thread's
    std::vector<Happening> waiting_;
    std::string error_;  // told once
    std::size_t dropped_ = 0;
    double forgot_ = 0;  // seconds of the steady clock
    bool is_writing_ = false;
    std::unique_ptr<Worker> worker_;
};

}  // namespace hive
