#include "lib/sqlite.h"
#include "tools/hive-sample/sink.h"
#include "tools/hive-sample/table.h"

namespace hive {
namespace {

Result<> bind_hundredths(Statement& statement, int index, std::optional<int> value)
{
    return value ? statement.bind(index, *value / 100.0) : statement.bind_null(index);
}

class SqliteSink : public RowSink {
public:
    SqliteSink(Sqlite database, Statement insert, std::string table)
        : database_ {std::move(database)}, insert_ {std::move(insert)}, table_ {std::move(table)}
    {
    }

    Result<TableState> state(std::int64_t now) override
    {
        auto statement = TRY(database_.prepare(state_sql(table_, latest_time(now))));
        if (!TRY(statement.step()))
            return fail("table {}: its rows cannot be counted", table_);
        return TableState {.rows = statement.integer(0),
            .last_id = statement.integer(1),
            .last_time = statement.integer(2),
            .apiaries = static_cast<int>(statement.integer(3))};
    }

    Result<> write(std::span<const SampleRow> rows) override
    {
        auto transaction = TRY(Transaction::begin(database_));
        for (const auto& row : rows)
            TRY(insert(row));
        return transaction.commit();
    }

    Result<> finish() override { return {}; }

private:
    Result<> insert(const SampleRow& row)
    {
        TRY(insert_.bind(1, row.id));
        TRY(row.apiary ? insert_.bind(2, *row.apiary + 1) : insert_.bind_null(2));
        TRY(row.apiary ? insert_.bind(3, apiary_name(*row.apiary)) : insert_.bind_null(3));
        TRY(insert_.bind(4, row.time));
        TRY(bind_hundredths(insert_, 5, row.internal));
        TRY(bind_hundredths(insert_, 6, row.external));
        int index = 7;
        for (const auto bin : row.bins)
            TRY(bin % 100 == 0 ? insert_.bind(index++, bin / 100)
                               : insert_.bind(index++, bin / 100.0));
        return insert_.run();
    }

    Sqlite database_;
    Statement insert_;
    std::string table_;
};

}  // namespace

Result<std::unique_ptr<RowSink>> open_sqlite_sink(
    const Arguments& arguments, const DatabaseUri& uri)
{
    auto database = TRY(Sqlite::open(uri.path));
    TRY(database.execute(create_table_sql(arguments.table, Dialect::sqlite, arguments.plan.bins)));
    auto insert = TRY(database.prepare(insert_sql(arguments.table, 1)));
    return std::make_unique<SqliteSink>(std::move(database), std::move(insert), arguments.table);
}

}  // namespace hive
