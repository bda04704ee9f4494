// daemons/sync/copier.h - copies the rows of one source that are not here yet.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "daemons/sync/config.h"
#include "daemons/sync/readings_writer.h"
#include "daemons/sync/row.h"
#include "daemons/sync/source.h"
#include "lib/result.h"

namespace hive {

/// Rows among the newest ids on both sides.
struct Counted {
    std::int64_t here = 0;
    std::int64_t there = 0;

    [[nodiscard]] bool is_equal() const { return here == there; }
};

/// What one copy of one source did.
struct Copied {
    std::int64_t rows = 0;  // remote rows taken, refused ones included
    std::int64_t rejected = 0;  // of these, rows that are no sample
    std::int64_t remaining = 0;  // ids still to come, which is how many rows there can be
    bool was_new = false;  // the first copy of this source that came to an end or stored a row
    Counted counted;  // the last look_back ids before the watermark
    SourceState state;
};

/// How far back a copy counts rows, so that it costs the same however many there are.
constexpr std::int64_t look_back = 2000;

struct CopyPlan {
    const SourceConfig& source;
    std::vector<SeriesConfig> series;  // titles and ranges of further series
    int batch;  // rows a transaction, >= 1
    std::int64_t now;  // epoch seconds
    /// Told the rows safely stored so far, after each batch.
    std::function<void(const Copied&)> on_batch;
};

/// The columns to read, and what their rows are like.
struct Mapping {
    Columns columns;
    RowShape shape;
};
[[nodiscard]] Result<Mapping> map_columns(RowSource& source, const CopyPlan& plan);

/// Reads everything above the source's watermark, in the order of ids. On an error what was
/// committed stays: the next copy goes on from there.
[[nodiscard]] Result<Copied> copy_rows(
    RowSource& source, ReadingsWriter& writer, const CopyPlan& plan, const std::stop_token& stop);

}  // namespace hive
