#include "lib/sqlite.h"

#include <sqlite3.h>

#include "lib/encoding.h"
#include "lib/log.h"

namespace hive {
namespace {

constexpr int busy_timeout_ms = 2000;

std::unexpected<Error> failure(sqlite3* database)
{
    return fail("sqlite: {}", sqlite3_errmsg(database));
}

Result<> set_up_writer(Sqlite& database, sqlite3* handle)
{
    // The page size must be set before the first table, and before WAL.
    TRY(database.execute("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;"
                         "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON"));
    // A reader without write permission cannot make the -wal and -shm files itself:
    // they must stay when the last writer leaves.
    // A database in memory has no such files, which is no failure.
    int keep_wal = 1;
    const int code = sqlite3_file_control(handle, "main", SQLITE_FCNTL_PERSIST_WAL, &keep_wal);
    if (code != SQLITE_OK && code != SQLITE_NOTFOUND)
        return failure(handle);
    return {};
}

/// What SQLite is asked to open: https://sqlite.org/uri.html.
std::string name_of(const std::string& path, Sqlite::Mode mode)
{
    return mode == Sqlite::Mode::immutable ? "file:" + percent_encode(path) + "?immutable=1" : path;
}

/// @return an error for a version the program does not know
Result<std::size_t> schema_version(Sqlite& database, std::size_t newest)
{
    const auto version = TRY(database.integer("PRAGMA user_version"));
    if (version < 0 || static_cast<std::size_t>(version) > newest)
        return fail("database has schema version {}, this program knows up to {}", version, newest);
    return static_cast<std::size_t>(version);
}

Result<> take_step(Sqlite& database, std::span<const std::string_view> steps)
{
    auto transaction = TRY(Transaction::begin(database));
    const auto version = TRY(schema_version(database, steps.size()));
    if (version == steps.size())
        return {};  // another process took the step while we waited for the lock
    TRY(database.execute(std::string {steps[version]}));
    TRY(database.execute(fmt::format("PRAGMA user_version = {}", version + 1)));
    return transaction.commit();
}

}  // namespace

void SqliteCloser::operator()(sqlite3* handle) const noexcept
{
    sqlite3_close_v2(handle);
}

void StatementCloser::operator()(sqlite3_stmt* handle) const noexcept
{
    sqlite3_finalize(handle);
}

Result<> Statement::check(int code) const
{
    if (code != SQLITE_OK)
        return failure(sqlite3_db_handle(handle_.get()));
    return {};
}

Result<> Statement::bind(int index, std::int64_t value)
{
    return check(sqlite3_bind_int64(handle_.get(), index, value));
}

Result<> Statement::bind(int index, double value)
{
    return check(sqlite3_bind_double(handle_.get(), index, value));
}

Result<> Statement::bind(int index, std::string_view value)
{
    // A null pointer would bind NULL; an empty view means the empty text.
    const char* text = value.data() != nullptr ? value.data() : "";
    return check(sqlite3_bind_text64(
        handle_.get(), index, text, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

Result<> Statement::bind(int index, std::span<const std::byte> blob)
{
    if (blob.empty())
        return check(sqlite3_bind_zeroblob(handle_.get(), index, 0));
    return check(
        sqlite3_bind_blob64(handle_.get(), index, blob.data(), blob.size(), SQLITE_TRANSIENT));
}

Result<> Statement::bind_lent(int index, std::span<const std::byte> blob)
{
    return check(
        sqlite3_bind_blob64(handle_.get(), index, blob.data(), blob.size(), SQLITE_STATIC));
}

Result<> Statement::bind_null(int index)
{
    return check(sqlite3_bind_null(handle_.get(), index));
}

Result<bool> Statement::step()
{
    const int code = sqlite3_step(handle_.get());
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return code == SQLITE_ROW;
    auto error = failure(sqlite3_db_handle(handle_.get()));
    reset();  // so that it can be bound again
    return error;
}

Result<> Statement::run()
{
    const auto stepped = step();
    reset();
    if (!stepped)
        return std::unexpected {stepped.error()};
    return {};
}

void Statement::reset()
{
    sqlite3_reset(handle_.get());  // repeats the error of the last step, told already
}

double Statement::real(int column) const
{
    return sqlite3_column_double(handle_.get(), column);
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(handle_.get(), column);
}

bool Statement::is_null(int column) const
{
    return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
}

bool Statement::is_number(int column) const
{
    const int type = sqlite3_column_type(handle_.get(), column);
    return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

std::string_view Statement::text(int column) const
{
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column));
    return text != nullptr ? std::string_view {text, size} : std::string_view {};
}

std::span<const std::byte> Statement::blob(int column) const
{
    const auto* bytes = static_cast<const std::byte*>(sqlite3_column_blob(handle_.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column));
    return bytes != nullptr ? std::span {bytes, size} : std::span<const std::byte> {};
}

int Statement::columns() const
{
    return sqlite3_column_count(handle_.get());
}

std::string_view Statement::column_name(int column) const
{
    const char* name = sqlite3_column_name(handle_.get(), column);
    return name != nullptr ? name : "";
}

Result<Sqlite> Sqlite::open(const std::string& path, Mode mode)
{
    // Nobody reads SQLite's own count of its memory, which costs a lock with each allocation.
    static const int without_count = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(without_count);
    // No locks within a connection: one thread at a time uses it.
    const int flags = SQLITE_OPEN_NOMUTEX | (mode == Mode::immutable ? SQLITE_OPEN_URI : 0)
        | (mode == Mode::read_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                    : SQLITE_OPEN_READONLY);
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(name_of(path, mode).c_str(), &raw, flags, nullptr);
    Sqlite database {std::unique_ptr<sqlite3, SqliteCloser> {raw}};  // one comes even on failure
    if (code != SQLITE_OK)
        return fail(
            "open {}: {}", path, raw != nullptr ? sqlite3_errmsg(raw) : sqlite3_errstr(code));
    if (mode == Mode::read_write && sqlite3_db_readonly(raw, "main") == 1)
        return fail("open {}: file is not writable", path);
    sqlite3_busy_timeout(raw, busy_timeout_ms);
    // Opening reads nothing yet: a file that is no database shows itself here.
    auto usable = mode == Mode::read_write
        ? set_up_writer(database, raw)
        : database.execute("PRAGMA schema_version; PRAGMA foreign_keys = ON");
    if (!usable)
        return std::unexpected {std::move(usable).error().within("open " + path)};
    return database;
}

Result<Statement> Sqlite::prepare(std::string_view sql)
{
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr)
        != SQLITE_OK)
        return fail("sqlite: {} in '{}'", sqlite3_errmsg(handle_.get()), sql);
    if (raw == nullptr)
        return fail("sqlite: no statement in '{}'", sql);
    return Statement {raw};
}

Result<> Sqlite::execute(const std::string& sql)
{
    if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return failure(handle_.get());
    return {};
}

Result<std::int64_t> Sqlite::integer(std::string_view sql)
{
    auto statement = TRY(prepare(sql));
    const bool has_row = TRY(statement.step());
    return has_row ? statement.integer(0) : 0;
}

std::int64_t Sqlite::changes() const
{
    return sqlite3_changes64(handle_.get());
}

std::int64_t Sqlite::last_row_id() const
{
    return sqlite3_last_insert_rowid(handle_.get());
}

Result<> Sqlite::migrate(std::span<const std::string_view> steps)
{
    while (TRY(schema_version(*this, steps.size())) != steps.size())
        TRY(take_step(*this, steps));
    return {};
}

Result<Transaction> Transaction::begin(Sqlite& database)
{
    TRY(database.execute("BEGIN IMMEDIATE"));
    return Transaction {database};
}

Transaction::~Transaction()
{
    if (database_ == nullptr)
        return;
    // Some errors (full disk) have rolled back already; then this one has nothing to do.
    if (const auto undone = database_->execute("ROLLBACK"); !undone)
        log::debug("rollback: {}", undone.error().message());
}

Result<> Transaction::commit()
{
    TRY(database_->execute("COMMIT"));
    database_ = nullptr;  // only now: a commit that found the database busy is rolled back
    return {};
}

}  // namespace hive
