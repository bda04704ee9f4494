#include "daemons/sync/roll_writer.h"

#include <iterator>

#include "daemons/sync/group_insert.h"

namespace hive {
namespace {

std::int64_t start_of(std::int64_t time, std::int64_t span)
{
    return time - time % span;  // no sample lies before 1970
}

Result<> bind_extent(Statement& statement, int index, const Extent& extent)
{
    TRY(statement.bind(index, extent.count));
    if (extent.count == 0) {
        for (int i = 1; i <= 3; ++i)
            TRY(statement.bind_null(index + i));
        return {};
    }
    TRY(statement.bind(index + 1, extent.min));
    TRY(statement.bind(index + 2, extent.mean()));
    return statement.bind(index + 3, extent.max);
}

std::optional<double> real_or_null(const Statement& statement, int column)
{
    return statement.is_null(column) ? std::nullopt : std::optional {statement.real(column)};
}

}  // namespace

struct RollWriter::Statements {
    Statement samples;
    Statement extras;
    GroupInsert write_rolls;
    Statement remove_roll;
    Statement write_extra;
    Statement remove_extras;
};

RollWriter::RollWriter(std::unique_ptr<Statements> statements) : statements_ {std::move(statements)}
{
}

RollWriter::RollWriter(RollWriter&&) noexcept = default;

RollWriter::~RollWriter() = default;

Result<RollWriter> RollWriter::create(Sqlite& database)
{
    auto statements = std::make_unique<Statements>(Statements {
        .samples = TRY(database.prepare("SELECT ts, internal, external, fft FROM sample"
                                        " WHERE apiary = ?1 AND ts >= ?2 AND ts < ?3")),
        .extras = TRY(database.prepare(
            "SELECT series.id, extra.value FROM series JOIN extra ON extra.series = series.id"
            " WHERE extra.apiary = ?1 AND extra.ts >= ?2 AND extra.ts < ?3")),
        // Not INSERT OR REPLACE: SQLite keeps a journal for each such statement.
        .write_rolls = TRY(GroupInsert::prepare(database, "INSERT OR FAIL INTO roll", 13)),
        .remove_roll
        = TRY(database.prepare("DELETE FROM roll WHERE apiary = ?1 AND span = ?2 AND ts = ?3")),
        .write_extra = TRY(database.prepare("INSERT INTO extra_roll VALUES"
                                            " (?, ?, ?, ?, ?, ?, ?, ?)")),
        .remove_extras = TRY(database.prepare("DELETE FROM extra_roll WHERE apiary = ?1"
                                              " AND series IN (SELECT id FROM series)"
                                              " AND span = ?2 AND ts = ?3")),
    });
    return RollWriter {std::move(statements)};
}

RollWriter::Entry& RollWriter::entry(const Key& key, std::int64_t newest)
{
    const auto [found, is_new] = rolls_.try_emplace(key);
    if (is_new)
        found->second.is_stale = found->second.may_be_stored = key.start <= newest;
    return found->second;
}

void RollWriter::add(std::int64_t apiary, std::int64_t newest, const StoredSample& sample,
    std::span<const ExtraValue> extras)
{
    auto& latest = latest_[apiary];
    for (std::size_t i = 0; i < roll_spans.size(); ++i) {
        const auto span = roll_spans[i];
        const auto start = start_of(sample.time, span);
        if (latest[i].start != start)
            latest[i] = {start, &entry({apiary, span, start}, newest)};
        auto& entry = *latest[i].entry;
        entry.is_changed = true;
        if (entry.is_stale)
            continue;  // save() reads this sample with the others
        entry.roll.add(sample);
        for (const auto& extra : extras)
            entry.roll.add(extra);
    }
}

void RollWriter::touch(std::int64_t apiary, std::int64_t time)
{
    for (const auto span : roll_spans) {
        auto& entry = rolls_[{apiary, span, start_of(time, span)}];
        entry.is_stale = entry.is_changed = entry.may_be_stored = true;
    }
}

void RollWriter::forget()
{
    rolls_.clear();
    latest_.clear();
}

Result<> RollWriter::save()
{
    std::vector<std::pair<Key, const Roll*>> changed;
    for (auto& [key, entry] : rolls_) {
        if (!entry.is_changed)
            continue;
        if (entry.is_stale)
            entry.roll = TRY(read(key));
        if (entry.may_be_stored)
            TRY(remove(key));
        if (entry.roll.count() > 0)
            changed.emplace_back(key, &entry.roll);
        entry.is_stale = entry.is_changed = false;
        entry.may_be_stored = true;
    }
    TRY(write(changed));
    keep_newest();
    return {};
}

Result<Roll> RollWriter::read(const Key& key)
{
    Roll roll;
    auto& statement = statements_->samples;
    TRY(statement.bind(1, key.apiary));
    TRY(statement.bind(2, key.start));
    TRY(statement.bind(3, key.start + key.span));
    while (TRY(statement.step())) {
        const auto bins = decode_bins(statement.blob(3));
        roll.add({.time = statement.integer(0),
            .internal = real_or_null(statement, 1),
            .external = real_or_null(statement, 2),
            .bins = bins ? std::span<const float> {*bins} : std::span<const float> {}});
    }
    statement.reset();
    TRY(read_extras(key, roll));
    return roll;
}

Result<> RollWriter::read_extras(const Key& key, Roll& roll)
{
    auto& statement = statements_->extras;
    TRY(statement.bind(1, key.apiary));
    TRY(statement.bind(2, key.start));
    TRY(statement.bind(3, key.start + key.span));
    while (TRY(statement.step()))
        roll.add(ExtraValue {.series = statement.integer(0), .value = statement.real(1)});
    statement.reset();
    return {};
}

Result<> RollWriter::write(const std::vector<std::pair<Key, const Roll*>>& rolls)
{
    TRY(statements_->write_rolls.run(
        rolls.size(), [&](Statement& statement, int first, std::size_t i) -> Result<> {
            const auto& [key, roll] = rolls[i];
            TRY(statement.bind(first, key.apiary));
            TRY(statement.bind(first + 1, key.span));
            TRY(statement.bind(first + 2, key.start));
            TRY(statement.bind(first + 3, roll->count()));
            TRY(bind_extent(statement, first + 4, roll->internal()));
            TRY(bind_extent(statement, first + 8, roll->external()));
            const auto bins = roll->bins();
            return bins ? statement.bind(first + 12, encode_roll_bins(*bins))
                        : statement.bind_null(first + 12);
        }));
    for (const auto& [key, roll] : rolls)
        TRY(write_extras(key, *roll));
    return {};
}

Result<> RollWriter::remove(const Key& key)
{
    for (auto* statement : {&statements_->remove_roll, &statements_->remove_extras}) {
        TRY(statement->bind(1, key.apiary));
        TRY(statement->bind(2, key.span));
        TRY(statement->bind(3, key.start));
        TRY(statement->run());
    }
    return {};
}

Result<> RollWriter::write_extras(const Key& key, const Roll& roll)
{
    auto& statement = statements_->write_extra;
    for (const auto& [series, extent] : roll.extras()) {
        TRY(statement.bind(1, key.apiary));
        TRY(statement.bind(2, series));
        TRY(statement.bind(3, key.span));
        TRY(statement.bind(4, key.start));
        TRY(bind_extent(statement, 5, extent));
        TRY(statement.run());
    }
    return {};
}

void RollWriter::keep_newest()
{
    latest_.clear();
    for (auto entry = rolls_.begin(); entry != rolls_.end();) {
        const auto next = std::next(entry);
        const bool is_newest = next == rolls_.end() || next->first.apiary != entry->first.apiary
            || next->first.span != entry->first.span;
        entry = is_newest ? next : rolls_.erase(entry);
    }
    if (rolls_.size() > most_kept)
        rolls_.clear();
}

}  // namespace hive
