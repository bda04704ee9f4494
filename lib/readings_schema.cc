#include "lib/readings_schema.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>

namespace hive {

static_assert(std::endian::native == std::endian::little, "blobs are little-endian");

const std::array<std::string_view, 2> readings_migrations {R"sql(
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
)sql",
    R"sql(
    ALTER TABLE apiary ADD COLUMN bins INTEGER NOT NULL DEFAULT 64;
    CREATE TABLE series (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL DEFAULT '',
        unit TEXT NOT NULL DEFAULT ''
    );
    CREATE TABLE extra (
        apiary INTEGER NOT NULL REFERENCES apiary (id),
        series INTEGER NOT NULL REFERENCES series (id),
        ts INTEGER NOT NULL,
        source INTEGER NOT NULL REFERENCES source (id),
        src_id INTEGER NOT NULL,
        value REAL NOT NULL,
        PRIMARY KEY (apiary, series, ts, source, src_id)
    ) WITHOUT ROWID;
    CREATE TABLE roll (
        apiary INTEGER NOT NULL REFERENCES apiary (id),
        span INTEGER NOT NULL,
        ts INTEGER NOT NULL,
        count INTEGER NOT NULL,
        internal_count INTEGER NOT NULL,
        internal_min REAL,
        internal_mean REAL,
        internal_max REAL,
        external_count INTEGER NOT NULL,
        external_min REAL,
        external_mean REAL,
        external_max REAL,
        bins BLOB,
        PRIMARY KEY (apiary, span, ts)
    ) WITHOUT ROWID;
    CREATE TABLE extra_roll (
        apiary INTEGER NOT NULL REFERENCES apiary (id),
        series INTEGER NOT NULL REFERENCES series (id),
        span INTEGER NOT NULL,
        ts INTEGER NOT NULL,
        count INTEGER NOT NULL,
        min REAL NOT NULL,
        mean REAL NOT NULL,
        max REAL NOT NULL,
        PRIMARY KEY (apiary, series, span, ts)
    ) WITHOUT ROWID;
    CREATE TABLE stale_roll (
        apiary INTEGER NOT NULL REFERENCES apiary (id),
        ts INTEGER NOT NULL,
        PRIMARY KEY (apiary, ts)
    ) WITHOUT ROWID;
    CREATE TABLE origin (
        source INTEGER NOT NULL REFERENCES source (id),
        src_id INTEGER NOT NULL,
        hash INTEGER,
        apiary INTEGER,
        ts INTEGER,
        gone INTEGER,
        PRIMARY KEY (source, src_id)
    ) WITHOUT ROWID;
    ALTER TABLE sync_state ADD COLUMN verified INTEGER;
    ALTER TABLE sync_state ADD COLUMN rules TEXT NOT NULL DEFAULT '';
    ALTER TABLE sync_state ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE sync_state ADD COLUMN edited INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE sync_state ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;
    INSERT INTO stale_roll SELECT DISTINCT apiary, ts - ts % 86400 FROM sample;
    INSERT INTO origin SELECT source, src_id, NULL, apiary, ts, NULL FROM sample;
    INSERT OR IGNORE INTO origin
        SELECT source, src_id, NULL, NULL, NULL, NULL FROM quarantine WHERE part = '';
)sql"};

namespace {

constexpr std::byte tag_int8 {1};
constexpr std::byte tag_float32 {4};
constexpr std::byte tag_roll {9};
constexpr std::size_t roll_header = 4 + 4 * sizeof(float);
constexpr std::uint8_t no_value = 255;
constexpr float highest_code = 254;

bool fits_int8(float value)
{
    return value >= -128 && value <= 127 && value == std::trunc(value)
        && (value != 0 || !std::signbit(value));
}

/// lowest + code * step.
struct Scale {
    float lowest = 0;
    float step = 0;

    [[nodiscard]] std::uint8_t code(float value) const
    {
        if (std::isnan(value))
            return no_value;
        // As std::round() of a number that is not negative, without the call.
        const float steps = step > 0 ? (value - lowest) / step + 0.5F : 0;
        return static_cast<std::uint8_t>(std::clamp(steps, 0.0F, highest_code));
    }
    [[nodiscard]] float value(std::byte code) const
    {
        const auto steps = std::to_integer<std::uint8_t>(code);
        return steps == no_value ? std::numeric_limits<float>::quiet_NaN()
                                 : lowest + static_cast<float>(steps) * step;
    }
};

Scale scale_of(std::span<const float> values)
{
    float lowest = std::numeric_limits<float>::infinity();
    float highest = -lowest;
    for (const float value : values) {  // NaN compares with nothing
        lowest = value < lowest ? value : lowest;
        highest = value > highest ? value : highest;
    }
    if (!(lowest <= highest))
        return {};
    // Divided first: the range of two extreme floats is no float.
    return {lowest, highest / highest_code - lowest / highest_code};
}

}  // namespace

std::vector<std::byte> encode_bins(std::span<const float> bins, std::vector<std::byte> bytes)
{
    assert(!bins.empty() && bins.size() <= max_bins);
    const bool all_fit = std::ranges::all_of(bins, &fits_int8);
    bytes.resize(1 + (all_fit ? bins.size() : bins.size_bytes()));
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

std::optional<std::vector<float>> decode_bins(std::span<const std::byte> bytes)
{
    if (bytes.size() < 2)
        return std::nullopt;
    const auto values = bytes.subspan(1);
    if (bytes[0] == tag_int8 && values.size() <= max_bins) {
        std::vector<float> bins(values.size());
        for (std::size_t i = 0; i < bins.size(); ++i)
            bins[i] = static_cast<float>(static_cast<std::int8_t>(values[i]));
        return bins;
    }
    if (bytes[0] == tag_float32 && values.size() % sizeof(float) == 0
        && values.size() <= max_bins * sizeof(float)) {
        std::vector<float> bins(values.size() / sizeof(float));
        std::memcpy(bins.data(), values.data(), values.size());
        return bins;
    }
    return std::nullopt;
}

std::vector<std::byte> encode_roll_bins(const RollBins& bins)
{
    const auto count = bins.mean.size();
    assert(count >= 1 && count <= max_bins && bins.max.size() == count);
    const std::array scales {scale_of(bins.mean), scale_of(bins.max)};
    std::vector<std::byte> bytes(roll_header + 2 * count);
    bytes[0] = tag_roll;
    std::memcpy(bytes.data() + 4, scales.data(), sizeof scales);
    for (std::size_t i = 0; i < count; ++i) {
        bytes[roll_header + i] = std::byte {scales[0].code(bins.mean[i])};
        bytes[roll_header + count + i] = std::byte {scales[1].code(bins.max[i])};
    }
    return bytes;
}

std::optional<RollBins> decode_roll_bins(std::span<const std::byte> bytes)
{
    if (bytes.size() < roll_header + 2 || bytes.size() % 2 != 0
        || bytes.size() > roll_header + 2 * max_bins || bytes[0] != tag_roll)
        return std::nullopt;
    std::array<Scale, 2> scales;
    std::memcpy(scales.data(), bytes.data() + 4, sizeof scales);
    const auto count = (bytes.size() - roll_header) / 2;
    RollBins bins {.mean = std::vector<float>(count), .max = std::vector<float>(count)};
    for (std::size_t i = 0; i < count; ++i) {
        bins.mean[i] = scales[0].value(bytes[roll_header + i]);
        bins.max[i] = scales[1].value(bytes[roll_header + count + i]);
    }
    return bins;
}

bool is_sensor_fault(double celsius)
{
    return celsius == -127 || celsius == 85;
}

}  // namespace hive
