// daemons/sync/compare.h - proves that source and store hold the same rows, and makes it so.
//
// Ranges of ids are compared by count and sum of row hashes. One that differs is divided until it
// is small, then its rows are read and compared one by one: rows that are missing here are added,
// different ones replaced, and those the source has no longer are removed or kept as gone.
// The two sides are not read at the same moment: a range whose rows change meanwhile is looked at
// again, and when it still changes that is said, which is no difference.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>

#include "daemons/sync/copier.h"
#include "daemons/sync/readings_writer.h"
#include "daemons/sync/row_hash.h"
#include "daemons/sync/source.h"
#include "lib/result.h"

namespace hive {

/// A range after what differed was corrected.
struct ComparedRange {
    IdRange range;
    Checksum here;
    Checksum there;
    Corrections corrections;
    bool is_changing = false;  // different, and each look found other rows at the source

    [[nodiscard]] bool is_equal() const { return here == there; }
};

struct Compared {
    std::int64_t rows = 0;  // the source has in these ranges
    std::int64_t ranges = 0;
    std::int64_t hashed = 0;  // rows of an older version, which now have their hash
    Corrections corrections;
    bool is_equal = true;
    bool is_changing = false;  // not equal, but only in ranges that are changing
    SourceState state;
};

/// Compares everything up to the watermark; what is corrected is committed batch by batch.
/// @param on_range told after each range, with what there is so far
[[nodiscard]] Result<Compared> compare_rows(RowSource& source, ReadingsWriter& writer,
    const CopyPlan& plan, const std::stop_token& stop,
    const std::function<void(const ComparedRange&, const Compared&)>& on_range);

}  // namespace hive
