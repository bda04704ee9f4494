#include "lib/guard_schema.h"

#include <bit>
#include <cstring>

namespace hive {

static_assert(std::endian::native == std::endian::little, "blobs are little-endian");

const std::array<std::string_view, 1> guard_migrations {R"sql(
    CREATE TABLE server (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    );
    CREATE TABLE class (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        is_attack INTEGER NOT NULL
    );
    CREATE TABLE second (
        ts INTEGER NOT NULL,
        server INTEGER NOT NULL REFERENCES server (id),
        class INTEGER NOT NULL REFERENCES class (id),
        count INTEGER NOT NULL,
        PRIMARY KEY (ts, server, class)
    ) WITHOUT ROWID;
    CREATE TABLE five (
        ts INTEGER NOT NULL,
        server INTEGER NOT NULL REFERENCES server (id),
        class INTEGER NOT NULL REFERENCES class (id),
        count INTEGER NOT NULL,
        PRIMARY KEY (ts, server, class)
    ) WITHOUT ROWID;
    CREATE TABLE outcome (
        ts INTEGER NOT NULL,
        label INTEGER NOT NULL REFERENCES class (id),
        predicted INTEGER NOT NULL REFERENCES class (id),
        count INTEGER NOT NULL,
        PRIMARY KEY (ts, label, predicted)
    ) WITHOUT ROWID;
    CREATE TABLE decision (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        ts REAL NOT NULL,
        client TEXT NOT NULL,
        server TEXT NOT NULL,
        class TEXT NOT NULL,
        by_what TEXT NOT NULL,
        score REAL NOT NULL,
        action TEXT NOT NULL,
        why TEXT NOT NULL DEFAULT '',
        until REAL,
        reasons TEXT NOT NULL,
        lines TEXT NOT NULL
    );
    CREATE INDEX decision_client ON decision (client, id);
    CREATE INDEX decision_ts ON decision (ts);
    CREATE TABLE client (
        address TEXT PRIMARY KEY,
        server TEXT NOT NULL,
        since REAL NOT NULL,
        last REAL NOT NULL,
        requests INTEGER NOT NULL,
        errors INTEGER NOT NULL,
        attacks INTEGER NOT NULL,
        class TEXT NOT NULL,
        score REAL NOT NULL,
        strikes INTEGER NOT NULL,
        reasons TEXT NOT NULL,
        lines TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE feedback (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        ts REAL NOT NULL,
        client TEXT NOT NULL,
        decision INTEGER REFERENCES decision (id) ON DELETE SET NULL,
        verdict TEXT NOT NULL,
        class TEXT NOT NULL,
        user TEXT NOT NULL
    );
    CREATE TABLE window (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        ts INTEGER NOT NULL,
        client TEXT NOT NULL,
        server TEXT NOT NULL,
        kind TEXT NOT NULL,
        class TEXT NOT NULL,
        score REAL NOT NULL,
        label TEXT NOT NULL DEFAULT '',
        features BLOB NOT NULL
    );
    CREATE INDEX window_client ON window (client, ts);
    CREATE TABLE model (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        path TEXT NOT NULL,
        version TEXT NOT NULL,
        trees INTEGER NOT NULL,
        loaded REAL NOT NULL,
        retired REAL,
        is_current INTEGER NOT NULL,
        card TEXT NOT NULL
    );
    CREATE TABLE drift (
        kind TEXT NOT NULL,
        feature TEXT NOT NULL,
        ts REAL NOT NULL,
        psi REAL NOT NULL,
        PRIMARY KEY (kind, feature)
    ) WITHOUT ROWID;
    CREATE TABLE safe (
        kind TEXT NOT NULL,
        value TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT '',
        added REAL NOT NULL,
        user TEXT NOT NULL,
        PRIMARY KEY (kind, value)
    ) WITHOUT ROWID;
    CREATE TABLE state (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) WITHOUT ROWID;
)sql"};

std::vector<std::byte> encode_features(std::span<const float> features)
{
    const auto bytes = std::as_bytes(features);
    return {bytes.begin(), bytes.end()};
}

std::optional<std::vector<float>> decode_features(std::span<const std::byte> bytes)
{
    if (bytes.size() % sizeof(float) != 0)
        return std::nullopt;
    std::vector<float> features(bytes.size() / sizeof(float));
    std::memcpy(features.data(), bytes.data(), bytes.size());
    return features;
}

}  // namespace hive
