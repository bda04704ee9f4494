// daemons/chart/readings.h - reads apiary.db: apiaries, series, samples, spectra, sensor faults.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "daemons/chart/query.h"
#include "daemons/chart/sample_cursor.h"
#include "daemons/chart/verdict.h"
#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

struct Apiary {
    std::int64_t id;
    std::string name;
    std::string time_zone;  // IANA, "Australia/Melbourne"
    std::optional<std::int64_t> first, last;  // time of its samples, epoch seconds; none without
    std::int64_t count;  // samples
    std::int64_t bins = 64;  // of a spectrum

    bool operator==(const Apiary&) const = default;
};

/// What can be drawn as a line.
struct Series {
    std::string name;  // "internal", "weight"
    std::string title;  // for people
    std::string unit;  // "kg"
    std::optional<std::int64_t> first, last;  // epoch seconds; none without values
    std::int64_t count;  // values
};

/// The newest sample of an apiary and what led to it.
struct Latest {
    std::optional<std::int64_t> time;
    std::optional<double> internal, external;
    std::vector<std::pair<std::string, double>> extras;  // newest value of each series
    std::vector<std::optional<double>> spark;  // mean internal of each half hour of its day
};

/// A value that hive-sync refused: the sensor's way of saying that it is broken.
struct Fault {
    std::int64_t time;  // epoch seconds
    std::string part;  // "internal" or "external"
    std::optional<double> value;  // as it came
};

/// One read-only connection. For one thread at a time; queries block.
class Readings {
public:
    using Deadline = std::chrono::steady_clock::time_point;
    /// Whether a query saw the whole range, or its time was over first.
    enum class Reach { whole, cut_off };
    /// @param values one for each column that was asked for; NaN = none
    using TakeValues = std::function<void(std::int64_t time, std::span<const double> values)>;
    /// @param encoded as decode_bins() reads it @param internal NaN = none
    /// @return false to stop
    using TakeSpectrum = std::function<bool(
        std::int64_t time, std::span<const std::byte> encoded, double internal)>;
    /// @param encoded as decode_roll_bins() reads it, of `count` samples
    using TakeRoll = std::function<void(
        std::int64_t start, std::int64_t count, std::span<const std::byte> encoded)>;

    /// @return nothing when hive-sync has not made the database, or its newest tables, yet
    static Result<std::optional<Readings>> open(const std::string& path);

    /// In order of their names.
    Result<std::vector<Apiary>> apiaries();
    Result<std::optional<Apiary>> apiary(std::int64_t id);
    /// internal, external, and the extra series of which the apiary has values.
    Result<std::vector<Series>> series(const Apiary& apiary);
    /// @return nothing when one of the names is that of no series
    Result<std::optional<std::vector<SeriesColumn>>> columns(const std::vector<std::string>& names);
    Result<Latest> latest(const Apiary& apiary);
    /// The newest values of a range, in order of time, at most 20 000; none for an unknown series.
    Result<std::vector<Reading>> recent(const RangeQuery& range, const std::string& series);
    /// When the series last had a value, up to `now`.
    Result<std::optional<std::int64_t>> last_value(
        std::int64_t apiary, const std::string& series, std::int64_t now);

    /// Every sample of the range in order of time.
    Result<Reach> each_sample(const RangeQuery& range, const std::vector<SeriesColumn>& columns,
        Deadline deadline, const TakeValues& take);
    /// The samples of the range behind `after`.
    Result<SampleCursor> samples(const RangeQuery& range, const std::vector<SeriesColumn>& columns,
        std::optional<SampleKey> after);
    /// Every sample that has a spectrum, in order of time. Blobs are valid during the call only.
    Result<Reach> each_spectrum(
        const RangeQuery& range, Deadline deadline, const TakeSpectrum& take);
    /// Samples of the range, as the rolls of whole days count them; 0 where there are none yet.
    Result<std::int64_t> rolled_samples(const RangeQuery& range);
    /// Whether some rolls of the apiary are still to be made, after an upgrade.
    Result<bool> has_stale_rolls(std::int64_t apiary);
    /// The rolls of spans that begin in the range. @param span 3600 or 86400 s
    Result<Reach> each_roll(
        const RangeQuery& range, std::int64_t span, Deadline deadline, const TakeRoll& take);
    /// The first `limit` faults of the range.
    Result<std::vector<Fault>> faults(const RangeQuery& range, std::size_t limit);

    /// True in the first call; later when another connection has committed since the last.
    Result<bool> has_changed();

private:
    explicit Readings(Sqlite database) : database_ {std::move(database)} { }
    Result<std::vector<Reading>> newest(
        const RangeQuery& range, const std::string& series, std::int64_t most);
    Result<Series> extra_series(std::int64_t apiary, const Statement& row);
    Result<std::vector<std::pair<std::string, double>>> latest_extras(const Apiary& apiary);
    Result<std::vector<std::optional<double>>> spark(std::int64_t apiary, std::int64_t last);

    Sqlite database_;
    std::optional<std::int64_t> data_version_;
};

}  // namespace hive
