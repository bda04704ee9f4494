#include "daemons/sync/read_ahead.h"

#include <utility>

#include "daemons/sync/row_hash.h"

namespace hive {

ReadAhead::ReadAhead(RowSource& source, const RowRules& rules)
    : source_ {source}, rules_ {rules},
      thread_ {[this](const std::stop_token& stop) { read(stop); }}
{
}

ReadAhead::~ReadAhead()
{
    const std::lock_guard lock {mutex_};
    if (!is_at_end_)  // asked first: a thread that is to stop is at its end, too
        source_.cut();
    thread_.request_stop();
}

Result<std::span<const JudgedRow>> ReadAhead::next()
{
    std::unique_lock lock {mutex_};
    if (lent_) {
        empty_.push_back(std::move(lent_));
        changed_.notify_all();
    }
    changed_.wait(lock, [this] { return !filled_.empty() || is_at_end_; });
    if (!filled_.empty()) {
        lent_ = std::move(filled_.front());
        filled_.pop_front();
        return std::span {lent_->rows}.first(lent_->size);
    }
    if (error_)
        return std::unexpected {*error_};
    return std::span<const JudgedRow> {};
}

void ReadAhead::read(const std::stop_token& stop)
{
    for (bool goes_on = true; goes_on;) {
        std::unique_lock lock {mutex_};
        if (!changed_.wait(lock, stop, [this] { return !empty_.empty() || made_ < most_chunks; }))
            return;
        auto chunk = empty_chunk();
        lock.unlock();
        goes_on = fill(*chunk, stop);
        lock.lock();
        if (chunk->size > 0)
            filled_.push_back(std::move(chunk));
        is_at_end_ = !goes_on;
        changed_.notify_all();
    }
}

std::unique_ptr<ReadAhead::Chunk> ReadAhead::empty_chunk()
{
    if (empty_.empty()) {
        ++made_;
        return std::make_unique<Chunk>();
    }
    auto chunk = std::move(empty_.back());
    empty_.pop_back();
    return chunk;
}

bool ReadAhead::fill(Chunk& chunk, const std::stop_token& stop)
{
    for (chunk.size = 0; chunk.size < chunk.rows.size(); ++chunk.size) {
        const auto row = source_.next();
        if (!row) {
            const std::lock_guard lock {mutex_};
            error_ = row.error();
            return false;
        }
        if (*row == nullptr || stop.stop_requested())
            return false;
        take(chunk.rows[chunk.size], **row);
    }
    return true;
}

void ReadAhead::take(JudgedRow& to, const RemoteRow& row) const
{
    to.verdict = judge(row, rules_, std::move(to.verdict));
    to.hash = row_hash(row);
    to.row = row;
    if (row.apiary)
        to.row.apiary = to.apiary.assign(*row.apiary);
}

}  // namespace hive
