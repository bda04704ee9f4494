// lib/sqlite.h - a SQLite connection, its statements and transactions, closed by their owners.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/handle.h"
#include "lib/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace hive {

struct SqliteCloser {
    void operator()(sqlite3* handle) const noexcept;
};
struct StatementCloser {
    void operator()(sqlite3_stmt* handle) const noexcept;
};

/// One prepared statement: bind, step, read, reset. Lives shorter than its Sqlite.
class Statement {
public:
    /// @param index 1-based placeholder
    Result<> bind(int index, std::int64_t value);
    Result<> bind(int index, int value) { return bind(index, std::int64_t {value}); }
    Result<> bind(int index, double value);
    Result<> bind(int index, std::string_view value);
    Result<> bind(int index, const std::string& value)
    {
        return bind(index, std::string_view {value});
    }
    Result<> bind(int index, const char* value) { return bind(index, std::string_view {value}); }
    Result<> bind(int index, std::span<const std::byte> blob);
    /// Without a copy: the bytes must stay until the statement has run.
    Result<> bind_lent(int index, std::span<const std::byte> blob);
    Result<> bind_null(int index);

    /// @return true while there is a row to read
    Result<bool> step();
    /// Steps a statement that returns no rows, then resets it.
    Result<> run();
    void reset();

    /// @param column 0-based
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] bool is_null(int column) const;
    /// Whether the value is an integer or a real; SQLite keeps any type in any column.
    [[nodiscard]] bool is_number(int column) const;
    /// Valid until the next step or reset.
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] std::span<const std::byte> blob(int column) const;
    [[nodiscard]] int columns() const;
    [[nodiscard]] std::string_view column_name(int column) const;

private:
    friend class Sqlite;
    explicit Statement(sqlite3_stmt* handle) : handle_ {handle} { }
    [[nodiscard]] Result<> check(int code) const;
    std::unique_ptr<sqlite3_stmt, StatementCloser> handle_;
};

/// A connection. It and its statements serve one thread at a time.
class Sqlite {
public:
    enum class Mode {
        read_write,  // created when absent; WAL that readers of other users can open
        read_only,
        immutable,  // nobody writes the file while it is open: no lock, no log, nothing beside it
    };
    /// Waits up to 2 s for a lock held by another connection.
    static Result<Sqlite> open(const std::string& path, Mode mode = Mode::read_write);

    Result<Statement> prepare(std::string_view sql);
    /// One or more statements without parameters or results.
    Result<> execute(const std::string& sql);
    /// The first column of the first row, e.g. of a PRAGMA. @return 0 when there is no row
    Result<std::int64_t> integer(std::string_view sql);
    /// Rows the last INSERT, UPDATE or DELETE changed.
    [[nodiscard]] std::int64_t changes() const;
    [[nodiscard]] std::int64_t last_row_id() const;

    /// Brings the schema up to date: step i takes version i to i + 1 (PRAGMA user_version),
    /// each in its own transaction.
    /// @return an error, and nothing changed, when the file is newer than the program
    Result<> migrate(std::span<const std::string_view> steps);

private:
    explicit Sqlite(std::unique_ptr<sqlite3, SqliteCloser> handle) : handle_ {std::move(handle)} { }
    std::unique_ptr<sqlite3, SqliteCloser> handle_;
};

/// BEGIN IMMEDIATE now; ROLLBACK when it goes away uncommitted.
class Transaction {
public:
    static Result<Transaction> begin(Sqlite& database);
    Transaction(Transaction&& other) noexcept : database_ {std::exchange(other.database_, nullptr)}
    {
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();
    Result<> commit();

private:
    explicit Transaction(Sqlite& database) : database_ {&database} { }
    Sqlite* database_;
};

}  // namespace hive
