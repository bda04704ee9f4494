#include <cassert>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <limits>

#include "daemons/sync/calendar.h"
#include "daemons/sync/source.h"
#include "lib/file.h"
#include "lib/paths.h"
#include "lib/sqlite.h"

namespace hive {
namespace {

/// Rows are read in pieces, so that the program that writes the file waits for a piece at most.
constexpr std::int64_t rows_in_a_piece = 1000;
constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

/// A database another program writes.
class WrittenFile {
public:
    static Result<WrittenFile> open(const std::string& path)
    {
        auto database = Sqlite::open(path, Sqlite::Mode::read_only);
        if (database)
            return WrittenFile {std::move(*database), path, ""};
        // The last writer of a database with a write-ahead log removes what readers share, and who
        // may not write beside the file cannot make it: then there is only the file, at rest.
        auto fingerprint = file_fingerprint(path);
        if (!is_at_rest(path))
            return std::unexpected {std::move(database).error()};
        return WrittenFile {
            TRY(Sqlite::open(path, Sqlite::Mode::immutable)), path, std::move(fingerprint)};
    }

    Result<Statement> prepare(const std::string& sql) { return database_.prepare(sql); }

    /// Statement::step() that fails when the pages it saw may not belong together.
    Result<bool> step(Statement& statement) const
    {
        auto stepped = statement.step();
        if (!fingerprint_.empty() && file_fingerprint(path_) != fingerprint_)
            return fail("{} was written while it was read at rest", path_);
        return stepped;
    }

private:
    WrittenFile(Sqlite database, std::string path, std::string fingerprint)
        : database_ {std::move(database)}, path_ {std::move(path)},
          fingerprint_ {std::move(fingerprint)}
    {
    }

    /// No log holds a part of it, and another change would show in the time of its last one.
    /// With a write-ahead log alone nobody changes the file before there is one again.
    static bool is_at_rest(const std::string& path)
    {
        constexpr int write_version = 18;  // place in the file: sqlite.org/fileformat.html, 1.3.3
        constexpr int with_log = 2;
        std::ifstream file {path, std::ios::binary};
        if (!file.seekg(write_version) || file.get() != with_log)
            return false;
        namespace fs = std::filesystem;
        std::error_code error;
        const auto changed = fs::last_write_time(path, error);
        return !error && fs::file_time_type::clock::now() - changed > std::chrono::seconds {1}
        && !fs::exists(path + "-wal", error) && !fs::exists(path + "-journal", error);
    }

    Sqlite database_;
    std::string path_;
    std::string fingerprint_;  // of a file that was at rest when it was opened
};

class SqliteSource : public RowSource {
public:
    SqliteSource(WrittenFile file, CalendarZone zone, const SourceConfig& config, SqlLog sql_log)
        : file_ {std::move(file)}, zone_ {zone}, config_ {config}, sql_log_ {sql_log}
    {
    }

    Result<std::vector<RemoteColumn>> columns() override
    {
        auto statement = TRY(prepare("SELECT name, type FROM pragma_table_info(?) ORDER BY cid"));
        TRY(statement.bind(1, config_.table));
        std::vector<RemoteColumn> columns;
        while (TRY(file_.step(statement)))
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
        return start_piece(*rows_, range.first);
    }

    Result<const RemoteRow*> next() override
    {
        assert(rows_.has_value());
        if (left_in_piece_ == 0 && row_.id == last_)
            return nullptr;
        if (left_in_piece_ == 0)
            TRY(start_piece(*rows_, row_.id + 1));
        if (!TRY(file_.step(*rows_))) {
            rows_->reset();
            return nullptr;
        }
        --left_in_piece_;
        read_row(*rows_);
        return &row_;
    }

    Result<std::int64_t> count(const Columns& columns, IdRange range) override
    {
        auto statement
            = TRY(prepare(count_rows_sql(columns, config_.table, Quoting::double_quotes)));
        TRY(statement.bind(1, range.first));
        TRY(statement.bind(2, range.last));
        return TRY(file_.step(statement)) ? statement.integer(0) : 0;
    }

    Result<Checksum> checksum(const Columns& columns, IdRange range) override
    {
        return read_checksum(*this, columns, range);
    }

    Result<std::optional<std::int64_t>> last_id(const Columns& columns) override
    {
        auto statement = TRY(prepare(last_id_sql(columns, config_.table, Quoting::double_quotes)));
        const bool has_row = TRY(file_.step(statement)) && !statement.is_null(0);
        return has_row ? std::optional {statement.integer(0)} : std::nullopt;
    }

private:
    Result<Statement> prepare(const std::string& sql)
    {
        log_statement(sql_log_, config_.name, sql);
        return file_.prepare(sql);
    }

    Result<> start_piece(Statement& rows, std::int64_t first)
    {
        rows.reset();
        TRY(rows.bind(1, first));
        TRY(rows.bind(2, last_));
        TRY(rows.bind(3, rows_in_a_piece));
        left_in_piece_ = rows_in_a_piece;
        return {};
    }

    static std::optional<double> number(const Statement& rows, int column)
    {
        if (rows.is_null(column))
            return std::nullopt;
        return rows.is_number(column) ? rows.real(column) : no_value;
    }

    void read_row(const Statement& rows)
    {
        row_.id = rows.integer(0);
        row_.apiary.reset();
        row_.is_apiary_cut = false;
        if (!rows.is_null(1)) {
            const auto name = rows.text(1);
            row_.apiary = name.substr(0, RemoteRow::longest_apiary);
            row_.is_apiary_cut = name.size() > RemoteRow::longest_apiary;
        }
        read_time(rows);
        row_.internal = number(rows, 3);
        row_.external = number(rows, 4);
        int column = 5;
        for (double& bin : row_.bins)
            bin = number(rows, column++).value_or(no_value);
        for (double& extra : row_.extras)
            extra = number(rows, column++).value_or(no_value);
    }

    void read_time(const Statement& rows)
    {
        if (rows.is_number(2)) {
            row_.time = row_.column_time = rows.integer(2);
            return;
        }
        row_.time.reset();
        row_.column_time = rows.is_null(2) ? std::nullopt : parse_calendar_time(rows.text(2));
        if (row_.column_time)
            row_.time = zone_.epoch(*row_.column_time);
    }

    WrittenFile file_;
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
    auto file = TRY(WrittenFile::open(state_path(config.uri.path)));
    const auto zone = TRY(CalendarZone::find(config.time_column_zone));
    return std::make_unique<SqliteSource>(std::move(file), zone, config, sql_log);
}

}  // namespace hive
