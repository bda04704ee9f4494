#include "lib/readings_schema.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace hive {

static_assert(std::endian::native == std::endian::little, "blobs are little-endian");

const std::array<std::string_view, 1> readings_migrations {R"sql(
    CREATE TABLE source (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE
    );
    CREATE TABLE apiary (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        time_zone TEXT NOT NULL DEFAULT 'UTC',
        first INTEGER,
        last INTEGER,
        count INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE sample (
        apiary INTEGER NOT NULL REFERENCES apiary (id),
        ts INTEGER NOT NULL,
        source INTEGER NOT NULL REFERENCES source (id),
        src_id INTEGER NOT NULL,
        internal REAL,
        external REAL,
        fft BLOB,
        PRIMARY KEY (apiary, ts, source, src_id)
    ) WITHOUT ROWID;
    CREATE TABLE quarantine (
        source INTEGER NOT NULL REFERENCES source (id),
        src_id INTEGER NOT NULL,
        part TEXT NOT NULL,          -- '' the whole row is refused; 'internal', 'external': this value
        reason TEXT NOT NULL,
        apiary INTEGER,              -- where known
        ts INTEGER,
        value REAL,
        raw TEXT NOT NULL,           -- the remote row as JSON
        PRIMARY KEY (source, src_id, part)
    ) WITHOUT ROWID;
    CREATE INDEX quarantine_by_time ON quarantine (apiary, ts);
    CREATE TABLE sync_state (
        source INTEGER PRIMARY KEY REFERENCES source (id),
        watermark INTEGER NOT NULL,
        copied INTEGER NOT NULL,     -- remote rows taken in all, refused ones included
        finished INTEGER             -- epoch of the last run that reached the end
    );
)sql"};

namespace {

constexpr std::byte tag_int8 {1};
constexpr std::byte tag_float32 {4};

bool fits_int8(float value)
{
    return value >= -128 && value <= 127 && value == std::trunc(value)
        && (value != 0 || !std::signbit(value));
}

}  // namespace

std::vector<std::byte> encode_bins(std::span<const float, fft_bins> bins)
{
    bool all_fit = true;
    for (const float value : bins)
        all_fit = all_fit && fits_int8(value);
    std::vector<std::byte> bytes(1 + (all_fit ? bins.size() : bins.size_bytes()));
    if (!all_fit) {
        bytes[0] = tag_float32;
        std::memcpy(bytes.data() + 1, bins.data(), bins.size_bytes());
        return bytes;
    }
    bytes[0] = tag_int8;
    for (std::size_t i = 0; i < bins.size(); ++i)
        bytes[i + 1] = static_cast<std::byte>(static_cast<std::int8_t>(bins[i]));
    return bytes;
}

std::optional<std::array<float, fft_bins>> decode_bins(std::span<const std::byte> bytes)
{
    std::array<float, fft_bins> bins {};
    if (bytes.size() == 1 + fft_bins && bytes[0] == tag_int8) {
        for (std::size_t i = 0; i < fft_bins; ++i)
            bins[i] = static_cast<float>(static_cast<std::int8_t>(bytes[i + 1]));
        return bins;
    }
    if (bytes.size() == 1 + sizeof bins && bytes[0] == tag_float32) {
        std::memcpy(bins.data(), bytes.data() + 1, sizeof bins);
        return bins;
    }
    return std::nullopt;
}

bool is_sensor_fault(double celsius)
{
    return celsius == -127 || celsius == 85;
}

}  // namespace hive
