// daemons/sync/row.h - one row of a remote table, and whether it is a sample.
//
// Every row becomes a sample, or is refused whole with a reason. A value that no sensor can
// have meant is left out of the sample and noted beside it. Nothing is thrown away: what is
// refused or left out goes to quarantine with the row as it came.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/sync/config.h"
#include "lib/readings_schema.h"

namespace hive {

/// As read; absent values are NULL in the table.
struct RemoteRow {
    /// Longer names are cut here and the row is refused.
    static constexpr std::size_t longest_apiary = 255;

    std::int64_t id = 0;
    std::optional<std::string_view> apiary;  // UTF-8; valid until the next row is read
    bool is_apiary_cut = false;
    std::optional<std::int64_t> time;  // epoch seconds
    std::optional<std::int64_t> column_time;  // as the column has it: on the clock of its zone
    std::optional<double> internal;  // degrees Celsius; NaN where there is something else
    std::optional<double> external;
    std::vector<double> bins;  // NaN where NULL
    std::vector<double> extras;  // of Columns::extras; NaN where NULL
};

/// A further series of the rows of a source.
struct ExtraRule {
    std::string name;
    ValueRange range;
};

struct RowRules {
    ValueRange internal;
    ValueRange external;
    std::vector<ExtraRule> extras;  // as many as the rows have
    std::int64_t latest = 0;  // a later time is in the future, epoch seconds

    /// A day is left for clocks that are fast. While this machine's own clock is not set (it
    /// stands before 2024), no time counts as in the future.
    static std::int64_t latest_at(std::int64_t now);
};

/// The ranges as one line, to see whether they have changed.
[[nodiscard]] std::string rules_text(const RowRules& rules);

/// A value that is no measurement, or, with part "", a row that is no sample.
struct Fault {
    std::string part;  // "", "internal", "external", "fft" or a series: quarantine.part
    std::string reason;  // "-127 is a sensor fault"
    std::optional<double> value;
};

/// What becomes of a row.
struct Verdict {
    bool is_sample = false;
    std::int64_t time = 0;  // of the sample, epoch seconds
    std::optional<double> internal;  // what the sample holds
    std::optional<double> external;
    std::vector<float> bins;  // empty: no spectrum
    std::vector<std::byte> fft;  // the same as encode_bins() makes them
    std::vector<std::optional<double>> extras;  // as many as the row has
    std::vector<Fault> faults;  // what goes to quarantine; not empty when this is no sample
};

/// A row of a source, and everything about it that its values alone say.
struct JudgedRow {
    RemoteRow row;  // its apiary points to `apiary`
    std::string apiary;
    Verdict verdict;
    std::int64_t hash = 0;  // row_hash()
};

/// Pure.
/// @param memory an older verdict, whose memory is used again
[[nodiscard]] Verdict judge(const RemoteRow& row, const RowRules& rules, Verdict memory = {});

/// The row as a JSON object, absent values as null: quarantine.raw.
[[nodiscard]] std::string raw_row(const RemoteRow& row, const RowRules& rules);

}  // namespace hive
