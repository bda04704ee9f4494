#include "supervisor/core/alert_store.h"

#include <utility>

namespace hive {
namespace {

constexpr std::string_view delivery_columns
    = "id, alert, destination, occasion, state, queued, tries, next_try, outcome";

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

}  // namespace

Result<std::int64_t> AlertStore::queue(const Delivery& delivery)
{
    auto row = TRY(database_.prepare(
        "INSERT INTO delivery (alert, destination, occasion, state, queued, tries, next_try, "
        "outcome) VALUES (?, ?, ?, ?, ?, 0, ?, '')"));
    TRY(row.bind(1, delivery.alert));
    TRY(row.bind(2, delivery.destination));
    TRY(row.bind(3, std::to_underlying(delivery.occasion)));
    TRY(row.bind(4, std::to_underlying(delivery.state)));
    TRY(row.bind(5, delivery.queued));
    TRY(row.bind(6, delivery.next_try));
    TRY(row.run());
    return database_.last_row_id();
}

Result<> AlertStore::update(const Delivery& delivery)
{
    auto row = TRY(database_.prepare("UPDATE delivery SET state = ?, tries = ?, next_try = ?, "
                                     "outcome = ? WHERE id = ?"));
    TRY(row.bind(1, std::to_underlying(delivery.state)));
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
    TRY(query.bind(3, std::to_underlying(Occasion::test)));
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
