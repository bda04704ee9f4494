#include "supervisor/core/alert_store.h"

#include <array>

namespace hive {
namespace {

constexpr std::array<std::string_view, 1> migrations {R"(
    CREATE TABLE alert (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL,
        source TEXT NOT NULL,
        severity INTEGER NOT NULL,
        subject TEXT NOT NULL,
        text TEXT NOT NULL,
        destinations TEXT NOT NULL,  -- names separated by blanks; '' for all
        state INTEGER NOT NULL,      -- 0 firing, 1 recovered, 2 notice
        fired REAL NOT NULL,
        last REAL NOT NULL,
        count INTEGER NOT NULL,
        recovered REAL NOT NULL,
        acknowledged_by TEXT NOT NULL,
        acknowledged REAL NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX one_firing ON alert (key) WHERE state = 0;
    CREATE INDEX by_key ON alert (key, last);
    CREATE TABLE delivery (
        id INTEGER PRIMARY KEY,
        alert INTEGER NOT NULL,
        destination TEXT NOT NULL,
        occasion INTEGER NOT NULL,   -- fired, reminder, recovered, info, test
        state INTEGER NOT NULL,      -- 0 waiting, 1 sent, 2 dropped
        queued REAL NOT NULL,
        tries INTEGER NOT NULL,
        next_try REAL NOT NULL,      -- once sent: when
        outcome TEXT NOT NULL
    ) STRICT;
    CREATE INDEX by_destination ON delivery (destination, state, next_try);
    CREATE INDEX by_alert ON delivery (alert, destination, queued);
    CREATE TABLE mute (pattern TEXT PRIMARY KEY, until REAL NOT NULL, by TEXT NOT NULL) STRICT;
)"};

constexpr std::string_view alert_columns
    = "id, key, source, severity, subject, text, destinations, state, fired, last, count, "
      "recovered, acknowledged_by, acknowledged";
std::vector<std::string> words(std::string_view text)
{
    std::vector<std::string> list;
    while (!text.empty()) {
        const auto word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(word.size() + 1, text.size()));
        list.emplace_back(word);
    }
    return list;
}

Alert read_alert(const Statement& row)
{
    return {.id = row.integer(0),
        .report = {.key = std::string {row.text(1)},
            .severity = static_cast<Severity>(row.integer(3)),
            .source = std::string {row.text(2)},
            .subject = std::string {row.text(4)},
            .text = std::string {row.text(5)},
            .to = words(row.text(6))},
        .state = static_cast<Alert::State>(row.integer(7)),
        .fired = row.real(8),
        .last = row.real(9),
        .count = static_cast<int>(row.integer(10)),
        .recovered = row.real(11),
        .acknowledged_by = std::string {row.text(12)},
        .acknowledged = row.real(13)};
}

/// What add() and update() have in common: places 1 to 13.
Result<> bind(Statement& row, const Alert& alert)
{
    const auto& report = alert.report;
    TRY(row.bind(1, report.key));
    TRY(row.bind(2, report.source));
    TRY(row.bind(3, std::to_underlying(report.severity)));
    TRY(row.bind(4, report.subject));
    TRY(row.bind(5, report.text));
    TRY(row.bind(6, fmt::format("{}", fmt::join(report.to, " "))));
    TRY(row.bind(7, std::to_underlying(alert.state)));
    TRY(row.bind(8, alert.fired));
    TRY(row.bind(9, alert.last));
    TRY(row.bind(10, alert.count));
    TRY(row.bind(11, alert.recovered));
    TRY(row.bind(12, alert.acknowledged_by));
    return row.bind(13, alert.acknowledged);
}

Result<std::optional<Alert>> first(Result<std::vector<Alert>> alerts)
{
    auto found = TRY(std::move(alerts));
    return found.empty() ? std::nullopt : std::optional {std::move(found.front())};
}

}  // namespace

std::string_view name_of(Alert::State state)
{
    switch (state) {
    case Alert::State::firing: return "firing";
    case Alert::State::recovered: return "recovered";
    case Alert::State::info: return "info";
    }
    std::unreachable();
}

Result<AlertStore> AlertStore::open(const std::string& path)
{
    auto database = TRY(Sqlite::open(path));
    TRY(database.migrate(migrations));
    return AlertStore {std::move(database)};
}

Result<std::vector<Alert>> AlertStore::alerts(Statement query)
{
    std::vector<Alert> found;
    while (TRY(query.step()))
        found.push_back(read_alert(query));
    return found;
}

Result<std::optional<Alert>> AlertStore::find(std::int64_t id)
{
    auto query
        = TRY(database_.prepare(fmt::format("SELECT {} FROM alert WHERE id = ?", alert_columns)));
    TRY(query.bind(1, id));
    return first(alerts(std::move(query)));
}

Result<std::optional<Alert>> AlertStore::find_firing(const std::string& key)
{
    auto query = TRY(database_.prepare(
        fmt::format("SELECT {} FROM alert WHERE key = ? AND state = 0", alert_columns)));
    TRY(query.bind(1, key));
    return first(alerts(std::move(query)));
}

Result<std::optional<Alert>> AlertStore::find_notice(const std::string& key, double since)
{
    auto query = TRY(database_.prepare(fmt::format(
        "SELECT {} FROM alert WHERE key = ? AND last >= ? AND state = 2", alert_columns)));
    TRY(query.bind(1, key));
    TRY(query.bind(2, since));
    return first(alerts(std::move(query)));
}

Result<std::vector<Alert>> AlertStore::list(bool only_firing, int limit)
{
    auto query = TRY(database_.prepare(fmt::format("SELECT {} FROM alert WHERE state <= ? "
                                                   "ORDER BY last DESC, id DESC LIMIT ?",
        alert_columns)));
    TRY(query.bind(1, std::to_underlying(only_firing ? Alert::State::firing : Alert::State::info)));
    TRY(query.bind(2, limit));
    return alerts(std::move(query));
}

Result<std::int64_t> AlertStore::count_firing()
{
    return database_.integer("SELECT count(*) FROM alert WHERE state = 0");
}

Result<std::int64_t> AlertStore::add(const Alert& alert)
{
    auto row
        = TRY(database_.prepare("INSERT INTO alert (key, source, severity, subject, text, "
                                "destinations, state, fired, last, "
                                "count, recovered, acknowledged_by, acknowledged) "
                                "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"));
    TRY(bind(row, alert));
    TRY(row.run());
    return database_.last_row_id();
}

Result<> AlertStore::update(const Alert& alert)
{
    auto row = TRY(database_.prepare(
        "UPDATE alert SET key = ?1, source = ?2, severity = ?3, subject = ?4, text = ?5, "
        "destinations = ?6, state = ?7, fired = ?8, last = ?9, count = ?10, recovered = ?11, "
        "acknowledged_by = ?12, acknowledged = ?13 WHERE id = ?14"));
    TRY(bind(row, alert));
    TRY(row.bind(14, alert.id));
    return row.run();
}

}  // namespace hive
