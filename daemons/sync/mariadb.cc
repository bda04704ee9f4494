#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <sys/socket.h>

#include <mysqld_error.h>

#include "daemons/sync/calendar.h"
#include "daemons/sync/mariadb_client.h"
#include "daemons/sync/source.h"
#include "lib/handle.h"

namespace hive {
namespace {

constexpr std::size_t scalar_columns = 5;  // id, apiary, time and the two temperatures
constexpr std::size_t most_statements = 16;
constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

/// The places the columns of one row are fetched into. Connector/C keeps pointers into it.
struct RowBuffers {
    RemoteRow row;
    std::int64_t time = 0;
    double internal = 0;
    double external = 0;
    std::array<char, RemoteRow::longest_apiary> apiary {};
    unsigned long apiary_size = 0;  // of the whole name, also when it was cut
    std::vector<my_bool> is_null;
    std::vector<MYSQL_BIND> binds;

    void bind(std::size_t column, enum_field_types type, void* to, unsigned long room)
    {
        binds[column].buffer_type = type;
        binds[column].buffer = to;
        binds[column].buffer_length = room;
        binds[column].is_null = &is_null[column];
    }

    void bind_all(const Columns& columns)
    {
        row.bins.resize(columns.bins.size());
        row.extras.resize(columns.extras.size());
        const auto count = scalar_columns + row.bins.size() + row.extras.size();
        is_null.assign(count, 0);
        binds.assign(count, {});
        bind(0, MYSQL_TYPE_LONGLONG, &row.id, sizeof row.id);
        bind(1, MYSQL_TYPE_STRING, apiary.data(), apiary.size());
        binds[1].length = &apiary_size;
        bind(2, MYSQL_TYPE_LONGLONG, &time, sizeof time);
        bind(3, MYSQL_TYPE_DOUBLE, &internal, sizeof internal);
        bind(4, MYSQL_TYPE_DOUBLE, &external, sizeof external);
        auto column = scalar_columns;
        for (auto* values : {&row.bins, &row.extras})
            for (double& value : *values)
                bind(column++, MYSQL_TYPE_DOUBLE, &value, sizeof value);
    }

    /// Fetched columns -> row: NULL leaves the old value in its place.
    /// @param zone of the clock that wrote the times; nullptr: they are epoch seconds
    void finish_row(const CalendarZone* zone)
    {
        const auto unless_null = [this]<class T>(std::size_t column, T value) {
            return is_null[column] != 0 ? std::nullopt : std::optional<T> {value};
        };
        const auto shown = std::min<std::size_t>(apiary_size, apiary.size());
        row.apiary = unless_null(1, std::string_view {apiary.data(), shown});
        row.is_apiary_cut = row.apiary && apiary_size > apiary.size();
        row.column_time = row.time = unless_null(2, time);
        if (row.time && zone != nullptr)
            row.time = zone->epoch(*row.time);
        row.internal = unless_null(3, internal);
        row.external = unless_null(4, external);
        auto column = scalar_columns;
        for (auto* values : {&row.bins, &row.extras})
            for (double& value : *values)
                value = is_null[column++] != 0 ? no_value : value;
    }
};

class MariadbSource final : public RowSource {
public:
    MariadbSource(Connection connection, CalendarZone zone, SourceConfig config, SqlLog sql_log,
        const std::stop_token& stop)
        : connection_ {std::move(connection)}, zone_ {zone}, config_ {std::move(config)},
          sql_log_ {sql_log}, on_stop_ {stop, [this] { cut(); }}
    {
    }

    MariadbSource(const MariadbSource&) = delete;
    MariadbSource(MariadbSource&&) = delete;
    MariadbSource& operator=(const MariadbSource&) = delete;
    MariadbSource& operator=(MariadbSource&&) = delete;
    ~MariadbSource() override
    {
        if (is_reading_)
            cut();  // closing a statement would otherwise read the rest of its rows
    }

    Result<std::vector<RemoteColumn>> columns() override
    {
        // What the server says of a statement it has not run yet: a tenth of the time that asking
        // information_schema takes.
        const auto sql = "SELECT * FROM " + quoted(config_.table, Quoting::backticks);
        log_statement(sql_log_, config_.name, sql);
        const PreparedStatement statement {mysql_stmt_init(connection_.get())};
        if (statement && mysql_stmt_prepare(statement.get(), sql.data(), sql.size()) == 0)
            return described_columns(statement.get());
        switch (mysql_errno(connection_.get())) {
        case ER_NO_SUCH_TABLE: return std::vector<RemoteColumn> {};
        case ER_TABLEACCESS_DENIED_ERROR:
        case ER_COLUMNACCESS_DENIED_ERROR: return granted_columns();
        default: return std::unexpected {failed(statement.get(), "query table " + config_.table)};
        }
    }

    Result<> select(const Columns& columns, IdRange range) override
    {
        rows_ = TRY(execute(select_rows_sql(columns, config_.table, Quoting::backticks), range));
        is_reading_ = true;
        is_calendar_ = columns.time_kind == TimeKind::calendar;
        buffers_.bind_all(columns);
        if (mysql_stmt_bind_result(rows_, buffers_.binds.data()) != 0)
            return std::unexpected {failed(rows_, "read rows")};
        return {};
    }

    Result<const RemoteRow*> next() override
    {
        switch (mysql_stmt_fetch(rows_)) {
        case 0:
        case MYSQL_DATA_TRUNCATED:
            buffers_.finish_row(is_calendar_ ? &zone_ : nullptr);
            return &buffers_.row;
        case MYSQL_NO_DATA: is_reading_ = false; return nullptr;  // the only proof of the end
        default: return std::unexpected {failed(rows_, "read rows")};
        }
    }

    Result<std::int64_t> count(const Columns& columns, IdRange range) override
    {
        auto* const statement
            = TRY(execute(count_rows_sql(columns, config_.table, Quoting::backticks), range));
        return TRY(read_integers<1>(statement))[0].value_or(0);
    }

    Result<Checksum> checksum(const Columns& columns, IdRange range) override
    {
        const auto sql = fmt::format("SELECT COUNT(*), CAST(COALESCE(SUM({}), 0) AS SIGNED) FROM "
                                     "{} WHERE {} BETWEEN ? AND ?",
            row_hash_sql(columns), quoted(config_.table, Quoting::backticks),
            quoted(columns.id, Quoting::backticks));
        auto* const statement = TRY(execute(sql, range));
        const auto [rows, sum] = TRY(read_integers<2>(statement));
        return Checksum {.rows = rows.value_or(0), .sum = sum.value_or(0)};
    }

    Result<std::optional<std::int64_t>> last_id(const Columns& columns) override
    {
        auto* const statement = TRY(execute(
            last_id_sql(columns, config_.table, Quoting::backticks), std::span<MYSQL_BIND> {}));
        return TRY(read_integers<1>(statement))[0];
    }

    void cut() override { ::shutdown(mysql_get_socket(connection_.get()), SHUT_RDWR); }

private:
    [[nodiscard]] Error failed(MYSQL_STMT* statement, std::string_view what) const
    {
        return failure(connection_.get(), statement, what);
    }

    Result<MYSQL_STMT*> execute(const std::string& sql, IdRange range)
    {
        std::array parameters {integer_bind(range.first), integer_bind(range.last)};
        return execute(sql, parameters);
    }

    Result<MYSQL_STMT*> execute(const std::string& sql, std::span<MYSQL_BIND> parameters)
    {
        log_statement(sql_log_, config_.name, sql);
        auto* const statement = TRY(prepared(sql));
        if ((!parameters.empty() && mysql_stmt_bind_param(statement, parameters.data()) != 0)
            || mysql_stmt_execute(statement) != 0)
            return std::unexpected {failed(statement, "query table " + config_.table)};
        return statement;
    }

    /// Prepares each text once. There are a handful, and others when the table has changed.
    Result<MYSQL_STMT*> prepared(const std::string& sql)
    {
        if (const auto found = statements_.find(sql); found != statements_.end())
            return found->second.get();
        if (statements_.size() == most_statements)
            statements_.clear();
        PreparedStatement statement {mysql_stmt_init(connection_.get())};
        if (!statement || mysql_stmt_prepare(statement.get(), sql.data(), sql.size()) != 0)
            return std::unexpected {failed(statement.get(), "query table " + config_.table)};
        return statements_.emplace(sql, std::move(statement)).first->second.get();
    }

    /// The only row of a result.
    template <std::size_t count>
    Result<std::array<std::optional<std::int64_t>, count>> read_integers(
        MYSQL_STMT* statement) const
    {
        std::array<std::int64_t, count> values {};
        std::array<my_bool, count> is_null {};
        std::array<MYSQL_BIND, count> binds {};
        for (std::size_t i = 0; i < count; ++i) {
            binds[i] = integer_bind(values[i]);
            binds[i].is_null = &is_null[i];
        }
        if (mysql_stmt_bind_result(statement, binds.data()) != 0
            || mysql_stmt_fetch(statement) != 0)
            return std::unexpected {failed(statement, "read numbers")};
        std::array<std::optional<std::int64_t>, count> row;
        for (std::size_t i = 0; i < count; ++i)
            if (is_null[i] == 0)
                row[i] = values[i];
        if (mysql_stmt_fetch(statement) != MYSQL_NO_DATA)
            return std::unexpected {failed(statement, "read numbers")};
        return row;
    }

    Result<std::vector<RemoteColumn>> described_columns(MYSQL_STMT* statement) const
    {
        const Handle<MYSQL_RES, mysql_free_result> result {mysql_stmt_result_metadata(statement)};
        if (!result)
            return std::unexpected {failed(statement, "read columns")};
        std::vector<RemoteColumn> columns;
        for (const auto& field :
            std::span {mysql_fetch_fields(result.get()), mysql_num_fields(result.get())})
            columns.push_back({{field.name, field.name_length}, std::string {type_word(field)}});
        return columns;
    }

    /// Where single columns are granted, nobody may ask for all of them.
    Result<std::vector<RemoteColumn>> granted_columns()
    {
        auto table = config_.table;
        auto size = static_cast<unsigned long>(table.size());
        std::array parameters {text_bind(table.data(), size, &size)};
        auto* const statement = TRY(execute("SELECT column_name, data_type"
                                            " FROM information_schema.columns"
                                            " WHERE table_schema = DATABASE() AND table_name = ?"
                                            " ORDER BY ordinal_position",
            parameters));
        return read_columns(statement);
    }

    Result<std::vector<RemoteColumn>> read_columns(MYSQL_STMT* statement) const
    {
        std::array<std::array<char, 256>, 2> texts {};
        std::array<unsigned long, 2> sizes {};
        std::array binds {text_bind(texts[0].data(), texts[0].size(), sizes.data()),
            text_bind(texts[1].data(), texts[1].size(), &sizes[1])};
        if (mysql_stmt_bind_result(statement, binds.data()) != 0)
            return std::unexpected {failed(statement, "read columns")};
        std::vector<RemoteColumn> columns;
        int code = 0;
        while ((code = mysql_stmt_fetch(statement)) == 0)
            columns.push_back({{texts[0].data(), sizes[0]}, {texts[1].data(), sizes[1]}});
        if (code != MYSQL_NO_DATA)
            return std::unexpected {failed(statement, "read columns")};
        return columns;
    }

    Connection connection_;
    CalendarZone zone_;
    SourceConfig config_;
    SqlLog sql_log_;
    std::map<std::string, PreparedStatement> statements_;  // by their text
    MYSQL_STMT* rows_ = nullptr;  // one of them: what select() reads
    RowBuffers buffers_;
    bool is_reading_ = false;
    bool is_calendar_ = false;
    std::stop_callback<std::function<void()>> on_stop_;  // last: ends before the connection does
};

}  // namespace

Result<std::unique_ptr<RowSource>> open_mariadb_source(const SourceConfig& config,
    const std::string& password, SqlLog sql_log, const std::stop_token& stop)
{
    const auto zone = TRY(CalendarZone::find(config.time_column_zone));
    auto connection = TRY(connect(config, password));
    return std::make_unique<MariadbSource>(std::move(connection), zone, config, sql_log, stop);
}

}  // namespace hive
