#include <limits>

#include "daemons/sync/source.h"
#include "lib/paths.h"
#include "lib/sqlite.h"

namespace hive {
namespace {

/// Rows are read in pieces, so that the program that writes the file waits for a piece at most.
constexpr std::int64_t rows_in_a_piece = 1000;

class SqliteSource : public RowSource {
public:
    SqliteSource(Sqlite database, const SourceConfig& config, SqlLog sql_log)
        : database_ {std::move(database)}, config_ {config}, sql_log_ {sql_log}
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

    Result<> select(const Columns& columns, std::int64_t after) override
    {
        const auto sql = select_rows_sql(columns, config_.table, Quoting::double_quotes);
        rows_ = TRY(prepare(sql + " LIMIT ?"));
        return start_piece(after);
    }

    Result<const RemoteRow*> next() override
    {
        if (left_in_piece_ == 0)
            TRY(start_piece(row_.id));
        if (!TRY(rows_->step())) {
            rows_->reset();
            return nullptr;
        }
        --left_in_piece_;
        read_row();
        return &row_;
    }

    Result<std::int64_t> count(const Columns& columns, std::int64_t last) override
    {
        auto statement
            = TRY(prepare(count_rows_sql(columns, config_.table, Quoting::double_quotes)));
        TRY(statement.bind(1, last));
        return TRY(statement.step()) ? statement.integer(0) : 0;
    }

private:
    Result<Statement> prepare(const std::string& sql)
    {
        log_statement(sql_log_, config_.name, sql);
        return database_.prepare(sql);
    }

    Result<> start_piece(std::int64_t after)
    {
        rows_->reset();
        TRY(rows_->bind(1, after));
        TRY(rows_->bind(2, rows_in_a_piece));
        left_in_piece_ = rows_in_a_piece;
        return {};
    }

    [[nodiscard]] std::optional<double> number(int column) const
    {
        if (rows_->is_null(column))
            return std::nullopt;
        constexpr auto not_a_number = std::numeric_limits<double>::quiet_NaN();
        return rows_->is_number(column) ? rows_->real(column) : not_a_number;
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
        row_.time.reset();
        if (rows_->is_number(2))
            row_.time = rows_->integer(2);
        row_.internal = number(3);
        row_.external = number(4);
        for (std::size_t i = 0; i < fft_bins; ++i)
            row_.bins[i] = static_cast<float>(
                number(static_cast<int>(5 + i)).value_or(std::numeric_limits<double>::quiet_NaN()));
    }

    Sqlite database_;
    const SourceConfig& config_;
    SqlLog sql_log_;
    std::optional<Statement> rows_;
    std::int64_t left_in_piece_ = 0;
    RemoteRow row_;
};

}  // namespace

Result<std::unique_ptr<RowSource>> open_sqlite_source(const SourceConfig& config, SqlLog sql_log)
{
    auto database = TRY(Sqlite::open(state_path(config.uri.path), Sqlite::Mode::read_only));
    return std::make_unique<SqliteSource>(std::move(database), config, sql_log);
}

}  // namespace hive
