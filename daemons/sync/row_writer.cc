#include "daemons/sync/row_writer.h"

#include <algorithm>
#include <limits>

#include "daemons/sync/row_statements.h"

namespace hive {
namespace {

template <class T>
Result<> bind_or_null(Statement& statement, int index, std::optional<T> value)
{
    return value ? statement.bind(index, *value) : statement.bind_null(index);
}

}  // namespace

RowWriter::RowWriter(Sqlite& database, std::unique_ptr<RowStatements> statements, RollWriter rolls)
    : database_ {database}, statements_ {std::move(statements)}, rolls_ {std::move(rolls)}
{
}

RowWriter::~RowWriter() = default;

Result<std::unique_ptr<RowWriter>> RowWriter::create(Sqlite& database)
{
    auto statements = TRY(RowStatements::prepare(database));
    auto rolls = TRY(RollWriter::create(database));
    return std::unique_ptr<RowWriter> {
        new RowWriter {database, std::move(statements), std::move(rolls)}};
}

Result<> RowWriter::begin(
    std::int64_t source, const RowShape& shape, std::vector<std::int64_t> series)
{
    apiaries_.clear();  // another source may call for another zone
    source_ = source;
    shape_ = shape;
    series_ = std::move(series);
    auto& statement = statements_->highest_id;
    TRY(statement.bind(1, source));
    const bool has_any = TRY(statement.step()) && !statement.is_null(0);
    highest_ = has_any ? statement.integer(0) : std::numeric_limits<std::int64_t>::min();
    statement.reset();
    return {};
}

void RowWriter::forget()
{
    apiaries_.clear();  // some may have been made in what is undone
    removed_.clear();
    quarantine_growth_ = 0;
    rolls_.forget();
}

Result<std::optional<std::int64_t>> RowWriter::known_apiary(std::string_view name)
{
    auto& statement = statements_->find_apiary;
    TRY(statement.bind(1, name));
    std::optional<std::int64_t> id;
    if (TRY(statement.step()))
        id = statement.integer(0);
    statement.reset();
    return id;
}

Result<RowWriter::Apiary*> RowWriter::apiary(std::string_view name)
{
    if (const auto found = apiaries_.find(name); found != apiaries_.end())
        return &found->second;
    auto& statement = statements_->insert_apiary;
    TRY(statement.bind(1, name));
    TRY(statement.bind(2, shape_.time_zone));
    TRY(statement.bind(3, shape_.bins));
    if (!TRY(statement.step()))
        return fail("sqlite: no id was returned");
    const Apiary made {.id = statement.integer(0), .newest = statement.integer(1)};
    TRY(statement.run());  // to its end, and ready for the next
    return &apiaries_.emplace(std::string {name}, made).first->second;
}

Result<RowWriter::Apiary*> RowWriter::place_of(const RemoteRow& row, const Verdict& verdict)
{
    return verdict.is_sample && row.apiary ? apiary(*row.apiary) : nullptr;
}

Result<> RowWriter::append(std::span<const JudgedRow> rows)
{
    if (rows.front().row.id > highest_)
        return append_new(rows);
    for (const auto& judged : rows)  // somebody has set the watermark back
        TRY(insert(judged.row, judged.verdict, judged.hash));
    return {};
}

/// Fails when one of them is here: another process has stored rows of this source meanwhile.
Result<> RowWriter::append_new(std::span<const JudgedRow> rows)
{
    highest_ = rows.back().row.id;
    placed_.clear();
    for (const auto& judged : rows)
        placed_.push_back({&judged, TRY(place_of(judged.row, judged.verdict))});
    TRY(statements_->new_origins.run(
        placed_.size(), [this](Statement& statement, int first, std::size_t i) {
            const auto& [judged, place] = placed_[i];
            return bind_origin(statement, first, judged->row, place, judged->hash);
        }));
    for (const auto& judged : rows)
        for (const auto& fault : judged.verdict.faults)
            TRY(insert_fault(judged.row, fault));
    std::erase_if(placed_, [](const Placed& placed) { return placed.apiary == nullptr; });
    TRY(statements_->new_samples.run(
        placed_.size(), [this](Statement& statement, int first, std::size_t i) {
            const auto& [judged, place] = placed_[i];
            return bind_sample(statement, first, *place, judged->row, judged->verdict);
        }));
    for (const auto& [judged, place] : placed_)
        TRY(note_sample(*place, judged->row, judged->verdict));
    return {};
}

Result<> RowWriter::insert(
    const RemoteRow& row, const Verdict& verdict, std::optional<std::int64_t> hash)
{
    auto* const place = TRY(place_of(row, verdict));
    if (!TRY(insert_origin(row, place, hash)))
        return {};
    if (place != nullptr) {
        auto& statement = statements_->insert_sample;
        TRY(bind_sample(statement, 1, *place, row, verdict));
        TRY(statement.run());
        TRY(note_sample(*place, row, verdict));
    }
    for (const auto& fault : verdict.faults)
        TRY(insert_fault(row, fault));
    return {};
}

Result<bool> RowWriter::insert_origin(
    const RemoteRow& row, const Apiary* place, std::optional<std::int64_t> hash)
{
    auto& statement = statements_->insert_origin;
    TRY(bind_origin(statement, 1, row, place, hash));
    TRY(statement.run());
    return database_.changes() != 0;
}

Result<> RowWriter::bind_origin(Statement& statement, int first, const RemoteRow& row,
    const Apiary* place, std::optional<std::int64_t> hash) const
{
    TRY(statement.bind(first, source_));
    TRY(statement.bind(first + 1, row.id));
    TRY(bind_or_null(statement, first + 2, hash));
    if (place == nullptr || !row.time) {
        TRY(statement.bind_null(first + 3));
        return statement.bind_null(first + 4);
    }
    TRY(statement.bind(first + 3, place->id));
    return statement.bind(first + 4, *row.time);
}

Result<> RowWriter::bind_sample(Statement& statement, int first, const Apiary& place,
    const RemoteRow& row, const Verdict& verdict) const
{
    TRY(statement.bind(first, place.id));
    TRY(statement.bind(first + 1, verdict.time));
    TRY(statement.bind(first + 2, source_));
    TRY(statement.bind(first + 3, row.id));
    TRY(bind_or_null(statement, first + 4, verdict.internal));
    TRY(bind_or_null(statement, first + 5, verdict.external));
    return verdict.fft.empty() ? statement.bind_null(first + 6)
                               : statement.bind_lent(first + 6, verdict.fft);
}

Result<> RowWriter::note_sample(Apiary& place, const RemoteRow& row, const Verdict& verdict)
{
    TRY(insert_extras(place, row, verdict));
    rolls_.add(place.id, place.newest,
        {.time = verdict.time,
            .internal = verdict.internal,
            .external = verdict.external,
            .bins = verdict.bins},
        extras_);
    place.newest = std::max(place.newest, verdict.time);
    place.first = place.added == 0 ? verdict.time : std::min(place.first, verdict.time);
    place.last = place.added == 0 ? verdict.time : std::max(place.last, verdict.time);
    ++place.added;
    return {};
}

Result<> RowWriter::insert_extras(const Apiary& place, const RemoteRow& row, const Verdict& verdict)
{
    extras_.clear();
    auto& statement = statements_->insert_extra;
    for (std::size_t i = 0; i < verdict.extras.size(); ++i) {
        const auto value = verdict.extras[i];
        if (!value)
            continue;
        extras_.push_back({.series = series_[i], .value = *value});
        TRY(statement.bind(1, place.id));
        TRY(statement.bind(2, series_[i]));
        TRY(statement.bind(3, verdict.time));
        TRY(statement.bind(4, source_));
        TRY(statement.bind(5, row.id));
        TRY(statement.bind(6, *value));
        TRY(statement.run());
    }
    return {};
}

Result<> RowWriter::insert_fault(const RemoteRow& row, const Fault& fault)
{
    std::optional<std::int64_t> place;
    if (row.apiary)
        place = TRY(known_apiary(*row.apiary));
    auto& statement = statements_->insert_fault;
    TRY(statement.bind(1, source_));
    TRY(statement.bind(2, row.id));
    TRY(statement.bind(3, fault.part));
    TRY(statement.bind(4, fault.reason));
    TRY(bind_or_null(statement, 5, place));
    TRY(bind_or_null(statement, 6, row.time));
    TRY(bind_or_null(statement, 7, fault.value));
    TRY(statement.bind(8, raw_row(row, shape_.rules)));
    ++quarantine_growth_;
    return statement.run();
}

Result<> RowWriter::save()
{
    for (auto& [name, apiary] : apiaries_) {
        if (apiary.added == 0)
            continue;
        auto& grow = statements_->grow_apiary;
        TRY(grow.bind(1, apiary.id));
        TRY(grow.bind(2, apiary.first));
        TRY(grow.bind(3, apiary.last));
        TRY(grow.bind(4, apiary.added));
        TRY(grow.run());
        apiary.added = 0;
    }
    for (const auto& [apiary, count] : removed_) {
        auto& shrink = statements_->shrink_apiary;
        TRY(shrink.bind(1, apiary));
        TRY(shrink.bind(2, count));
        TRY(shrink.run());
    }
    removed_.clear();
    return rolls_.save();
}

Result<bool> RowWriter::make_stale_roll()
{
    auto& next = statements_->take_stale_day;
    if (!TRY(next.step()))
        return next.reset(), false;
    const auto apiary = next.integer(0);
    const auto day = next.integer(1);
    TRY(next.run());
    for (auto hour = day; hour < day + roll_spans.back(); hour += roll_spans.front())
        rolls_.touch(apiary, hour);
    TRY(rolls_.save());
    return true;
}

}  // namespace hive
