#include "daemons/sync/row_statements.h"

namespace hive {

// NOLINTNEXTLINE(readability-function-size): a list
Result<std::unique_ptr<RowStatements>> RowStatements::prepare(Sqlite& database)
{
    return std::make_unique<RowStatements>(RowStatements {
        .new_origins = TRY(GroupInsert::prepare(
            database, "INSERT OR FAIL INTO origin (source, src_id, hash, apiary, ts)", 5)),
        .new_samples = TRY(GroupInsert::prepare(database,
            "INSERT OR FAIL INTO sample (apiary, ts, source, src_id, internal, external, fft)", 7)),
        .insert_origin
        = TRY(database.prepare("INSERT INTO origin (source, src_id, hash, apiary, ts)"
                               " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")),
        .insert_sample = TRY(database.prepare(
            "INSERT INTO sample (apiary, ts, source, src_id, internal, external, fft)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)")),
        .insert_extra
        = TRY(database.prepare("INSERT INTO extra (apiary, series, ts, source, src_id, value)"
                               " VALUES (?, ?, ?, ?, ?, ?)")),
        .insert_fault = TRY(database.prepare(
            "INSERT INTO quarantine (source, src_id, part, reason, apiary, ts, value, raw)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")),
        .highest_id = TRY(database.prepare("SELECT max(src_id) FROM origin WHERE source = ?")),
        .find_apiary = TRY(database.prepare("SELECT id FROM apiary WHERE name = ?")),
        .insert_apiary = TRY(database.prepare(
            "INSERT INTO apiary (name, time_zone, bins) VALUES (?, ?, ?) ON CONFLICT (name)"
            " DO UPDATE SET time_zone = excluded.time_zone, bins = excluded.bins"
            " RETURNING id, coalesce(last, -1)")),
        .grow_apiary = TRY(database.prepare(
            "UPDATE apiary SET first = min(coalesce(first, ?2), ?2),"
            " last = max(coalesce(last, ?3), ?3), count = count + ?4 WHERE id = ?1")),
        .shrink_apiary = TRY(database.prepare(
            "UPDATE apiary SET first = (SELECT min(ts) FROM sample WHERE apiary = ?1),"
            " last = (SELECT max(ts) FROM sample WHERE apiary = ?1), count = count - ?2"
            " WHERE id = ?1")),
        .find_origin
        = TRY(database.prepare("SELECT apiary, ts FROM origin WHERE source = ? AND src_id = ?")),
        .keep_gone
        = TRY(database.prepare("UPDATE origin SET gone = ?3 WHERE source = ?1 AND src_id = ?2")),
        .remove_origin
        = TRY(database.prepare("DELETE FROM origin WHERE source = ? AND src_id = ?")),
        .remove_sample = TRY(database.prepare(
            "DELETE FROM sample WHERE apiary = ? AND ts = ? AND source = ? AND src_id = ?")),
        .remove_extras = TRY(database.prepare(
            "DELETE FROM extra WHERE apiary = ? AND series IN (SELECT id FROM series)"
            " AND ts = ? AND source = ? AND src_id = ?")),
        .remove_faults
        = TRY(database.prepare("DELETE FROM quarantine WHERE source = ? AND src_id = ?")),
        .take_stale_day = TRY(database.prepare("DELETE FROM stale_roll WHERE (apiary, ts) IN"
                                               " (SELECT apiary, ts FROM stale_roll LIMIT 1)"
                                               " RETURNING apiary, ts")),
        .first_sample = TRY(database.prepare("SELECT min(ts) FROM sample WHERE apiary = ?")),
        .expire_origins = TRY(
            database.prepare("UPDATE origin SET apiary = NULL WHERE (source, src_id) IN"
                             " (SELECT source, src_id FROM sample WHERE apiary = ?1 AND ts < ?2)")),
        .expire_faults = TRY(
            database.prepare("DELETE FROM quarantine WHERE (source, src_id) IN"
                             " (SELECT source, src_id FROM sample WHERE apiary = ?1 AND ts < ?2)")),
        .expire_extras
        = TRY(database.prepare("DELETE FROM extra WHERE apiary = ?1"
                               " AND series IN (SELECT id FROM series) AND ts < ?2")),
        .expire_samples = TRY(database.prepare("DELETE FROM sample WHERE apiary = ?1 AND ts < ?2")),
        .expire_rolls = TRY(database.prepare(
            "DELETE FROM roll WHERE apiary = ?1 AND span IN (3600, 86400) AND ts < ?2")),
        .expire_extra_rolls = TRY(database.prepare(
            "DELETE FROM extra_roll WHERE apiary = ?1 AND series IN (SELECT id FROM series)"
            " AND span IN (3600, 86400) AND ts < ?2")),
    });
}

}  // namespace hive
