// daemons/sync/config.h - sync.ini: where rows come from, how their columns are called, when they
// are copied.
#pragma once

#include <chrono>
#include <list>
#include <string>
#include <string_view>

#include "lib/config.h"
#include "lib/database_uri.h"
#include "lib/result.h"

namespace hive {

enum class Start { warm, cold };
enum class Tls { no, yes, verify };
enum class SqlLog { off, on };

/// What a temperature may be, degrees Celsius, bounds included.
struct TemperatureRange {
    double low = -60;
    double high = 80;
    bool operator==(const TemperatureRange&) const = default;
};
/// "-60..80"
[[nodiscard]] Result<TemperatureRange> parse_temperature_range(std::string_view text);

/// How the columns of the remote table are called.
struct ColumnNames {
    std::string id = "id";
    std::string apiary;  // "": apiary_name if the table has it, else apiary_id
    std::string time = "timestamp";
    std::string internal = "bme680_internal_temperature";
    std::string external = "bme680_external_temperature";
    std::string fft_prefix = "fft_bin";  // followed by 1 to 64
};

struct SourceConfig {
    std::string name;  // identifies its rows in the store
    DatabaseUri uri;  // given, once the file is valid
    std::string table = "sync_data";
    std::string user;
    std::string password_file;
    Tls tls = Tls::no;
    std::string tls_ca;  // "": the system's
    std::chrono::seconds connect_timeout {5};
    std::chrono::seconds read_timeout {30};
    ColumnNames columns;
    TemperatureRange internal_range;
    TemperatureRange external_range;
    std::string time_zone = "UTC";
};

struct SyncConfig {
    std::string store = "sync/apiary.db";
    Start start = Start::warm;
    std::chrono::seconds interval {300};
    std::chrono::seconds retry {1};
    std::chrono::seconds retry_max {300};
    int batch = 1000;
    bool log_sql = false;
    std::list<SourceConfig> sources;

    [[nodiscard]] SqlLog sql_log() const { return log_sql ? SqlLog::on : SqlLog::off; }
};

/// The file the password of a source is in, "" when it has none: `password_file`, else the
/// credential called like the source.
[[nodiscard]] std::string password_path(const SourceConfig& source);

[[nodiscard]] Schema schema(SyncConfig& config);

}  // namespace hive
