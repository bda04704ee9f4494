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
constexpr std::string_view delivery_columns
    = "id, alert, destination, occasion, state, queued, tries, next_try, outcome";

template <class Enum>
std::int64_t number(Enum value)
{
    return std::to_underlying(value);
}

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
    TRY(row.bind(3, number(report.severity)));
    TRY(row.bind(4, report.subject));
    TRY(row.bind(5, report.text));
    TRY(row.bind(6, fmt::format("{}", fmt::join(report.to, " "))));
    TRY(row.bind(7, number(alert.state)));
    TRY(row.bind(8, alert.fired));
    TRY(row.bind(9, alert.last));
    TRY(row.bind(10, alert.count));
    TRY(row.bind(11, alert.recovered));
    TRY(row.bind(12, alert.acknowledged_by));
    return row.bind(13, alert.acknowledged);
}

Result<std::vector<Delivery>> read_deliveries(Statement query)
{
    std::vector<Delivery> deliveries;
    while (TRY(query.step()))
        deliveries.push_back({.id = query.integer(0),
            .alert = query.integer(1),
            .destination = std::string {query.text(2)},
            .occasion = static_cast<Occasion>(query.integer(3)),
            .state = static_cast<Delivery::State>(query.integer(4)),
            .queued = query.real(5),
            .tries = static_cast<int>(query.integer(6)),
            .next_try = query.real(7),
            .outcome = std::string {query.text(8)}});
    return deliveries;
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

// ---- alerts ----------------------------------------------------------------------------

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
    TRY(query.bind(1, number(only_firing ? Alert::State::firing : Alert::State::info)));
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

// ---- deliveries ------------------------------------------------------------------------

Result<std::int64_t> AlertStore::queue(const Delivery& delivery)
{
    auto row = TRY(database_.prepare(
        "INSERT INTO delivery (alert, destination, occasion, state, queued, tries, next_try, "
        "outcome) VALUES (?, ?, ?, ?, ?, 0, ?, '')"));
    TRY(row.bind(1, delivery.alert));
    TRY(row.bind(2, delivery.destination));
    TRY(row.bind(3, number(delivery.occasion)));
    TRY(row.bind(4, number(delivery.state)));
    TRY(row.bind(5, delivery.queued));
    TRY(row.bind(6, delivery.next_try));
    TRY(row.run());
    return database_.last_row_id();
}

Result<> AlertStore::update(const Delivery& delivery)
{
    auto row = TRY(database_.prepare("UPDATE delivery SET state = ?, tries = ?, next_try = ?, "
                                     "outcome = ? WHERE id = ?"));
    TRY(row.bind(1, number(delivery.state)));
    TRY(row.bind(2, delivery.tries));
    TRY(row.bind(3, delivery.next_try));
    TRY(row.bind(4, delivery.outcome));
    TRY(row.bind(5, delivery.id));
    return row.run();
}

Result<std::vector<Delivery>> AlertStore::due(const std::string& destination, double now)
{
    auto query = TRY(database_.prepare(
        fmt::format("SELECT {} FROM delivery WHERE destination = ? AND state = 0 AND next_try <= ? "
                    "ORDER BY id LIMIT 100",
            delivery_columns)));
    TRY(query.bind(1, destination));
    TRY(query.bind(2, now));
    return read_deliveries(std::move(query));
}

Result<std::vector<Delivery>> AlertStore::deliveries_of(std::int64_t alert)
{
    auto query = TRY(database_.prepare(
        fmt::format("SELECT {} FROM delivery WHERE alert = ? ORDER BY id", delivery_columns)));
    TRY(query.bind(1, alert));
    return read_deliveries(std::move(query));
}

Result<std::vector<double>> AlertStore::sent_since(const std::string& destination, double since)
{
    // A digest settles many deliveries at one time and is one message.
    auto query = TRY(database_.prepare(
        "SELECT DISTINCT next_try FROM delivery WHERE destination = ? AND state = 1 "
        "AND next_try > ? AND occasion <> ? ORDER BY next_try"));
    TRY(query.bind(1, destination));
    TRY(query.bind(2, since));
    TRY(query.bind(3, number(Occasion::test)));
    std::vector<double> times;
    while (TRY(query.step()))
        times.push_back(query.real(0));
    return times;
}

Result<std::optional<double>> AlertStore::next_try(const std::string& destination)
{
    auto query = TRY(database_.prepare(
        "SELECT min(next_try) FROM delivery WHERE destination = ? AND state = 0"));
    TRY(query.bind(1, destination));
    if (!TRY(query.step()) || query.is_null(0))
        return std::nullopt;
    return query.real(0);
}

Result<std::int64_t> AlertStore::count_waiting(const std::string& destination)
{
    auto query = TRY(
        database_.prepare("SELECT count(*) FROM delivery WHERE destination = ? AND state = 0"));
    TRY(query.bind(1, destination));
    return TRY(query.step()) ? query.integer(0) : 0;
}

Result<> AlertStore::drop_oldest(const std::string& destination)
{
    auto row = TRY(
        database_.prepare("UPDATE delivery SET state = 2, outcome = 'too many wait' WHERE id = "
                          "(SELECT min(id) FROM delivery WHERE destination = ? AND state = 0)"));
    TRY(row.bind(1, destination));
    return row.run();
}

Result<std::vector<std::int64_t>> AlertStore::unreminded(
    const std::string& destination, double before)
{
    auto query = TRY(database_.prepare(
        "SELECT alert.id FROM alert JOIN delivery ON delivery.alert = alert.id "
        "WHERE alert.state = 0 AND alert.acknowledged = 0 AND delivery.destination = ? "
        "GROUP BY alert.id HAVING max(delivery.queued) <= ? LIMIT 100"));
    TRY(query.bind(1, destination));
    TRY(query.bind(2, before));
    std::vector<std::int64_t> ids;
    while (TRY(query.step()))
        ids.push_back(query.integer(0));
    return ids;
}

// ---- mutes, and what is old -------------------------------------------------------------

Result<> AlertStore::mute(const Mute& mute)
{
    auto row = TRY(database_.prepare("INSERT OR REPLACE INTO mute VALUES (?, ?, ?)"));
    TRY(row.bind(1, mute.pattern));
    TRY(row.bind(2, mute.until));
    TRY(row.bind(3, mute.by));
    return row.run();
}

Result<bool> AlertStore::unmute(const std::string& pattern)
{
    auto row = TRY(database_.prepare("DELETE FROM mute WHERE pattern = ?"));
    TRY(row.bind(1, pattern));
    TRY(row.run());
    return database_.changes() > 0;
}

Result<std::vector<Mute>> AlertStore::mutes(double now)
{
    auto old = TRY(database_.prepare("DELETE FROM mute WHERE until <= ?"));
    TRY(old.bind(1, now));
    TRY(old.run());
    auto query = TRY(database_.prepare("SELECT pattern, until, by FROM mute ORDER BY pattern"));
    std::vector<Mute> found;
    while (TRY(query.step()))
        found.push_back({.pattern = std::string {query.text(0)},
            .until = query.real(1),
            .by = std::string {query.text(2)}});
    return found;
}

Result<> AlertStore::forget_all_but(int kept)
{
    auto old = TRY(database_.prepare(
        "DELETE FROM alert WHERE id IN (SELECT id FROM alert WHERE state <> 0 AND NOT EXISTS "
        "(SELECT 1 FROM delivery WHERE delivery.alert = alert.id AND delivery.state = 0) "
        "ORDER BY last DESC, id DESC LIMIT -1 OFFSET ?)"));
    TRY(old.bind(1, kept));
    TRY(old.run());
    return database_.execute("DELETE FROM delivery WHERE alert NOT IN (SELECT id FROM alert)");
}

}  // namespace hive
