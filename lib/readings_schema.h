// lib/readings_schema.h - apiary.db: what hive-sync writes and hive-chart reads.
//
// One row of the remote table sync_data (id, apiary_name or apiary_id, timestamp,
// bme680_internal_temperature, bme680_external_temperature, fft_bin1..fft_bin64) is one
// row of `sample`; a row that cannot be one is kept in `quarantine` with its reason.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hive {

/// Bins of a spectrum unless a source is mapped otherwise.
constexpr std::size_t fft_bins = 64;
/// The most bins a spectrum may have.
constexpr std::size_t max_bins = 1024;

/// Migration steps of apiary.db; append only (lib/sqlite.h, Sqlite::migrate).
///
/// source    id -> key: the name of the source in sync.ini, which may move to another server
/// apiary    name, time zone, what its samples span (kept with every batch), bins of its spectra
/// sample    ts epoch seconds UTC; source and src_id say which remote row it is;
///           internal, external degrees Celsius, NULL where the sensor gave nothing;
///           fft as encode_bins() makes it
/// series    further series by name: title and unit are for people
/// extra     one value of a further series; its key is that of its sample
/// roll      what the samples of an hour (span 3600) or a day (86400) come to, ts its start (UTC):
///           count of samples; of each temperature the values there are and their min, mean, max
///           (NULL without any); bins as encode_roll_bins() makes them, NULL without a spectrum.
///           Kept in the transaction that changes the samples
/// extra_roll  the same for a further series
/// stale_roll  days (ts their start) whose rolls are still to be made: after an upgrade only
/// quarantine  a refused remote row (part ''), or a value left out of its sample (part
///           internal, external, fft or the name of a series): reason and the row as JSON
/// origin    every remote row that is here: hash of all its values (NULL: not known yet),
///           where its sample is (apiary and ts NULL: refused; apiary alone: removed, older than
///           its apiary keeps), and when it was found to be gone from the source but kept
///           (NULL: it is there)
/// sync_state  per source: the highest remote id that is safely here, set in the
///             transaction that stores its row; when it was last proven equal; the rules
///             its quarantine was judged by; corrections so far
extern const std::array<std::string_view, 2> readings_migrations;

/// Amplitudes as stored. One leading byte says how: 1 = int8 (every value is whole and
/// in -128..127), 4 = little-endian float32. Lossless; NaN (no value) makes it float32.
/// @param bins 1 to max_bins
/// @param bytes memory of something older, to be used again
[[nodiscard]] std::vector<std::byte> encode_bins(
    std::span<const float> bins, std::vector<std::byte> bytes = {});
/// @return nothing when the bytes are none that encode_bins() makes
[[nodiscard]] std::optional<std::vector<float>> decode_bins(std::span<const std::byte> bytes);

/// What the spectra of a span come to, bin by bin; NaN where no sample had a value.
struct RollBins {
    std::vector<float> mean;
    std::vector<float> max;  // as many
};

/// roll.bins: one byte 9, three of zero; lowest mean, step of the means, lowest maximum, step of
/// the maxima as little-endian float32; a byte for each mean, then one for each maximum:
/// lowest + byte * step, 255 = no value. The error is at most half a step, which is the range of
/// the span's values / 508.
/// @param bins 1 to max_bins means and as many maxima, none infinite
[[nodiscard]] std::vector<std::byte> encode_roll_bins(const RollBins& bins);
/// @return nothing when the bytes are none that encode_roll_bins() makes
[[nodiscard]] std::optional<RollBins> decode_roll_bins(std::span<const std::byte> bytes);

/// The spans of a roll, seconds.
constexpr std::array<std::int64_t, 2> roll_spans {3600, 86400};

/// A temperature that is a sensor's way of saying "fault", not a temperature:
/// -127 (disconnected) and 85 (power-on value) of the DS18B20.
[[nodiscard]] bool is_sensor_fault(double celsius);

}  // namespace hive
