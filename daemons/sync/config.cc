#include "daemons/sync/config.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <vector>

#include "lib/number.h"
#include "lib/paths.h"
#include "lib/secret_file.h"

namespace hive {
namespace {

constexpr std::string_view zone_directory = "/usr/share/zoneinfo";

constexpr ValueRange possible_temperatures {-273.15, 1000};

Result<double> parse_value(std::string_view text)
{
    const auto value = number_of<double>(text);
    if (!value || !std::isfinite(*value))
        return fail("'{}' is no number", text);
    return *value;
}

bool is_name_byte(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
        || c == '$' || c >= 0x80;
}

/// The name of a table or column: it becomes part of a statement, where no placeholder can stand.
Result<std::string> parse_sql_name(std::string_view text)
{
    if (text.empty() || text.size() > 64 || !std::ranges::all_of(text, is_name_byte))
        return fail("'{}' is no table or column name (letters, digits, _ and $, at most 64)", text);
    return std::string {text};
}

Result<std::string> parse_time_zone(std::string_view text)
{
    const auto is_zone_byte
        = [](unsigned char c) { return c != '$' && c < 0x80 && is_name_byte(c); };
    const auto is_zone_text
        = [&](unsigned char c) { return is_zone_byte(c) || c == '/' || c == '+' || c == '-'; };
    const auto file = fmt::format("{}/{}", zone_directory, text);
    std::error_code error;
    const bool is_known = text == "UTC" || !std::filesystem::is_directory(zone_directory, error)
        || std::filesystem::is_regular_file(file, error);
    if (text.empty() || text.starts_with('/') || !std::ranges::all_of(text, is_zone_text)
        || !is_known)
        return fail("'{}' is no time zone (such as Australia/Melbourne)", text);
    return std::string {text};
}

Option column(std::string name, std::string& target, std::string help)
{
    const auto initial = target;
    return Option::parsed(
        std::move(name), target, &parse_sql_name, "name", initial, std::move(help));
}

std::vector<Option> connection_options(SourceConfig& source)
{
    return {
        Option::parsed("uri", source.uri, &parse_database_uri, "uri", "",
            "The database: mariadb://HOST[:PORT]/DATABASE, mariadb:///DATABASE?socket=PATH or "
            "sqlite:PATH, or csv:PATH, a folder of CSV files with a header line each, which may "
            "grow. A relative PATH lies in the state directory.")
            .required(),
        column("table", source.table, "The table that holds the rows."),
        Option::text("user", source.user, "User to log in as."),
        Option::text("password_file", source.password_file,
            "File whose first line is the password; nobody but its owner may read it. A relative "
            "name lies in the configuration directory. Without it the credential called like the "
            "source is taken from $CREDENTIALS_DIRECTORY, and without that no password is given."),
        Option::choice("tls", source.tls,
            {{"no", Tls::no}, {"yes", Tls::yes}, {"verify", Tls::verify}},
            "Whether the connection must be encrypted, and whether the server must prove its name "
            "by a certificate. Across a network that others share only verify is safe."),
        Option::text("tls_ca", source.tls_ca,
            "File with the certificates of the authorities to believe, instead of the system's."),
        Option::seconds("connect_timeout", source.connect_timeout, {1, 60},
            "A server that takes longer to connect counts as away."),
        Option::seconds("read_timeout", source.read_timeout, {1, 3600},
            "A server silent for this long in the middle of a copy counts as away."),
        Option::flag("compress", source.is_compressed,
            "Whether what the server sends is compressed: less traffic, more work on both ends."),
    };
}

std::vector<Option> mapping_options(SourceConfig& source)
{
    auto& columns = source.columns;
    return {
        column("id_column", columns.id, "Unique whole number that grows with every new row."),
        column("apiary_column", columns.apiary,
            "Name or number of the apiary. Left out: apiary_name if the table has it, else "
            "apiary_id."),
        column("time_column", columns.time,
            "Time of the row: a number is seconds since 1970 (UTC), else it is a date and time."),
        Option::parsed("time_column_zone", source.time_column_zone, &parse_time_zone, "zone", "UTC",
            "Zone of the clock that a date and time in the time column was read from."),
        column("internal_column", columns.internal, "Temperature in the hive, degrees Celsius."),
        column("external_column", columns.external, "Temperature outside, degrees Celsius."),
        column("fft_prefix", columns.fft_prefix,
            "The columns of sound amplitudes are called by this and a number from 1 up."),
        Option::number("bins", source.bins, {1, static_cast<int>(max_bins)},
            "How many columns of sound amplitudes there are."),
        Option::flag("extra_series", source.has_extras,
            "Whether further numeric columns (weight, humidity) become series of their own; a "
            "section [series NAME] says more of one."),
        Option::parsed("internal_range", source.internal_range, &parse_temperature_range,
            "low..high", "-60..80", "A value outside goes to quarantine, not into the chart."),
        Option::parsed("external_range", source.external_range, &parse_temperature_range,
            "low..high", "-60..80", "The same for the temperature outside."),
        Option::parsed("time_zone", source.time_zone, &parse_time_zone, "zone", "UTC",
            "Zone in which the days of these apiaries are shown."),
        Option::choice("deleted_rows", source.deleting,
            {{"mirror", Deleting::mirror}, {"keep", Deleting::keep}},
            "What becomes of rows that were deleted at the source: mirror deletes them here, too; "
            "keep keeps them."),
    };
}

std::vector<Option> source_options(SourceConfig& source)
{
    auto options = connection_options(source);
    std::ranges::move(mapping_options(source), std::back_inserter(options));
    return options;
}

std::vector<Option> series_options(SeriesConfig& series)
{
    return {
        Option::text("title", series.title, "How people call it. Left out: the column's name."),
        Option::text("unit", series.unit, "Its unit, such as kg."),
        Option::parsed("range", series.range, &parse_range, "low..high", "",
            "A value outside goes to quarantine, not into the chart."),
    };
}

constexpr std::int64_t one_day = 86400;
constexpr Range retention_range {0, 36525 * one_day};

std::vector<Option> apiary_options(ApiaryConfig& apiary)
{
    return {Option::seconds("retention", apiary.retention, retention_range,
        "How old its samples may become, 0: any age. The same as retention above, for this "
        "apiary.")
            .required()};
}

std::vector<Option> sync_options(SyncConfig& config)
{
    return {
        Option::text("store", config.store,
            "The SQLite file to fill. A relative name lies in the state directory."),
        Option::choice("start", config.start, {{"warm", Start::warm}, {"cold", Start::cold}},
            "warm: copy at the start, then every interval. cold: copy nothing before the first "
            "request (the page's button, hivectl sync now), then every interval."),
        Option::seconds("interval", config.interval, {1, 604800},
            "Time between two copies; each is moved by up to a tenth of it at random."),
        Option::seconds("retry", config.retry, {1, 3600},
            "Time until the next try after a copy that failed; it doubles with each failure, up to "
            "retry_max; each is moved by up to a tenth of it at random."),
        Option::seconds("retry_max", config.retry_max, {1, 86400}, "Longest time between tries."),
        Option::number("batch", config.batch, {1, 100000},
            "Rows stored in one transaction, together with how far the copy has come."),
        Option::seconds("verify_interval", config.verify_interval, {60, 31536000},
            "Time between two comparisons of everything that was copied with its source. They find "
            "and correct rows that were edited, deleted or inserted late. One follows at once "
            "when the numbers of rows differ after a copy."),
        Option::seconds("retention", config.retention, retention_range,
            "How old the samples of an apiary may become, counted from its newest one; 0: any age. "
            "Older days are removed after a run, with their sums; the source is left alone. What "
            "was removed comes back only by hivectl sync rebuild."),
        Option::seconds("away_alert", config.alerts.away, {0, 604800},
            "A source that could not be read for as long is an alert; 0: never."),
        Option::number("quarantine_alert", config.alerts.quarantine, {0, 100},
            "It is an alert when as many of a hundred new rows have a value in quarantine, or are "
            "there as a whole; at least 100 rows are looked at. 0: never."),
        Option::flag("log_sql", config.log_sql, "Whether every SQL statement is logged."),
    };
}

void check_password(const SourceConfig& source, std::vector<Mistake>& mistakes)
{
    const auto section = "source " + source.name;
    if (source.password_file.empty())
        return;
    if (source.user.empty())
        mistakes.push_back({section, "password_file", "there is no user this password is for"});
    if (auto secret = read_secret(password_path(source)); !secret)
        mistakes.push_back({section, "password_file", secret.error().message()});
}

void check_source(const SourceConfig& source, std::vector<Mistake>& mistakes)
{
    check_password(source, mistakes);
    const auto section = "source " + source.name;
    const bool is_given = source.uri != DatabaseUri {};  // else that is the mistake
    const bool is_tcp = source.uri.kind == DatabaseUri::Kind::mariadb && source.uri.socket.empty();
    if (source.tls != Tls::no && is_given && !is_tcp)
        mistakes.push_back({section, "tls", "only a server over TCP can be asked for it"});
    if (!source.tls_ca.empty() && source.tls == Tls::no)
        mistakes.push_back({section, "tls_ca", "of no use without tls = yes or verify"});
}

std::vector<Mistake> check(const SyncConfig& config)
{
    std::vector<Mistake> mistakes;
    if (config.retry_max < config.retry)
        mistakes.push_back({"sync", "retry_max", "shorter than retry"});
    const auto check_retention = [&](const std::string& section, std::chrono::seconds retention) {
        if (retention.count() > 0 && retention.count() < one_day)
            mistakes.push_back({section, "retention", "shorter than a day"});
    };
    check_retention("sync", config.retention);
    for (const auto& apiary : config.apiaries)
        check_retention("apiary " + apiary.name, apiary.retention);
    for (const auto& source : config.sources)
        check_source(source, mistakes);
    return mistakes;
}

}  // namespace

Result<ValueRange> parse_range(std::string_view text)
{
    const auto dots = text.find("..");
    if (dots == std::string_view::npos)
        return fail("'{}' is no range such as -60..80", text);
    const auto low = TRY(parse_value(text.substr(0, dots)));
    const auto high = TRY(parse_value(text.substr(dots + 2)));
    if (low >= high)
        return fail("{} is not below {}", low, high);
    return ValueRange {low, high};
}

Result<ValueRange> parse_temperature_range(std::string_view text)
{
    const auto range = TRY(parse_range(text));
    const auto [least, most] = possible_temperatures;
    for (const double value : {range.low, range.high})
        if (value < least || value > most)
            return fail("{} is outside {}-{}", value, least, most);
    return range;
}

std::string password_path(const SourceConfig& source)
{
    if (!source.password_file.empty())
        return configuration_path(source.password_file);
    return credential_path(source.name);
}

Schema schema(SyncConfig& config)
{
    return {
        .sections = {
            Section::plain("sync", "When rows are copied, and where to.", sync_options(config)),
            Section::named<SourceConfig>("source", "NAME",
                "A database rows are copied from; any number. NAME identifies its rows in the "
                "store: keep it when the server moves, take another for another table.",
                config.sources, &source_options),
            Section::named<SeriesConfig>("series", "NAME",
                "A further series, which comes from the columns called NAME of all sources.",
                config.series, &series_options),
            Section::named<ApiaryConfig>("apiary", "NAME",
                "What differs for the apiary called NAME.", config.apiaries, &apiary_options),
        },
        .check = [&config] { return check(config); },
    };
}

}  // namespace hive
