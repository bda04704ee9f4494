#include <array>

#include "lib/json.h"
#include "lib/sqlite.h"
#include "supervisor/core/event_store.h"

namespace hive {
namespace {

constexpr std::array<std::string_view, 1> migrations {R"(
    CREATE TABLE event (
        id INTEGER PRIMARY KEY,
        time REAL NOT NULL,
        service TEXT NOT NULL,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        lines TEXT NOT NULL  -- JSON: the last of its log
    ) STRICT;
    CREATE INDEX by_service ON event (service, id);
)"};

Happening happening_in(const Statement& row)
{
    Happening happening {.id = row.integer(0),
        .time = row.real(1),
        .service = std::string {row.text(2)},
        .kind = std::string {row.text(3)},
        .text = std::string {row.text(4)}};
    if (const auto lines = parse_json(row.text(5)); lines && lines->is_array())
        for (const auto& line : *lines)
            if (line.is_string())
                happening.lines.push_back(line.get<std::string>());
    return happening;
}

class Rows : public EventTable {
public:
    explicit Rows(Sqlite database) : database_ {std::move(database)} { }

    Result<> add(const std::vector<Happening>& happenings) override
    {
        auto transaction = TRY(Transaction::begin(database_));
        auto insert = TRY(database_.prepare("INSERT OR IGNORE INTO event VALUES (?,?,?,?,?,?)"));
        for (const auto& happening : happenings) {
            TRY(insert.bind(1, happening.id));
            TRY(insert.bind(2, happening.time));
            TRY(insert.bind(3, happening.service));
            TRY(insert.bind(4, happening.kind));
            TRY(insert.bind(5, happening.text));
            TRY(insert.bind(6, to_text(Json(happening.lines))));
            TRY(insert.run());
        }
        return transaction.commit();
    }

    Result<std::vector<Happening>> find(const EventQuery& query) override
    {
        auto select = TRY(database_.prepare(
            "SELECT id, time, service, kind, text, lines FROM event WHERE (?1 = '' OR service = ?1)"
            " AND (?2 = '' OR kind = ?2) AND (?3 = 0 OR id < ?3) ORDER BY id DESC LIMIT ?4"));
        TRY(select.bind(1, query.service));
        TRY(select.bind(2, query.kind));
        TRY(select.bind(3, query.before));
        TRY(select.bind(4, static_cast<std::int64_t>(query.limit)));
        std::vector<Happening> found;
        while (TRY(select.step()))
            found.push_back(happening_in(select));
        return found;
    }

    Result<> forget(const EventRetention& retention, double now) override
    {
        constexpr double day = 86'400;
        auto remove = TRY(database_.prepare(
            "DELETE FROM event WHERE time < ? OR id <= (SELECT max(id) FROM event) - ?"));
        TRY(remove.bind(1, now - retention.days * day));
        TRY(remove.bind(2, retention.rows));
        return remove.run();
    }

private:
    Sqlite database_;
};

}  // namespace

Result<std::unique_ptr<EventTable>> EventTable::open(const std::string& path)
{
    auto database = TRY(Sqlite::open(path));
    TRY(database.migrate(migrations));
    return std::make_unique<Rows>(std::move(database));
}

}  // namespace hive
