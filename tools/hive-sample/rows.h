// tools/hive-sample/rows.h - the rows of a sample table, one after the other, in the order a field
// uploader sends them: all apiaries of one time, then those of the next. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "lib/readings_schema.h"
#include "tools/hive-sample/signal.h"

namespace hive {

/// One row; numbers are whole hundredths, so that every kind of table gets the same.
struct SampleRow {
    std::int64_t id = 0;
    std::optional<int> apiary;  // from 0; the table's apiary_id is one more
    std::int64_t time = 0;  // epoch seconds
    std::optional<int> internal;  // 1/100 degree Celsius
    std::optional<int> external;
    std::array<std::int16_t, fft_bins> bins {};  // 1/100 amplitude
};

/// "Alder Ridge", ... for the first ten, "Apiary 11" after. @param apiary from 0
[[nodiscard]] std::string apiary_name(int apiary);

enum class BinKind { real, whole };

struct RowPlan {
    std::uint64_t seed = 1;
    int apiaries = 10;
    std::int64_t first_id = 1;
    std::int64_t first_time = 0;  // of the first slot, epoch seconds
    std::int64_t interval = 900;  // seconds between two slots
    BinKind bins = BinKind::real;
    bool has_gaps = false;  // ids are left out, two of a thousand times
    bool has_junk = false;  // three rows of a thousand are faulty
};

/// What is wrong with a faulty row.
enum class Junk {
    none,
    no_internal,
    no_external,
    disconnected_internal,  // -127
    power_on_external,  // 85
    no_time,  // 0
    same_time,  // as the apiary's row before
    future_time,
    no_apiary,
};
constexpr int junk_kinds = 8;

class RowStream {
public:
    explicit RowStream(const RowPlan& plan);
    /// The next row; valid until the next call.
    const SampleRow& next();

private:
    void spoil(Junk junk);

    RowPlan plan_;
    SignalModel model_;
    Noise chance_;
    std::int64_t count_ = 0;
    SampleRow row_;
};

}  // namespace hive
