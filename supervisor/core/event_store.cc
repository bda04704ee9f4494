#include "supervisor/core/event_store.h"

#include <algorithm>
#include <utility>

#include "lib/log.h"
#include "supervisor/core/clock.h"

namespace hive {
namespace {

constexpr std::size_t most_waiting = 2000;
constexpr std::size_t most_jobs = 64;
constexpr double forget_interval = 3600;  // seconds

}  // namespace

EventStore::EventStore(EventLoop& loop, std::string path, EventRetention retention)
    : loop_ {loop}, path_ {std::move(path)}, retention_ {retention},
      worker_ {std::make_unique<Worker>(1, most_jobs)}
{
}

/// What waits is written: it is the end of the services, mostly.
EventStore::~EventStore()
{
    worker_.reset();
    if (const auto outcome = write(std::move(waiting_), false); !outcome.error.empty())
        log::error("{}", outcome.error);
}

void EventStore::add(const Happening& happening)
{
    if (waiting_.size() == most_waiting) {
        waiting_.erase(waiting_.begin());
        ++dropped_;
    }
    waiting_.push_back(happening);
}

void EventStore::flush()
{
    if (is_writing_ || waiting_.empty())
        return;
    const auto now = steady_seconds();
    const bool forgets = forgot_ == 0 || now - forgot_ > forget_interval;
    is_writing_ = worker_->submit(
        loop_,
        [this, batch = std::exchange(waiting_, {}), forgets]() mutable {
            return write(std::move(batch), forgets);
        },
        [this](Outcome outcome) { written(std::move(outcome)); });
    if (forgets)
        forgot_ = now;
}

Result<EventTable*> EventStore::table()
{
    if (!table_)
        table_ = TRY(EventTable::open(path_));
    return table_.get();
}

EventStore::Outcome EventStore::write(std::vector<Happening> batch, bool forgets)
{
    if (batch.empty())
        return {};
    const auto rows = table();
    Result<> done;
    if (rows)
        done = (*rows)->add(batch);
    else
        done = std::unexpected {rows.error()};
    if (!done)
        return {.unwritten = std::move(batch), .error = path_ + ": " + done.error().message()};
    if (forgets)
        done = (*rows)->forget(retention_, epoch_seconds());
    return {.error = done ? "" : path_ + ": " + done.error().message()};
}

void EventStore::written(Outcome outcome)
{
    is_writing_ = false;
    if (std::exchange(error_, outcome.error) != outcome.error && !outcome.error.empty())
        log::error("{}", outcome.error);
    auto& again = outcome.unwritten;
    std::ranges::move(waiting_, std::back_inserter(again));
    waiting_ = std::move(again);
    if (waiting_.size() > most_waiting) {
        const auto surplus = waiting_.size() - most_waiting;
        waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(surplus));
        dropped_ += surplus;
    }
    if (error_.empty() && dropped_ > 0)
        log::warning("dropped events={}", std::exchange(dropped_, 0));
}

/// What waits is written before, so that nothing is missing between memory and database.
void EventStore::find(
    EventQuery query, const std::function<void(const Result<std::vector<Happening>>&)>& answered)
{
    struct Found {
        Outcome outcome;
        Result<std::vector<Happening>> rows;
    };
    const bool is_taken = worker_->submit(
        loop_,
        [this, asked = std::move(query), batch = waiting_]() mutable {
            auto outcome = write(std::move(batch), false);
            const auto rows = table();
            return Found {.outcome = std::move(outcome),
                .rows = rows ? (*rows)->find(asked) : std::unexpected {rows.error()}};
        },
        [this, answered](Found found) {
            written(std::move(found.outcome));
            answered(found.rows);
        });
    if (is_taken)
        waiting_.clear();
    else
        answered(fail("too many questions at once"));
}

}  // namespace hive
