#!/usr/bin/env bats
# hive-sync finds out and proves that the store holds what the source has: rows that were edited,
# deleted or inserted late, on a real MariaDB server of its own, whatever dies meanwhile.

load lib.bash
load mariadb.bash
load sync_source.bash

setup_file() {
    export SERVER=$BATS_FILE_TMPDIR/db PORT
    PORT=$(free_port)
    start_mariadb "$SERVER" "$PORT"
    "$HIVE_BIN/hive-sample" --rows 20000 --end 1735689600 --gaps --junk --csv "$BATS_FILE_TMPDIR/rows.csv"
    sql "$SERVER" -e "$(create_table sync_data FLOAT)"
    load_rows "$SERVER" "$BATS_FILE_TMPDIR/rows.csv"
}

teardown_file() {
    stop_mariadb "$SERVER"
}

setup() {
    sync_directories
}

teardown() {
    [ -z "${sync:-}" ] || end_process "$sync" KILL
    [ -z "${mounted:-}" ] || umount "$mounted"
    [ "$BATS_TEST_COMPLETED" = 1 ] || tail -n 30 "$log" || true
}

hivectl() { "$HIVE_BIN/hivectl" "$@"; }
corrected() { sqlite3 "$store" 'SELECT late, edited, deleted FROM sync_state'; }
copy_of() { # TABLE [LAST_ID]
    sql "$SERVER" -e "CREATE TABLE $1 LIKE sync_data; INSERT INTO $1 SELECT * FROM sync_data WHERE id <= ${2:-100000}"
}

@test "verify proves equality and prints the ranges it compared" {
    configure
    start_sync
    wait_until 60 is_outcome created
    run hivectl sync verify
    [ "$status" -eq 0 ]
    last=$(sql "$SERVER" -e 'SELECT max(id) FROM sync_data')
    [[ "${lines[0]}" == "field ..$last: 20 000 rows, sum "*', equal' ]]
    [[ "${lines[1]}" == 'equal: 20 000 rows in 1 ranges' ]]
    run hivectl --json sync verify
    [[ "${lines[-1]}" == *'"equal":true'*'"rows":20000'* ]]
    [ "$(store_rows)" = "$(remote_rows)" ]
}

@test "late, edited and deleted rows are found, corrected, logged and counted" {
    copy_of changing
    configure 'table = changing'
    start_sync
    wait_until 60 is_outcome created
    hivectl sync verify
    gap=$(sql "$SERVER" -e 'SELECT min(a.id) + 1 FROM changing a LEFT JOIN changing b ON b.id = a.id + 1 WHERE b.id IS NULL')
    sql "$SERVER" -e "INSERT INTO changing (id, apiary_name, timestamp, bme680_internal_temperature) VALUES ($gap, 'Alder Ridge', 1735600000, 33)
        ; UPDATE changing SET bme680_internal_temperature = 21.25 WHERE id = 5000
        ; UPDATE changing SET fft_bin64 = fft_bin64 + 0.001 WHERE id = 5001
        ; UPDATE changing SET apiary_name = 'Moved', timestamp = timestamp - 90000 WHERE id = 6000
        ; UPDATE changing SET apiary_name = NULL WHERE id = 6001
        ; DELETE FROM changing WHERE id BETWEEN 9000 AND 9009"
    deleted=$((20001 - $(sql "$SERVER" -e 'SELECT count(*) FROM changing')))
    run hivectl sync verify
    [ "$status" -eq 0 ]
    [[ "$output" == *"1 late, 4 edited, $deleted deleted"* ]]
    [ "$(corrected)" = "1|4|$deleted" ]
    grep -q "corrected late id=$gap source=field" "$log"
    grep -q 'corrected edited id=5001 source=field' "$log"
    grep -q 'corrected deleted id=9000 source=field' "$log"
    [ "$(store_rows)" = "$(remote_rows changing)" ]
    store_is_consistent
    [[ "$(hivectl --json sync status)" == *"\"corrected\":{\"late\":1,\"edited\":4,\"deleted\":$deleted}"* ]]
}

@test "numbers that differ after a copy are told, and corrected at once" {
    copy_of shrinking 1000
    configure 'table = shrinking'
    start_sync
    wait_until 60 is_outcome created
    hivectl sync verify
    sql "$SERVER" -e 'DELETE FROM shrinking WHERE id = 7'
    run hivectl sync now
    [ "$status" -eq 1 ]
    [ "$output" = 'remote and local database counts do not match!' ]
    wait_until 20 grep -q 'corrected deleted id=7' "$log"
    [ "$(hivectl sync now)" = 'database is already up to date...' ]
    [ "$(store_rows)" = "$(remote_rows shrinking)" ]
}

@test "deleted_rows = keep keeps what the source has no longer, and is still equal" {
    copy_of emptying 1000
    rows=$(sql "$SERVER" -e 'SELECT count(*) FROM emptying')
    configure 'table = emptying' 'deleted_rows = keep'
    start_sync
    wait_until 60 is_outcome created
    sql "$SERVER" -e 'DELETE FROM emptying WHERE id <= 500'
    hivectl sync verify
    [ "$(status_of copied)" = "$rows" ]
    [ "$(hivectl sync now)" = 'database is already up to date...' ]
    sql "$SERVER" -e 'INSERT INTO emptying SELECT * FROM sync_data WHERE id <= 500'
    hivectl sync verify
    [ "$(sqlite3 "$store" 'SELECT count(*) FROM origin WHERE gone IS NOT NULL')" = 0 ]
    [ "$(store_rows)" = "$(remote_rows emptying)" ]
}

@test "a connection cut in the middle of a comparison: degraded, then equal" {
    copy_of broken
    configure 'table = broken'
    start_sync
    wait_until 60 is_outcome created
    hivectl sync verify
    sql "$SERVER" -e 'UPDATE broken SET timestamp = timestamp + 1'
    sync_ask verify >/dev/null &
    wait_until 20 grep -q 'corrected edited' "$log"
    kill_mariadb "$SERVER"
    wait_until 20 is_state degraded
    store_is_consistent
    mariadb_run "$SERVER"
    wait_until 60 hivectl sync verify
    [ "$(store_rows)" = "$(remote_rows broken)" ]
    store_is_consistent
}

@test "a column dropped while running is named, and its return is enough" {
    copy_of narrow 500
    options='interval = 1s' configure 'table = narrow'
    start_sync
    wait_until 30 has_copied 400
    sql "$SERVER" -e 'ALTER TABLE narrow DROP COLUMN fft_bin64'
    wait_until 20 is_state degraded
    [[ "$(status_of error)" == *'table narrow: has no column fft_bin64 (its columns: id, apiary_id, '* ]]
    sql "$SERVER" -e 'ALTER TABLE narrow ADD COLUMN fft_bin64 FLOAT'
    wait_until 20 is_state ready
    hivectl sync verify
    [ "$(store_rows)" = "$(remote_rows narrow)" ]
}

@test "another character set, strict mode and dates in a zone" {
    sql "$SERVER" -e "SET GLOBAL sql_mode = 'TRADITIONAL,ANSI_QUOTES'"
    sql "$SERVER" -e "CREATE TABLE swedish (id INT PRIMARY KEY, apiary_name VARCHAR(64) CHARACTER SET latin1 COLLATE latin1_swedish_ci,
        measured DATETIME(3), bme680_internal_temperature DECIMAL(6,3), bme680_external_temperature FLOAT, weight FLOAT,
        $(seq -f 'fft_bin%.0f SMALLINT' -s ', ' 1 64)) CHARACTER SET latin1"
    sql "$SERVER" --default-character-set=utf8mb4 -e "INSERT INTO swedish (id, apiary_name, measured, bme680_internal_temperature, weight, fft_bin1) VALUES
        (1, 'Björkö', '2024-01-01 11:00:00.250', 34.125, 31.75, 300), (2, 'Björkö', '2024-07-01 10:00:00', NULL, NULL, NULL), (3, 'Björkö', NULL, 1, 2, 3)"
    configure 'table = swedish' 'time_column = measured' 'time_column_zone = Australia/Melbourne'
    start_sync
    wait_until 30 is_outcome created
    sql "$SERVER" -e 'SET GLOBAL sql_mode = DEFAULT'
    [ "$(sqlite3 "$store" "SELECT ts, internal FROM sample JOIN apiary ON apiary.id = apiary WHERE name = 'Björkö' ORDER BY ts")" = $'1704067200|34.125\n1719792000|' ]
    [ "$(sqlite3 "$store" "SELECT reason FROM quarantine")" = 'no time' ]
    [ "$(sqlite3 "$store" "SELECT name, value FROM extra JOIN series ON series.id = series")" = 'weight|31.75' ]
    [ "$(sqlite3 "$store" "SELECT span, count, mean FROM extra_roll")" = $'3600|1|31.75\n86400|1|31.75' ]
    hivectl sync verify
    sql "$SERVER" -e "UPDATE swedish SET weight = 32 WHERE id = 1"
    [[ "$(hivectl sync verify)" == *'1 edited'* ]]
    [ "$(sqlite3 "$store" "SELECT value FROM extra")" = 32.0 ]
}

@test "a further series has a title, a unit and a range" {
    sql "$SERVER" -e "$(create_table scales FLOAT)"
    sql "$SERVER" -e "ALTER TABLE scales ADD COLUMN weight FLOAT; INSERT INTO scales (apiary_name, timestamp, weight) VALUES ('A', 1735600000, 31.5), ('A', 1735600900, -5)"
    configure 'table = scales' '[series weight]' 'title = Weight of the hive' 'unit = kg' 'range = 0..200'
    start_sync
    wait_until 30 is_outcome created
    [ "$(sqlite3 "$store" 'SELECT name, title, unit FROM series')" = 'weight|Weight of the hive|kg' ]
    [ "$(sqlite3 "$store" 'SELECT value FROM extra')" = 31.5 ]
    [ "$(sqlite3 "$store" "SELECT part, reason FROM quarantine")" = 'weight|-5 is outside 0..200' ]
    hivectl sync verify
}

@test "an account that may read the mapped columns only is enough" {
    sql "$SERVER" -e "CREATE TABLE secretive LIKE sync_data; INSERT INTO secretive SELECT * FROM sync_data WHERE id <= 100
        ; ALTER TABLE secretive ADD COLUMN keeper_phone BIGINT
        ; CREATE USER narrow@localhost IDENTIFIED BY '$MARIADB_PASSWORD'
        ; GRANT SELECT (id, apiary_name, timestamp, bme680_internal_temperature, bme680_external_temperature, $(bin_columns)) ON rawdata.secretive TO narrow@localhost"
    configure 'table = secretive'
    sed -i 's/^user = .*/user = narrow/' "$CONFIGURATION_DIRECTORY/sync.ini"
    start_sync
    wait_until 30 is_outcome created
    hivectl sync verify
    [ "$(store_rows)" = "$(remote_rows secretive)" ]
    [ "$(sqlite3 "$store" 'SELECT count(*) FROM series')" = 0 ]
}

@test "any number of bins" {
    sql "$SERVER" -e "CREATE TABLE banded (id INT PRIMARY KEY, apiary_id INT, timestamp INT, bme680_internal_temperature FLOAT,
        bme680_external_temperature FLOAT, band1 FLOAT, band2 FLOAT, band3 FLOAT); INSERT INTO banded VALUES (1, 4, 1735600000, 30, 10, 1, -2, 3)"
    configure 'table = banded' 'fft_prefix = band' 'bins = 3'
    start_sync
    wait_until 30 is_outcome created
    [ "$(sqlite3 "$store" 'SELECT hex(fft), name, bins FROM sample JOIN apiary ON apiary.id = apiary')" = '0101FE03|4|3' ]
    hivectl sync verify
}

@test "ten sources at once, one of them away" {
    printf '[sync]\nretry = 1s\n' >"$CONFIGURATION_DIRECTORY/sync.ini"
    for n in 1 2 3 4 5 6 7 8 9; do
        sql "$SERVER" -e "CREATE OR REPLACE TABLE yard$n LIKE sync_data; INSERT INTO yard$n SELECT * FROM sync_data WHERE id <= $((n * 100))"
        printf '[source yard%s]\nuri = mariadb:///rawdata?socket=%s/socket\nuser = %s\npassword_file = password\ntable = yard%s\n' \
            "$n" "$SERVER" "$MARIADB_USER" "$n" >>"$CONFIGURATION_DIRECTORY/sync.ini"
    done
    printf '[source away]\nuri = mariadb://127.0.0.1:1/rawdata\n' >>"$CONFIGURATION_DIRECTORY/sync.ini"
    start_sync
    wait_until 60 is_outcome failed
    [[ "$(status_of error)" == 'source away: connect mariadb://127.0.0.1:1/rawdata: '* ]]
    total=0
    for n in 1 2 3 4 5 6 7 8 9; do
        total=$((total + $(sql "$SERVER" -e "SELECT count(*) FROM yard$n")))
    done
    [ "$(status_of copied)" = "$total" ]
    is_state degraded
    store_is_consistent
}

@test "the traffic may be compressed" {
    configure 'compress = yes' 'table = sync_data'
    start_sync
    wait_until 60 is_outcome created
    hivectl sync verify
}

@test "a full disk stops the copy with a clear word, and room lets it go on" {
    [ "$(id -u)" -eq 0 ] || skip 'needs root to mount a small tmpfs'
    mounted=$STATE_DIRECTORY/sync
    mkdir "$mounted"
    mount -t tmpfs -o size=3m tmpfs "$mounted" || { mounted=; skip 'cannot mount here'; }
    options='batch = 500' configure
    start_sync
    wait_until 30 is_state degraded
    [[ "$(status_of error)" == *'database or disk is full'* ]]
    before=$(status_of copied)
    [ "$before" -lt 20000 ]
    store_is_consistent
    mount -o remount,size=64m "$mounted"
    wait_until 60 has_copied 20000
    wait_until 20 is_state ready
    hivectl sync verify
    [ "$(store_rows)" = "$(remote_rows)" ]
    store_is_consistent
    end_process "$sync"
    sync=
}

@test "a store of the first schema is upgraded in place and proven" {
    configure
    start_sync
    wait_until 60 is_outcome created
    hivectl sync verify
    end_process "$sync"
    sqlite3 "$store" 'DROP TABLE extra_roll; DROP TABLE roll; DROP TABLE extra; DROP TABLE series; DROP TABLE stale_roll; DROP TABLE origin;
        ALTER TABLE apiary DROP COLUMN bins; ALTER TABLE sync_state DROP COLUMN verified; ALTER TABLE sync_state DROP COLUMN rules;
        ALTER TABLE sync_state DROP COLUMN late; ALTER TABLE sync_state DROP COLUMN edited; ALTER TABLE sync_state DROP COLUMN deleted;
        PRAGMA user_version = 1'
    start_sync
    wait_until 60 is_outcome current
    grep -q 'rolls made days=' "$log"
    wait_until 60 grep -q 'verified equal=true rows=20000 .* hashed=20000' "$log"
    [ "$(corrected)" = '0|0|0' ]
    [ "$(store_rows)" = "$(remote_rows)" ]
    store_is_consistent
}

@test "rebuild copies everything anew, but only when told surely" {
    configure
    start_sync
    wait_until 60 is_outcome created
    run hivectl sync rebuild </dev/null
    [ "$status" -eq 1 ]
    [[ "$output" == *'say --yes'* ]]
    [ "$(status_of copied)" = 20000 ]
    sqlite3 "$store" "UPDATE sample SET internal = 1"
    [ "$(hivectl sync rebuild --yes)" = 'database has been created! Rows added:  20000' ]
    [ "$(store_rows)" = "$(remote_rows)" ]
    store_is_consistent
    stop_mariadb "$SERVER"
    run hivectl sync rebuild --yes
    [ "$status" -eq 1 ]
    [ "$(status_of copied)" = 20000 ]
    mariadb_run "$SERVER"
}

@test "quarantine, check and backup, while the store is in use" {
    configure
    start_sync
    wait_until 60 is_outcome created
    run hivectl sync quarantine -n 3
    [ "$status" -eq 0 ]
    [[ "$output" == *'field   internal  value is a sensor fault'* ]]
    [[ "$output" == *"$(sqlite3 "$store" 'SELECT count(*) FROM quarantine') in quarantine"* ]]
    run hivectl --json sync quarantine -n 3
    [ "${#lines[@]}" -eq 4 ]
    [[ "${lines[0]}" == *'"raw":{"id":'* ]]
    [ "$(hivectl sync check)" = 'the store is intact' ]
    hivectl sync backup "$BATS_TEST_TMPDIR/copy.db"
    [ "$(sqlite3 "$BATS_TEST_TMPDIR/copy.db" 'SELECT count(*) FROM origin')" = 20000 ]
    run hivectl sync backup "$BATS_TEST_TMPDIR/copy.db"
    [ "$status" -eq 1 ]
    [[ "$output" == *'copy.db exists'* ]]
}
