// daemons/sync/read_ahead.h - reads and judges rows on a thread of its own while those before
// them are being stored.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "daemons/sync/row.h"
#include "daemons/sync/source.h"
#include "lib/result.h"

namespace hive {

/// Uses the source until its last row was given out, or it is destroyed. 4096 rows are ready at
/// most: as many as come while a batch is committed.
class ReadAhead {
public:
    /// @param source select() has been called; outlives it
    /// @param rules outlive it
    ReadAhead(RowSource& source, const RowRules& rules);
    ReadAhead(const ReadAhead&) = delete;
    ReadAhead& operator=(const ReadAhead&) = delete;
    /// Cuts the source off when rows are left.
    ~ReadAhead();

    /// The rows that come next, valid until the next call; none at the end. An error comes after
    /// all rows that were read before it.
    Result<std::span<const JudgedRow>> next();

private:
    static constexpr std::size_t rows_of_a_chunk = 128;
    static constexpr std::size_t most_chunks = 32;
    struct Chunk {
        std::vector<JudgedRow> rows {rows_of_a_chunk};
        std::size_t size = 0;
    };

    void read(const std::stop_token& stop);
    std::unique_ptr<Chunk> empty_chunk();
    /// @return false at the end
    bool fill(Chunk& chunk, const std::stop_token& stop);
    void take(JudgedRow& to, const RemoteRow& row) const;

    RowSource& source_;
    const RowRules& rules_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::size_t made_ = 0;  // chunks; guarded by mutex_, as all below
    std::vector<std::unique_ptr<Chunk>> empty_;  // the last is still in the processor's cache
    std::deque<std::unique_ptr<Chunk>> filled_;
    std::unique_ptr<Chunk> lent_;  // to the caller
    bool is_at_end_ = false;
    std::optional<Error> error_;
    std::jthread thread_;  // last: ends before what it uses
};

}  // namespace hive
