#include <limits>

#include "daemons/sync/calendar.h"
#include "daemons/sync/source.h"
#include "lib/paths.h"
#include "lib/sqlite.h"

namespace hive {
namespace {

/// Rows are read in pieces, so that the program that writes the file waits for a piece at most.
constexpr std::int64_t rows_in_a_piece = 1000;
constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

class SqliteSource : public RowSource {
public:
    SqliteSource(Sqlite database, CalendarZone zone, const SourceConfig& config, SqlLog sql_log)
        : database_ {std::move(database)}, zone_ {zone}, config_ {config}, sql_log_ {sql_log}
    {
    }

    Result<std::vector<RemoteColumn>> columns() override
    {
        auto statement = TRY(prepare("SELECT name, type FROM pragma_table_info(?) ORDER BY cid"));
        TRY(statement.bind(1, config_.table));
        std::vector<RemoteColumn> columns;
        while (TRY(statement.step()))
            columns.push_back({std::string {statement.text(0)}, std::string {statement.text(1)}});
        return columns;
    }

    Result<> select(const Columns& columns, IdRange range) override
    {
        const auto sql = select_rows_sql(columns, config_.table, Quoting::double_quotes);
        rows_ = TRY(prepare(sql + " LIMIT ?"));
        row_.bins.resize(columns.bins.size());
        row_.extras.resize(columns.extras.size());
        last_ = range.last;
        return start_piece(range.first);
    }

    Result<const RemoteRow*> next() override
    {
        if (left_in_piece_ == 0 && row_.id == last_)
            return nullptr;
        if (left_in_piece_ == 0)
            TRY(start_piece(row_.id + 1));
        if (!TRY(rows_->step())) {
            rows_->reset();
            return nullptr;
        }
        --left_in_piece_;
        read_row();
        return &row_;
    }

    Result<std::int64_t> count(const Columns& columns, IdRange range) override
    {
        auto statement
            = TRY(prepare(count_rows_sql(columns, config_.table, Quoting::double_quotes)));
        TRY(statement.bind(1, range.first));
        TRY(statement.bind(2, range.last));
        return TRY(statement.step()) ? statement.integer(0) : 0;
    }

    Result<Checksum> checksum(const Columns& columns, IdRange range) override
    {
        return read_checksum(*this, columns, range);
    }

    Result<std::optional<std::int64_t>> last_id(const Columns& columns) override
    {
        auto statement = TRY(prepare(last_id_sql(columns, config_.table, Quoting::double_quotes)));
        const bool has_row = TRY(statement.step()) && !statement.is_null(0);
        return has_row ? std::optional {statement.integer(0)} : std::nullopt;
    }

private:
    Result<Statement> prepare(const std::string& sql)
    {
        log_statement(sql_log_, config_.name, sql);
        return database_.prepare(sql);
    }

    Result<> start_piece(std::int64_t first)
    {
        rows_->reset();
        TRY(rows_->bind(1, first));
        TRY(rows_->bind(2, last_));
        TRY(rows_->bind(3, rows_in_a_piece));
        left_in_piece_ = rows_in_a_piece;
        return {};
    }

    [[nodiscard]] std::optional<double> number(int column) const
    {
        if (rows_->is_null(column))
            return std::nullopt;
        return rows_->is_number(column) ? rows_->real(column) : no_value;
    }

    void read_row()
    {
        row_.id = rows_->integer(0);
        row_.apiary.reset();
        row_.is_apiary_cut = false;
        if (!rows_->is_null(1)) {
            const auto name = rows_->text(1);
            row_.apiary = name.substr(0, RemoteRow::longest_apiary);
            row_.is_apiary_cut = name.size() > RemoteRow::longest_apiary;
        }
        read_time();
        row_.internal = number(3);
        row_.external = number(4);
        int column = 5;
        for (double& bin : row_.bins)
            bin = number(column++).value_or(no_value);
        for (double& extra : row_.extras)
            extra = number(column++).value_or(no_value);
    }

    void read_time()
    {
        const bool is_epoch = rows_->is_number(2);
        row_.column_time = is_epoch ? std::optional {rows_->integer(2)}
            : rows_->is_null(2)     ? std::nullopt
                                    : parse_calendar_time(rows_->text(2));
        row_.time = row_.column_time;
        if (row_.time && !is_epoch)
            row_.time = zone_.epoch(*row_.time);
    }

    Sqlite database_;
    CalendarZone zone_;
    const SourceConfig& config_;
    SqlLog sql_log_;
    std::optional<Statement> rows_;
    std::int64_t last_ = 0;
    std::int64_t left_in_piece_ = 0;
    RemoteRow row_;
};

}  // namespace

Result<std::unique_ptr<RowSource>> open_sqlite_source(const SourceConfig& config, SqlLog sql_log)
{
    auto database = TRY(Sqlite::open(state_path(config.uri.path), Sqlite::Mode::read_only));
    const auto zone = TRY(CalendarZone::find(config.time_column_zone));
    return std::make_unique<SqliteSource>(std::move(database), zone, config, sql_log);
}

}  // namespace hive
