// daemons/chart/readings.h - reads apiary.db: apiaries, temperatures, spectra, sensor faults.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "daemons/chart/query.h"
#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

struct Apiary {
    std::int64_t id;
    std::string name;
    std::string time_zone;  // IANA, "Australia/Melbourne"
    std::optional<std::int64_t> first, last;  // time of its samples, epoch seconds; none without
    std::int64_t count;  // samples

    bool operator==(const Apiary&) const = default;
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
    using TakeTemperatures = std::function<void(
        std::int64_t time, std::optional<double> internal, std::optional<double> external)>;
    using TakeBins = std::function<void(std::int64_t time, std::span<const std::byte> encoded)>;

    /// @return nothing when hive-sync has not made the database yet
    static Result<std::optional<Readings>> open(const std::string& path);

    /// In order of their names.
    Result<std::vector<Apiary>> apiaries();
    Result<bool> has_apiary(std::int64_t id);
    /// Every sample of the range in order of time. Blobs are valid during the call only.
    Result<Reach> each_temperature(
        const RangeQuery& range, Deadline deadline, const TakeTemperatures& take);
    /// Every sample that has a spectrum. @param take gets it as decode_bins() reads it
    Result<Reach> each_spectrum(const RangeQuery& range, Deadline deadline, const TakeBins& take);
    /// The first `limit` faults of the range.
    Result<std::vector<Fault>> faults(const RangeQuery& range, std::size_t limit);

    /// True in the first call; later when another connection has committed since the last.
    Result<bool> has_changed();

private:
    explicit Readings(Sqlite database) : database_ {std::move(database)} { }
    Result<Reach> each_row(std::string_view sql, const RangeQuery& range, Deadline deadline,
        const std::function<void(const Statement&)>& take);

    Sqlite database_;
    std::optional<std::int64_t> data_version_;
};

}  // namespace hive
