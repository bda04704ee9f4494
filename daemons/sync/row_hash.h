// daemons/sync/row_hash.h - one number for all values of a remote row, the same here and in SQL.
//
// The numbers of a row become one sum: each column times a whole weight of its own, a value of
// its own for NULL, added from left to right as doubles. The hash is the CRC-32 of the text
// "id,apiary,time,sum". Doubles are added the same way everywhere (IEEE 754), so a server can be
// asked for the sum of the hashes of many rows instead of the rows. A single-precision value
// that changes at all changes the sum as long as it is no smaller than about 1e-7 and no value
// of the row is 1e9 times larger.
#pragma once

#include <cstdint>
#include <string>

#include "daemons/sync/columns.h"
#include "daemons/sync/row.h"

namespace hive {

/// Remote ids, both included.
struct IdRange {
    std::int64_t first = 0;
    std::int64_t last = 0;
    bool operator==(const IdRange&) const = default;
};

/// What rows come to.
struct Checksum {
    std::int64_t rows = 0;
    std::int64_t sum = 0;  // of row_hash(); below 2^63 for 2^31 rows
    bool operator==(const Checksum&) const = default;
};

/// @return 0 .. 2^32 - 1
[[nodiscard]] std::int64_t row_hash(const RemoteRow& row);

/// row_hash() as an expression of MariaDB and MySQL.
[[nodiscard]] std::string row_hash_sql(const Columns& columns);

}  // namespace hive
