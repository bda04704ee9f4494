#include <array>
#include <cstdlib>
#include <vector>

#include <mysql.h>

#include "lib/handle.h"
#include "tools/hive-sample/sink.h"
#include "tools/hive-sample/table.h"

namespace hive {
namespace {

using Connection = Handle<MYSQL, mysql_close>;
using PreparedStatement = Handle<MYSQL_STMT, mysql_stmt_close>;
using QueryResult = Handle<MYSQL_RES, mysql_free_result>;

/// Rows of one INSERT: 7000 placeholders, of the 65535 a statement may have.
constexpr std::size_t rows_at_once = 100;
constexpr std::size_t row_columns = 6 + fft_bins;

/// One row in the form its placeholders are bound to.
struct BoundRow {
    std::int64_t id = 0;
    int apiary = 0;
    std::string name;
    std::int64_t time = 0;
    double internal = 0;
    double external = 0;
    std::array<float, fft_bins> bins {};

    explicit BoundRow(const SampleRow& row)
        : id {row.id}, apiary {row.apiary.value_or(0) + 1},
          name {row.apiary ? apiary_name(*row.apiary) : ""}, time {row.time},
          internal {row.internal.value_or(0) / 100.0}, external {row.external.value_or(0) / 100.0}
    {
        for (std::size_t i = 0; i < fft_bins; ++i)
            bins[i] = static_cast<float>(row.bins[i] / 100.0);
    }
};

void bind(MYSQL_BIND& bind, enum_field_types type, void* value)
{
    bind.buffer_type = type;
    bind.buffer = value;
}

void bind_unless(bool is_null, MYSQL_BIND& place, enum_field_types type, void* value)
{
    bind(place, is_null ? MYSQL_TYPE_NULL : type, value);
}

void bind_row(std::span<MYSQL_BIND, row_columns> binds, BoundRow& to, const SampleRow& row)
{
    bind(binds[0], MYSQL_TYPE_LONGLONG, &to.id);
    bind_unless(!row.apiary, binds[1], MYSQL_TYPE_LONG, &to.apiary);
    bind_unless(!row.apiary, binds[2], MYSQL_TYPE_STRING, to.name.data());
    binds[2].buffer_length = static_cast<unsigned long>(to.name.size());
    bind(binds[3], MYSQL_TYPE_LONGLONG, &to.time);
    bind_unless(!row.internal, binds[4], MYSQL_TYPE_DOUBLE, &to.internal);
    bind_unless(!row.external, binds[5], MYSQL_TYPE_DOUBLE, &to.external);
    for (std::size_t i = 0; i < fft_bins; ++i)
        bind(binds[6 + i], MYSQL_TYPE_FLOAT, &to.bins[i]);
}

class MariadbSink : public RowSink {
public:
    MariadbSink(Connection connection, std::string table)
        : connection_ {std::move(connection)}, table_ {std::move(table)}
    {
    }

    Result<> prepare(BinKind bins)
    {
        TRY(query(create_table_sql(table_, Dialect::mariadb, bins)));
        if (mysql_autocommit(connection_.get(), 0) != 0)
            return std::unexpected {failure()};
        many_ = TRY(prepared(rows_at_once));
        one_ = TRY(prepared(1));
        return {};
    }

    Result<TableState> state(std::int64_t now) override
    {
        TRY(query(state_sql(table_, latest_time(now))));
        const QueryResult result {mysql_store_result(connection_.get())};
        auto* const row = result ? mysql_fetch_row(result.get()) : nullptr;
        if (row == nullptr)
            return std::unexpected {failure()};
        const auto number = [&](unsigned column) { return std::atoll(row[column]); };
        return TableState {.rows = number(0),
            .last_id = number(1),
            .last_time = number(2),
            .apiaries = static_cast<int>(number(3))};
    }

    Result<> write(std::span<const SampleRow> rows) override
    {
        while (rows.size() >= rows_at_once) {
            TRY(insert(many_.get(), rows.first(rows_at_once)));
            rows = rows.subspan(rows_at_once);
        }
        for (std::size_t i = 0; i < rows.size(); ++i)
            TRY(insert(one_.get(), rows.subspan(i, 1)));
        if (mysql_commit(connection_.get()) != 0)
            return std::unexpected {failure()};
        return {};
    }

    Result<> finish() override { return {}; }

private:
    [[nodiscard]] Error failure() const
    {
        return Error {fmt::format("table {}: {}", table_, mysql_error(connection_.get()))};
    }

    Result<> query(const std::string& sql)
    {
        if (mysql_real_query(connection_.get(), sql.data(), sql.size()) != 0)
            return std::unexpected {failure()};
        return {};
    }

    Result<PreparedStatement> prepared(std::size_t rows)
    {
        const auto sql = insert_sql(table_, static_cast<int>(rows));
        PreparedStatement statement {mysql_stmt_init(connection_.get())};
        if (!statement || mysql_stmt_prepare(statement.get(), sql.data(), sql.size()) != 0)
            return std::unexpected {failure()};
        return statement;
    }

    Result<> insert(MYSQL_STMT* statement, std::span<const SampleRow> rows)
    {
        std::vector<BoundRow> values(rows.begin(), rows.end());
        std::vector<MYSQL_BIND> binds(rows.size() * row_columns);
        for (std::size_t i = 0; i < rows.size(); ++i)
            bind_row(std::span {binds}.subspan(i * row_columns).first<row_columns>(), values[i],
                rows[i]);
        if (mysql_stmt_bind_param(statement, binds.data()) != 0
            || mysql_stmt_execute(statement) != 0)
            return fail("table {}: {}", table_, mysql_stmt_error(statement));
        return {};
    }

    Connection connection_;
    std::string table_;
    PreparedStatement many_;
    PreparedStatement one_;
};

}  // namespace

Result<std::unique_ptr<RowSink>> open_mariadb_sink(
    const Arguments& arguments, const DatabaseUri& uri, const std::string& password)
{
    Connection connection {mysql_init(nullptr)};
    if (!connection)
        return fail("connect {}: out of memory", uri.text());
    constexpr unsigned no_files = 0;  // a false server could otherwise ask for files of ours
    mysql_options(connection.get(), MYSQL_OPT_LOCAL_INFILE, &no_files);
    mysql_options(connection.get(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
    // Otherwise the host "localhost" would mean the standard Unix socket.
    const unsigned protocol = uri.socket.empty() ? MYSQL_PROTOCOL_TCP : MYSQL_PROTOCOL_SOCKET;
    mysql_options(connection.get(), MYSQL_OPT_PROTOCOL, &protocol);
    const auto or_null
        = [](const std::string& text) { return text.empty() ? nullptr : text.c_str(); };
    if (mysql_real_connect(connection.get(), or_null(uri.host), or_null(arguments.user),
            or_null(password), uri.database.c_str(), uri.port, or_null(uri.socket), 0)
        == nullptr)
        return fail("connect {}: {}", uri.text(), mysql_error(connection.get()));
    auto sink = std::make_unique<MariadbSink>(std::move(connection), arguments.table);
    TRY(sink->prepare(arguments.plan.bins));
    return sink;
}

}  // namespace hive
