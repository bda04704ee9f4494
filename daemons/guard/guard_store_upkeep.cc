#include "daemons/guard/guard_store.h"

namespace hive {
namespace {

constexpr std::int64_t max_traffic_rows = 1'000'000;
constexpr std::int64_t max_decisions = 100'000;
constexpr std::int64_t max_windows = 200'000;
constexpr std::int64_t max_suspect_rows = 1000;
constexpr std::int64_t max_feedback = 100'000;
constexpr double suspect_time = 600;
constexpr double outcome_time = 30.0 * 86400;

}  // namespace

Result<std::vector<SafeEntry>> GuardStore::safe()
{
    auto* rows = TRY(statement("SELECT kind, value, note, added, user FROM safe ORDER BY added"));
    std::vector<SafeEntry> all;
    while (TRY(rows->step()))
        all.push_back({.kind = std::string {rows->text(0)},
            .value = std::string {rows->text(1)},
            .note = std::string {rows->text(2)},
            .added = rows->real(3),
            .user = std::string {rows->text(4)}});
    return all;
}

Result<> GuardStore::add_safe(const SafeEntry& entry)
{
    auto* put = TRY(statement("INSERT OR REPLACE INTO safe VALUES (?1, ?2, ?3, ?4, ?5)"));
    TRY(put->bind(1, entry.kind));
    TRY(put->bind(2, entry.value));
    TRY(put->bind(3, entry.note));
    TRY(put->bind(4, entry.added));
    TRY(put->bind(5, entry.user));
    return put->run();
}

Result<> GuardStore::remove_safe(const std::string& kind, const std::string& value)
{
    auto* remove = TRY(statement("DELETE FROM safe WHERE kind = ?1 AND value = ?2"));
    TRY(remove->bind(1, kind));
    TRY(remove->bind(2, value));
    return remove->run();
}

Result<> GuardStore::retire_models(const std::string& kind, double time)
{
    auto* retire = TRY(statement(
        "UPDATE model SET is_current = 0, retired = ?2 WHERE kind = ?1 AND is_current = 1"));
    TRY(retire->bind(1, kind));
    TRY(retire->bind(2, time));
    return retire->run();
}

Result<> GuardStore::add_model(const std::string& kind, const std::string& path,
    const ModelCard& card, std::size_t trees, double time)
{
    auto transaction = TRY(Transaction::begin(database_));
    TRY(retire_models(kind, time));
    auto* put = TRY(statement("INSERT INTO model (kind, path, version, trees, loaded, is_current,"
                              " card) VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6)"));
    TRY(put->bind(1, kind));
    TRY(put->bind(2, path));
    TRY(put->bind(3, card.version));
    TRY(put->bind(4, static_cast<std::int64_t>(trees)));
    TRY(put->bind(5, time));
    TRY(put->bind(6, format_model_card(card)));
    TRY(put->run());
    TRY(database_.execute("DELETE FROM model WHERE id <= (SELECT max(id) FROM model) - 100"));
    return transaction.commit();
}

Result<> GuardStore::set_drift(
    const std::string& kind, const std::vector<Drift>& drift, double time)
{
    auto transaction = TRY(Transaction::begin(database_));
    auto* clear = TRY(statement("DELETE FROM drift WHERE kind = ?1"));
    TRY(clear->bind(1, kind));
    TRY(clear->run());
    auto* put = TRY(statement("INSERT INTO drift VALUES (?1, ?2, ?3, ?4)"));
    for (const auto& one : drift) {
        TRY(put->bind(1, kind));
        TRY(put->bind(2, one.feature));
        TRY(put->bind(3, time));
        TRY(put->bind(4, one.psi));
        TRY(put->run());
    }
    return transaction.commit();
}

Result<double> GuardStore::first_start(double now)
{
    auto* put = TRY(statement("INSERT OR IGNORE INTO state VALUES ('first_start', ?1)"));
    TRY(put->bind(1, fmt::format("{:.3f}", now)));
    TRY(put->run());
    auto* row = TRY(statement("SELECT CAST(value AS REAL) FROM state WHERE key = 'first_start'"));
    TRY(row->step());
    return row->real(0);
}

Result<> GuardStore::sweep_rows(
    const std::string& table, const std::string& column, double before, std::int64_t most)
{
    auto* old = TRY(statement(fmt::format("DELETE FROM {} WHERE {} < ?1", table, column)));
    TRY(old->bind(1, before));
    TRY(old->run());
    const auto rows = TRY(database_.integer("SELECT count(*) FROM " + table));
    if (rows <= most)
        return {};
    auto* surplus = TRY(statement(fmt::format(
        "DELETE FROM {0} WHERE {1} <= (SELECT {1} FROM {0} ORDER BY {1} LIMIT 1 OFFSET ?1)", table,
        column)));
    TRY(surplus->bind(1, rows - most - 1));
    return surplus->run();
}

Result<> GuardStore::sweep(const GuardConfig& config, double now)
{
    const auto before
        = [now](std::chrono::seconds kept) { return now - static_cast<double>(kept.count()); };
    auto transaction = TRY(Transaction::begin(database_));
    TRY(sweep_rows("second", "ts", before(config.keep_seconds), max_traffic_rows));
    TRY(sweep_rows("five", "ts", before(config.keep_fives), max_traffic_rows));
    TRY(sweep_rows("outcome", "ts", now - outcome_time, max_traffic_rows));
    TRY(sweep_rows("decision", "ts", before(config.keep_decisions), max_decisions));
    TRY(sweep_rows("window", "ts", before(config.keep_windows), max_windows));
    TRY(sweep_rows("client", "last", now - suspect_time, max_suspect_rows));
    TRY(sweep_rows("feedback", "ts", 0, max_feedback));
    return transaction.commit();
}

}  // namespace hive
