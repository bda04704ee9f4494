// daemons/sync/group_insert.h - an INSERT that takes many rows at a time.
#pragma once

#include <cstddef>
#include <string>

#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

/// To start a statement costs SQLite as much as to store a small row, so rows go in by groups and
/// what is left one by one.
class GroupInsert {
public:
    static constexpr std::size_t rows_of_a_group = 32;

    /// @param into "INSERT OR FAIL INTO t (a, b)": without FAIL SQLite keeps a journal for each
    ///             group. After an error the transaction is to be undone
    /// @param columns how many there are, >= 1
    static Result<GroupInsert> prepare(
        Sqlite& database, const std::string& into, std::size_t columns);

    /// @param bind (Statement&, int first, std::size_t row) -> Result<>: binds the columns of a row
    ///             to the parameters from `first` on. What it lends must stay until the
    ///             end of run()
    template <class Bind>
    Result<> run(std::size_t rows, const Bind& bind)
    {
        std::size_t row = 0;
        while (rows - row >= rows_of_a_group) {
            for (std::size_t i = 0; i < rows_of_a_group; ++i)
                TRY(bind(group_, static_cast<int>(i * columns_ + 1), row++));
            TRY(group_.run());
        }
        for (; row < rows; ++row) {
            TRY(bind(single_, 1, row));
            TRY(single_.run());
        }
        return {};
    }

private:
    GroupInsert(Statement group, Statement single, std::size_t columns)
        : group_ {std::move(group)}, single_ {std::move(single)}, columns_ {columns}
    {
    }

    Statement group_;
    Statement single_;
    std::size_t columns_;
};

}  // namespace hive
