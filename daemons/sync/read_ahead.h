// daemons/sync/read_ahead.h - reads and judges rows on a thread of its own while those before
// them are being stored.
#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
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

/// Uses the source until its last row was given out, or it is destroyed. A few hundred rows are
/// ready at most.
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
    static constexpr std::size_t chunks = 4;
    struct Chunk {
        std::vector<JudgedRow> rows {rows_of_a_chunk};
        std::size_t size = 0;
    };

    void read(const std::stop_token& stop);
    /// @return false at the end
    bool fill(Chunk& chunk, const std::stop_token& stop);
    void take(JudgedRow& to, const RemoteRow& row) const;

    RowSource& source_;
    const RowRules& rules_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::array<Chunk, chunks> ring_;
    std::size_t filled_ = 0;  // chunks so far; guarded by mutex_, as all below
    std::size_t emptied_ = 0;
    bool is_lent_ = false;  // the first that is filled is the caller's
    bool is_at_end_ = false;
    std::optional<Error> error_;
    std::jthread thread_;  // last: ends before what it uses
};

}  // namespace hive
