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

constexpr std::size_t fft_bins = 64;

/// Migration steps of apiary.db; append only (lib/sqlite.h, Sqlite::migrate).
///
/// source    id -> key: the name of the source in sync.ini, which may move to another server
/// apiary    name, time zone and what its samples span: kept with every batch
/// sample    ts epoch seconds UTC; source and src_id say which remote row it is;
///           internal, external degrees Celsius, NULL where the sensor gave nothing;
///           fft as encode_bins() makes it
/// quarantine  a refused remote row (part ''), or a value left out of its sample (part
///           internal, external, fft): reason and the row as JSON
/// sync_state  per source: the highest remote id that is safely here, set in the
///             transaction that stores its row
extern const std::array<std::string_view, 1> readings_migrations;

/// 64 amplitudes as stored. One leading byte says how: 1 = int8 (every value is whole and
/// in -128..127), 4 = little-endian float32. Lossless; NaN (no value) makes it float32.
[[nodiscard]] std::vector<std::byte> encode_bins(std::span<const float, fft_bins> bins);
/// @return nothing when the bytes are none that encode_bins() makes
[[nodiscard]] std::optional<std::array<float, fft_bins>> decode_bins(
    std::span<const std::byte> bytes);

/// A temperature that is a sensor's way of saying "fault", not a temperature:
/// -127 (disconnected) and 85 (power-on value) of the DS18B20.
[[nodiscard]] bool is_sensor_fault(double celsius);

}  // namespace hive
