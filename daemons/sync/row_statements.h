// daemons/sync/row_statements.h - the SQL of RowWriter.
#pragma once

#include <memory>

#include "daemons/sync/group_insert.h"
#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

/// Prepared once for the life of the writer.
struct RowStatements {
    GroupInsert new_origins;
    GroupInsert new_samples;
    Statement insert_origin;
    Statement insert_sample;
    Statement insert_extra;
    Statement insert_fault;
    Statement highest_id;
    Statement find_apiary;
    Statement insert_apiary;
    Statement grow_apiary;
    Statement shrink_apiary;
    Statement find_origin;
    Statement keep_gone;
    Statement remove_origin;
    Statement remove_sample;
    Statement remove_extras;
    Statement remove_faults;
    Statement take_stale_day;
    Statement first_sample;
    Statement expire_origins;
    Statement expire_faults;
    Statement expire_extras;
    Statement expire_samples;
    Statement expire_rolls;
    Statement expire_extra_rolls;

    static Result<std::unique_ptr<RowStatements>> prepare(Sqlite& database);
};

}  // namespace hive
