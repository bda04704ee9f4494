// daemons/chart/sample_cursor.h - the samples of a range in order, with the values of chosen
// series.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "daemons/chart/query.h"
#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

/// A series found in the store.
struct SeriesColumn {
    enum class Kind { internal, external, delta, extra };
    Kind kind;
    std::int64_t id = 0;  // of an extra series
};

/// Which sample, in the order of the store.
struct SampleKey {
    std::int64_t time;  // epoch seconds
    std::int64_t source;
    std::int64_t source_id;

    auto operator<=>(const SampleKey&) const = default;
};

/// Steps through samples and, beside them, through the rows of further series: each is in the
/// order of its key, so that one pass over each finds what belongs together. Lives shorter than
/// its connection; while it does, hive-sync cannot shorten its log.
class SampleCursor {
public:
    /// @param after start behind this sample; nothing: at range.from
    static Result<SampleCursor> open(Sqlite& database, const RangeQuery& range,
        const std::vector<SeriesColumn>& columns, std::optional<SampleKey> after);

    /// @return false at the end of the range
    Result<bool> next();
    /// Of the sample that next() went to.
    [[nodiscard]] SampleKey key() const { return key_; }
    /// One value for each column; NaN where there is none.
    [[nodiscard]] const std::vector<double>& values() const { return values_; }

private:
    /// A cursor on an extra series.
    struct Beside {
        Statement rows;
        std::size_t column;
        bool has_row = false;
        SampleKey key {};
        double value = 0;
    };
    explicit SampleCursor(Statement samples, std::vector<SeriesColumn> columns);
    static Result<> step(Beside& beside);
    Result<> take_beside();

    Statement samples_;
    std::vector<SeriesColumn> columns_;
    std::vector<Beside> beside_;
    SampleKey key_ {};
    std::vector<double> values_;
};

}  // namespace hive
