#include "daemons/sync/readings_writer.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <filesystem>
#include <utility>

#include <sys/stat.h>

#include "daemons/sync/readings_statements.h"

namespace hive {
namespace {

/// The directory belongs to the writer; readers are in its group.
Result<> make_directory_of(const std::string& path)
{
    const auto directory = std::filesystem::path {path}.parent_path().string();
    if (!directory.empty() && ::mkdir(directory.c_str(), 0750) != 0 && errno != EEXIST)
        return std::unexpected {Error::from_errno(errno, "make " + directory)};
    return {};
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

ReadingsWriter::ReadingsWriter(Sqlite database) : database_ {std::move(database)} { }

ReadingsWriter::~ReadingsWriter() = default;

Result<std::unique_ptr<ReadingsWriter>> ReadingsWriter::open(const std::string& path)
{
    TRY(make_directory_of(path));
    auto database = TRY(Sqlite::open(path));
    // Room for the pages a batch changes, which are then written to the file fewer times. Rows
    // are only stored with the apiary and the source they name: nothing is left to be checked.
    // The checkpointer moves the log along; the writer itself only when it has come to 256 MB.
    TRY(database.execute("PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 32000;"
                         "PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY"));
    if (auto migrated = database.migrate(readings_migrations); !migrated)
        return std::unexpected {std::move(migrated).error().within(path)};
    std::unique_ptr<ReadingsWriter> writer {new ReadingsWriter {std::move(database)}};
    TRY(writer->prepare());
    writer->checkpointer_ = TRY(Checkpointer::create(path));
    return writer;
}

Result<> ReadingsWriter::prepare()
{
    statements_ = std::make_unique<Statements>(Statements {
        .find_source = TRY(database_.prepare("SELECT id FROM source WHERE key = ?")),
        .read_state = TRY(database_.prepare(
            "SELECT watermark, copied, coalesce(finished, 0), coalesce(verified, 0), rules, late,"
            " edited, deleted FROM sync_state WHERE source ="
            " (SELECT id FROM source WHERE key = ?)")),
        .save_state = TRY(database_.prepare(
            "INSERT INTO sync_state (source, watermark, copied, finished, verified, rules, late,"
            " edited, deleted) VALUES (?, ?, ?, nullif(?, 0), nullif(?, 0), ?, ?, ?, ?)"
            " ON CONFLICT (source) DO UPDATE SET watermark = excluded.watermark,"
            " copied = excluded.copied, finished = excluded.finished,"
            " verified = excluded.verified, rules = excluded.rules, late = excluded.late,"
            " edited = excluded.edited, deleted = excluded.deleted")),
        .data_version = TRY(database_.prepare("PRAGMA data_version")),
        .checksum
        = TRY(database_.prepare("SELECT count(*), coalesce(sum(hash), 0) FROM origin"
                                " WHERE source = ? AND src_id BETWEEN ? AND ? AND gone IS NULL")),
        .block_end = TRY(database_.prepare("SELECT src_id FROM origin WHERE source = ?"
                                           " AND src_id BETWEEN ? AND ?"
                                           " ORDER BY src_id LIMIT 1 OFFSET ?")),
    });
    rows_ = TRY(RowWriter::create(database_));
    return count_quarantine();
}

Result<> ReadingsWriter::count_quarantine()
{
    quarantined_ = TRY(database_.integer("SELECT count(*) FROM quarantine"));
    return {};
}

Result<std::int64_t> ReadingsWriter::expire(std::int64_t apiary, std::int64_t end)
{
    constexpr std::int64_t enough = 10'000;
    TRY(start_transaction());
    std::int64_t count = 0;
    for (auto day = TRY(rows_->expire(apiary, end)); day > 0;) {
        count += day;
        day = count < enough ? TRY(rows_->expire(apiary, end)) : 0;
    }
    TRY(rows_->save());
    TRY(end_transaction());
    return count;
}

Result<bool> ReadingsWriter::make_stale_roll()
{
    roll_back();
    TRY(start_transaction());
    const bool was_made = TRY(rows_->make_stale_roll());
    TRY(end_transaction());
    return was_made;
}

Result<> ReadingsWriter::clear()
{
    roll_back();
    auto transaction = TRY(Transaction::begin(database_));
    // The apiaries stay: notes and rules elsewhere know them by their number.
    TRY(database_.execute("DELETE FROM sample; DELETE FROM extra; DELETE FROM roll;"
                          "DELETE FROM extra_roll; DELETE FROM stale_roll; DELETE FROM quarantine;"
                          "DELETE FROM origin; DELETE FROM sync_state;"
                          "UPDATE apiary SET first = NULL, last = NULL, count = 0"));
    TRY(transaction.commit());
    rows_->forget();
    return count_quarantine();
}

Result<std::int64_t> ReadingsWriter::source_id(const std::string& source)
{
    auto& find = statements_->find_source;
    TRY(find.bind(1, source));
    const bool is_known = TRY(find.step());
    const auto id = is_known ? find.integer(0) : 0;
    find.reset();
    if (is_known)
        return id;
    auto insert = TRY(database_.prepare("INSERT INTO source (key) VALUES (?) RETURNING id"));
    TRY(insert.bind(1, source));
    return returned_id(insert);
}

Result<std::int64_t> ReadingsWriter::series_id(
    const std::string& name, const std::vector<SeriesConfig>& titles)
{
    const auto found = std::ranges::find(titles, name, &SeriesConfig::name);
    const auto known = found != titles.end() ? *found : SeriesConfig {.name = name};
    const auto bind = [&](Statement& statement) -> Result<> {
        TRY(statement.bind(1, name));
        TRY(statement.bind(2, known.title.empty() ? name : known.title));
        return statement.bind(3, known.unit);
    };
    // Most runs find it as it is, and then write nothing.
    auto find
        = TRY(database_.prepare("SELECT id FROM series WHERE name = ? AND title = ? AND unit = ?"));
    TRY(bind(find));
    if (TRY(find.step()))
        return find.integer(0);
    auto write = TRY(database_.prepare(
        "INSERT INTO series (name, title, unit) VALUES (?, ?, ?) ON CONFLICT (name)"
        " DO UPDATE SET title = excluded.title, unit = excluded.unit RETURNING id"));
    TRY(bind(write));
    return returned_id(write);
}

Result<SourceState> ReadingsWriter::begin(
    const std::string& source, const RowShape& shape, const std::vector<SeriesConfig>& titles)
{
    roll_back();
    source_ = TRY(source_id(source));
    std::vector<std::int64_t> series;
    series.reserve(shape.rules.extras.size());
    for (const auto& extra : shape.rules.extras)
        series.push_back(TRY(series_id(extra.name, titles)));
    TRY(rows_->begin(source_, shape, std::move(series)));
    state_ = committed_ = TRY(state(source));
    return state_;
}

Result<> ReadingsWriter::start_transaction()
{
    if (transaction_)
        return {};
    transaction_.emplace(TRY(Transaction::begin(database_)));
    auto& statement = statements_->data_version;
    TRY(statement.step());
    const auto version = statement.integer(0);
    statement.reset();
    if (std::exchange(version_, version) == version)
        return {};
    rows_->forget();  // an import has written meanwhile
    return count_quarantine();
}

Result<> ReadingsWriter::add(std::span<const JudgedRow> rows)
{
    assert(!rows.empty());
    assert(rows.front().row.id > state_.watermark || state_.watermark == SourceState::before_all);
    TRY(start_transaction());
    TRY(rows_->append(rows));
    const auto count = static_cast<std::int64_t>(rows.size());
    rows_of_transaction_ += count;
    state_.is_new = false;
    state_.watermark = rows.back().row.id;
    state_.copied += count;
    return {};
}

Result<> ReadingsWriter::replace(const RemoteRow& row, const Verdict& verdict)
{
    TRY(start_transaction());
    const bool was_here = TRY(rows_->remove(row.id));
    state_.copied += was_here ? 0 : 1;
    return rows_->insert(row, verdict, row_hash(row));
}

Result<> ReadingsWriter::drop(std::int64_t id, Deleting deleting, std::int64_t now)
{
    TRY(start_transaction());
    if (deleting == Deleting::keep)
        return rows_->keep_gone(id, now);
    const bool was_here = TRY(rows_->remove(id));
    state_.copied -= was_here ? 1 : 0;
    return {};
}

Result<> ReadingsWriter::rejudge(
    const RemoteRow& row, const Verdict& verdict, std::optional<std::int64_t> hash)
{
    TRY(start_transaction());
    TRY(rows_->remove(row.id));
    return rows_->insert(row, verdict, hash);
}

void ReadingsWriter::count(const Corrections& corrections)
{
    state_.corrections.late += corrections.late;
    state_.corrections.edited += corrections.edited;
    state_.corrections.deleted += corrections.deleted;
}

Result<> ReadingsWriter::save_state()
{
    auto& statement = statements_->save_state;
    const auto& [late, edited, deleted] = state_.corrections;
    TRY(statement.bind(1, source_));
    TRY(statement.bind(2, state_.watermark));
    TRY(statement.bind(3, state_.copied));
    TRY(statement.bind(4, state_.finished));
    TRY(statement.bind(5, state_.verified));
    TRY(statement.bind(6, state_.rules));
    TRY(statement.bind(7, late));
    TRY(statement.bind(8, edited));
    TRY(statement.bind(9, deleted));
    return statement.run();
}

Result<SourceState> ReadingsWriter::commit()
{
    if (!transaction_)
        return committed_;
    TRY(rows_->save());
    TRY(save_state());
    TRY(end_transaction());
    committed_ = state_;
    return committed_;
}

Result<> ReadingsWriter::end_transaction()
{
    assert(transaction_.has_value());
    TRY(transaction_->commit());
    transaction_.reset();
    checkpointer_->committed(std::exchange(rows_of_transaction_, 0));
    quarantined_ += rows_->take_quarantine_growth();
    return {};
}

Result<> ReadingsWriter::finish(std::int64_t now)
{
    TRY(start_transaction());
    state_.is_new = false;  // also when the table has no row
    state_.finished = now;
    return {};
}

Result<> ReadingsWriter::finish_verified(std::int64_t now)
{
    TRY(start_transaction());
    state_.verified = now;
    TRY(commit());
    return {};
}

void ReadingsWriter::roll_back()
{
    if (transaction_)
        rows_->forget();
    transaction_.reset();
    state_ = committed_;
}

}  // namespace hive
