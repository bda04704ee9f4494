#include "daemons/sync/readings_writer.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <filesystem>

#include <sys/stat.h>

namespace hive {
namespace {

/// The directory belongs to the writer; readers are in its group, which new files inherit.
Result<> make_directory_of(const std::string& path)
{
    const auto directory = std::filesystem::path {path}.parent_path().string();
    if (directory.empty() || (::mkdir(directory.c_str(), 0750) != 0 && errno == EEXIST))
        return {};
    if (::chmod(directory.c_str(), 02750) != 0)  // mkdir(2) leaves set-group-id out
        return std::unexpected {Error::from_errno(errno, "make " + directory)};
    return {};
}

Result<> bind_or_null(Statement& statement, int index, std::optional<double> value)
{
    return value ? statement.bind(index, *value) : statement.bind_null(index);
}

Result<> bind_or_null(Statement& statement, int index, std::optional<std::int64_t> value)
{
    return value ? statement.bind(index, *value) : statement.bind_null(index);
}

/// Runs an INSERT ... RETURNING id.
Result<std::int64_t> returned_id(Statement& statement)
{
    if (!TRY(statement.step()))
        return fail("sqlite: no id was returned");
    const auto id = statement.integer(0);
    TRY(statement.run());  // to its end, and ready for the next
    return id;
}

}  // namespace

struct ReadingsWriter::Statements {
    Statement insert_sample;
    Statement insert_fault;
    Statement find_apiary;
    Statement insert_apiary;
    Statement grow_apiary;
    Statement insert_origin;
    Statement save_state;
};

ReadingsWriter::ReadingsWriter(Sqlite database) : database_ {std::move(database)} { }

ReadingsWriter::~ReadingsWriter() = default;

Result<std::unique_ptr<ReadingsWriter>> ReadingsWriter::open(const std::string& path)
{
    TRY(make_directory_of(path));
    auto database = TRY(Sqlite::open(path));
    if (auto migrated = database.migrate(readings_migrations); !migrated)
        return std::unexpected {std::move(migrated).error().within(path)};
    std::unique_ptr<ReadingsWriter> writer {new ReadingsWriter {std::move(database)}};
    TRY(writer->prepare());
    return writer;
}

Result<> ReadingsWriter::prepare()
{
    statements_ = std::make_unique<Statements>(Statements {
        .insert_sample = TRY(database_.prepare(
            "INSERT INTO sample (apiary, ts, source, src_id, internal, external, fft)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")),
        .insert_fault = TRY(database_.prepare(
            "INSERT INTO quarantine (source, src_id, part, reason, apiary, ts, value, raw)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")),
        .find_apiary = TRY(database_.prepare("SELECT id FROM apiary WHERE name = ?")),
        .insert_apiary
        = TRY(database_.prepare("INSERT INTO apiary (name, time_zone) VALUES (?, ?)"
                                " ON CONFLICT (name) DO UPDATE SET time_zone = excluded.time_zone"
                                " RETURNING id, coalesce(last, -1)")),
        .grow_apiary = TRY(database_.prepare(
            "UPDATE apiary SET first = min(coalesce(first, ?2), ?2),"
            " last = max(coalesce(last, ?3), ?3), count = count + ?4 WHERE id = ?1")),
        .insert_origin = TRY(database_.prepare("INSERT INTO origin (source, src_id, apiary, ts)"
                                               " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")),
        .save_state = TRY(
            database_.prepare("INSERT INTO sync_state (source, watermark, copied) VALUES (?, ?, ?)"
                              " ON CONFLICT (source) DO UPDATE"
                              " SET watermark = excluded.watermark, copied = excluded.copied")),
    });
    rolls_.emplace(TRY(RollWriter::create(database_)));
    return {};
}

Result<SourceState> ReadingsWriter::state(const std::string& source)
{
    auto statement = TRY(database_.prepare("SELECT watermark, copied FROM sync_state"
                                           " JOIN source ON source.id = sync_state.source"
                                           " WHERE source.key = ?"));
    TRY(statement.bind(1, source));
    if (!TRY(statement.step()))
        return SourceState {};
    return SourceState {
        .is_new = false, .watermark = statement.integer(0), .copied = statement.integer(1)};
}

Result<std::int64_t> ReadingsWriter::quarantined()
{
    return database_.integer("SELECT count(*) FROM quarantine");
}

Result<std::int64_t> ReadingsWriter::source_id(const std::string& source)
{
    auto statement = TRY(
        database_.prepare("INSERT INTO source (key) VALUES (?)"
                          " ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING id"));
    TRY(statement.bind(1, source));
    return returned_id(statement);
}

Result<bool> ReadingsWriter::make_stale_roll()
{
    roll_back();
    auto transaction = TRY(Transaction::begin(database_));
    auto next = TRY(database_.prepare("DELETE FROM stale_roll WHERE (apiary, ts) IN"
                                      " (SELECT apiary, ts FROM stale_roll LIMIT 1)"
                                      " RETURNING apiary, ts"));
    if (!TRY(next.step()))
        return false;
    const auto apiary = next.integer(0);
    const auto day = next.integer(1);
    TRY(next.run());
    constexpr std::int64_t one_hour = roll_spans.front();
    constexpr std::int64_t one_day = roll_spans.back();
    for (auto hour = day; hour < day + one_day; hour += one_hour)
        rolls_->touch(apiary, hour);
    TRY(rolls_->save());
    TRY(transaction.commit());
    return true;
}

Result<SourceState> ReadingsWriter::begin(const std::string& source, std::string time_zone)
{
    roll_back();
    source_ = TRY(source_id(source));
    time_zone_ = std::move(time_zone);
    apiaries_.clear();
    state_ = committed_ = TRY(state(source));
    return state_;
}

Result<std::optional<std::int64_t>> ReadingsWriter::known_apiary(std::string_view name)
{
    auto& statement = statements_->find_apiary;
    TRY(statement.bind(1, name));
    std::optional<std::int64_t> id;
    if (TRY(statement.step()))
        id = statement.integer(0);
    statement.reset();
    return id;
}

Result<ReadingsWriter::Apiary*> ReadingsWriter::apiary(std::string_view name)
{
    if (const auto found = apiaries_.find(name); found != apiaries_.end())
        return &found->second;
    auto& statement = statements_->insert_apiary;
    TRY(statement.bind(1, name));
    TRY(statement.bind(2, time_zone_));
    if (!TRY(statement.step()))
        return fail("sqlite: no id was returned");
    const Apiary made {.id = statement.integer(0), .newest = statement.integer(1)};
    TRY(statement.run());  // to its end, and ready for the next
    return &apiaries_.emplace(std::string {name}, made).first->second;
}

Result<> ReadingsWriter::add(const RemoteRow& row, const Verdict& verdict)
{
    assert(row.id > state_.watermark);
    if (!transaction_)
        transaction_.emplace(TRY(Transaction::begin(database_)));
    TRY(verdict.is_sample ? add_sample(row, verdict) : add_origin(row, nullptr));
    for (const auto& fault : verdict.faults)
        TRY(add_fault(row, fault));
    state_.is_new = false;
    state_.watermark = row.id;
    ++state_.copied;
    return {};
}

Result<> ReadingsWriter::add_sample(const RemoteRow& row, const Verdict& verdict)
{
    auto& place = *TRY(apiary(*row.apiary));
    auto& statement = statements_->insert_sample;
    TRY(statement.bind(1, place.id));
    TRY(statement.bind(2, *row.time));
    TRY(statement.bind(3, source_));
    TRY(statement.bind(4, row.id));
    TRY(bind_or_null(statement, 5, verdict.internal));
    TRY(bind_or_null(statement, 6, verdict.external));
    TRY(verdict.has_bins ? statement.bind(7, encode_bins(row.bins)) : statement.bind_null(7));
    TRY(statement.run());
    if (database_.changes() == 0)
        return {};  // here already: the remote id was set back
    TRY(add_origin(row, &place));
    rolls_->add(place.id, place.newest,
        {.time = *row.time,
            .internal = verdict.internal,
            .external = verdict.external,
            .bins
            = verdict.has_bins ? std::span<const float> {row.bins} : std::span<const float> {}},
        {});
    place.newest = std::max(place.newest, *row.time);
    place.first = place.added == 0 ? *row.time : std::min(place.first, *row.time);
    place.last = place.added == 0 ? *row.time : std::max(place.last, *row.time);
    ++place.added;
    return {};
}

Result<> ReadingsWriter::add_origin(const RemoteRow& row, const Apiary* place)
{
    auto& statement = statements_->insert_origin;
    TRY(statement.bind(1, source_));
    TRY(statement.bind(2, row.id));
    TRY(place != nullptr ? statement.bind(3, place->id) : statement.bind_null(3));
    TRY(place != nullptr ? statement.bind(4, *row.time) : statement.bind_null(4));
    return statement.run();
}

Result<> ReadingsWriter::add_fault(const RemoteRow& row, const Fault& fault)
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
    TRY(statement.bind(8, raw_row(row)));
    return statement.run();
}

Result<> ReadingsWriter::save_apiaries()
{
    auto& statement = statements_->grow_apiary;
    for (auto& [name, apiary] : apiaries_) {
        if (apiary.added == 0)
            continue;
        TRY(statement.bind(1, apiary.id));
        TRY(statement.bind(2, apiary.first));
        TRY(statement.bind(3, apiary.last));
        TRY(statement.bind(4, apiary.added));
        TRY(statement.run());
        apiary.added = 0;
    }
    return {};
}

Result<> ReadingsWriter::save_state()
{
    auto& statement = statements_->save_state;
    TRY(statement.bind(1, source_));
    TRY(statement.bind(2, state_.watermark));
    TRY(statement.bind(3, state_.copied));
    return statement.run();
}

Result<SourceState> ReadingsWriter::commit()
{
    if (!transaction_)
        return committed_;
    TRY(save_apiaries());
    TRY(rolls_->save());
    TRY(save_state());
    TRY(transaction_->commit());
    transaction_.reset();
    committed_ = state_;
    return committed_;
}

Result<> ReadingsWriter::finish(std::int64_t now)
{
    TRY(commit());
    TRY(save_state());  // also of a table without a row: it is no longer new
    auto statement = TRY(database_.prepare("UPDATE sync_state SET finished = ? WHERE source = ?"));
    TRY(statement.bind(1, now));
    TRY(statement.bind(2, source_));
    return statement.run();
}

void ReadingsWriter::roll_back()
{
    transaction_.reset();
    apiaries_.clear();  // some may have been made in what is undone
    rolls_->forget();
    state_ = committed_;
}

}  // namespace hive
