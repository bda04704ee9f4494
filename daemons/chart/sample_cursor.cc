#include "daemons/chart/sample_cursor.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

namespace hive {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

constexpr std::string_view samples_sql
    = "SELECT ts, source, src_id, internal, external FROM sample"
      " WHERE apiary = ?1 AND ts >= ?2 AND ts < ?3 AND (ts, source, src_id) > (?4, ?5, ?6)"
      " ORDER BY ts, source, src_id";
constexpr std::string_view extra_sql
    = "SELECT ts, source, src_id, value FROM extra"
      " WHERE apiary = ?1 AND series = ?7 AND ts >= ?2 AND ts < ?3"
      " AND (ts, source, src_id) > (?4, ?5, ?6) ORDER BY ts, source, src_id";

Result<> bind_range(Statement& rows, const RangeQuery& range, const SampleKey& after)
{
    TRY(rows.bind(1, range.apiary));
    // The end of the index that is left behind is found by time alone.
    TRY(rows.bind(2, std::max(range.from, static_cast<double>(after.time))));
    TRY(rows.bind(3, range.to));
    TRY(rows.bind(4, after.time));
    TRY(rows.bind(5, after.source));
    return rows.bind(6, after.source_id);
}

SampleKey key_of(const Statement& row)
{
    return {.time = row.integer(0), .source = row.integer(1), .source_id = row.integer(2)};
}

double real_or_nothing(const Statement& row, int column)
{
    return row.is_null(column) ? nothing : row.real(column);
}

}  // namespace

SampleCursor::SampleCursor(Statement samples, std::vector<SeriesColumn> columns)
    : samples_ {std::move(samples)}, columns_ {std::move(columns)}, values_(columns_.size())
{
}

Result<SampleCursor> SampleCursor::open(Sqlite& database, const RangeQuery& range,
    const std::vector<SeriesColumn>& columns, std::optional<SampleKey> after)
{
    const auto start = after.value_or(SampleKey {.time = -1, .source = 0, .source_id = 0});
    auto samples = TRY(database.prepare(samples_sql));
    TRY(bind_range(samples, range, start));
    SampleCursor cursor {std::move(samples), columns};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].kind != SeriesColumn::Kind::extra)
            continue;
        auto rows = TRY(database.prepare(extra_sql));
        TRY(bind_range(rows, range, start));
        TRY(rows.bind(7, columns[i].id));
        cursor.beside_.push_back({.rows = std::move(rows), .column = i});
        TRY(step(cursor.beside_.back()));
    }
    return cursor;
}

Result<> SampleCursor::step(Beside& beside)
{
    beside.has_row = TRY(beside.rows.step());
    if (beside.has_row) {
        beside.key = key_of(beside.rows);
        beside.value = beside.rows.real(3);
    }
    return {};
}

Result<bool> SampleCursor::next()
{
    if (!TRY(samples_.step()))
        return false;
    key_ = key_of(samples_);
    const double internal = real_or_nothing(samples_, 3);
    const double external = real_or_nothing(samples_, 4);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        switch (columns_[i].kind) {
        case SeriesColumn::Kind::internal: values_[i] = internal; break;
        case SeriesColumn::Kind::external: values_[i] = external; break;
        case SeriesColumn::Kind::delta: values_[i] = internal - external; break;
        case SeriesColumn::Kind::extra: values_[i] = nothing; break;
        }
    }
    TRY(take_beside());
    return true;
}

Result<> SampleCursor::take_beside()
{
    for (auto& beside : beside_) {
        while (beside.has_row && beside.key < key_)
            TRY(step(beside));
        if (beside.has_row && beside.key == key_)
            values_[beside.column] = beside.value;
    }
    return {};
}

}  // namespace hive
