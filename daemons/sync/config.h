// daemons/sync/config.h - sync.ini: where rows come from, how their columns are called, when they
// are copied.
#pragma once

#include <chrono>
#include <limits>
#include <list>
#include <string>
#include <string_view>

#include "lib/config.h"
#include "lib/database_uri.h"
#include "lib/readings_schema.h"
#include "lib/result.h"

namespace hive {

enum class Start { warm, cold };
enum class Tls { no, yes, verify };
enum class SqlLog { off, on };

/// What becomes of a row here that the source has no longer.
enum class Deleting { mirror, keep };

/// What a value may be, bounds included.
struct ValueRange {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool operator==(const ValueRange&) const = default;
};
/// "0..200"
[[nodiscard]] Result<ValueRange> parse_range(std::string_view text);
/// Degrees Celsius, "-60..80", within what can be a temperature.
[[nodiscard]] Result<ValueRange> parse_temperature_range(std::string_view text);
constexpr ValueRange usual_temperatures {-60, 80};

/// How the columns of the remote table are called.
struct ColumnNames {
    std::string id = "id";
    std::string apiary;  // "": apiary_name if the table has it, else apiary_id
    std::string time = "timestamp";
    std::string internal = "bme680_internal_temperature";
    std::string external = "bme680_external_temperature";
    std::string fft_prefix = "fft_bin";  // followed by 1 to the number of bins
};

/// A further series, by the column it comes from.
struct SeriesConfig {
    std::string name;  // of the column, and of the series
    std::string title;
    std::string unit;
    ValueRange range;
};

/// What one apiary keeps, when it is not what all do.
struct ApiaryConfig {
    std::string name;
    std::chrono::seconds retention {0};
};

/// When something is worth an alert; 0: never.
struct AlertConfig {
    std::chrono::seconds away {3600};
    int quarantine = 5;  // percent
};

struct SourceConfig {
    std::string name;  // identifies its rows in the store
    DatabaseUri uri;  // given, once the file is valid
    std::string table = "sync_data";
    std::string user;
    std::string password_file;
    Tls tls = Tls::no;
    std::string tls_ca;  // "": the system's
    bool is_compressed = false;
    std::chrono::seconds connect_timeout {5};
    std::chrono::seconds read_timeout {30};
    ColumnNames columns;
    int bins = static_cast<int>(fft_bins);
    bool has_extras = true;
    ValueRange internal_range = usual_temperatures;
    ValueRange external_range = usual_temperatures;
    std::string time_zone = "UTC";
    std::string time_column_zone = "UTC";
    Deleting deleting = Deleting::mirror;
};

struct SyncConfig {
    std::string store = "sync/apiary.db";
    Start start = Start::warm;
    std::chrono::seconds interval {300};
    std::chrono::seconds retry {1};
    std::chrono::seconds retry_max {300};
    int batch = 10000;
    std::chrono::seconds verify_interval {86400};
    std::chrono::seconds retention {0};  // 0: for ever
    AlertConfig alerts;
    bool log_sql = false;
    std::list<SourceConfig> sources;
    std::list<SeriesConfig> series;
    std::list<ApiaryConfig> apiaries;

    [[nodiscard]] SqlLog sql_log() const { return log_sql ? SqlLog::on : SqlLog::off; }
};

/// The file the password of a source is in, "" when it has none: `password_file`, else the
/// credential called like the source.
[[nodiscard]] std::string password_path(const SourceConfig& source);

[[nodiscard]] Schema schema(SyncConfig& config);

}  // namespace hive
