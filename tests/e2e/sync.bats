#!/usr/bin/env bats
# hive-sync against a real MariaDB server of its own: every row arrives once, whatever dies.

load lib.bash
load mariadb.bash
load sync_source.bash

rows=100000

setup_file() {
    export SERVER=$BATS_FILE_TMPDIR/db
    start_mariadb "$SERVER"
    "$HIVE_BIN/hive-sample" --rows $rows --end 1735689600 --gaps --junk --csv "$BATS_FILE_TMPDIR/rows.csv"
    sql "$SERVER" -e "$(create_table sync_data FLOAT)"
    load_rows "$SERVER" "$BATS_FILE_TMPDIR/rows.csv"
    rm "$BATS_FILE_TMPDIR/rows.csv"
    # The same rows from a server that takes its time: 20 s for all of them.
    slow_view "IF(id % 50 = 0, timestamp + SLEEP(0.01), timestamp)"
}

teardown_file() {
    stop_mariadb "$SERVER"
}

setup() {
    sync_directories
    kill -CONT "$(cat "$SERVER/server")"
}

teardown() {
    [ -z "${sync:-}" ] || end_process "$sync" KILL
    [ "$BATS_TEST_COMPLETED" = 1 ] || tail -n 30 "$log" || true
}

slow_view() { # EXPRESSION_FOR_TIME
    sql "$SERVER" -e "CREATE OR REPLACE VIEW slow_data AS SELECT id, apiary_id, apiary_name, $1 AS timestamp,
        bme680_internal_temperature, bme680_external_temperature, $(bin_columns) FROM sync_data"
}

@test "100000 rows with gaps and junk arrive as they are, in samples and quarantine" {
    configure
    start_sync
    wait_until 60 is_outcome created
    remote=$(remote_rows)
    [[ "$remote" == "$rows "* ]]
    [ "$(store_rows)" = "$remote" ]
    store_is_consistent
    [ "$(sqlite3 "$store" "SELECT count(*) > 0 FROM quarantine WHERE reason = 'no apiary'")" = 1 ]
    [ "$(sqlite3 "$store" "SELECT count(*) > 0 FROM quarantine WHERE reason = '-127 is a sensor fault' AND part = 'internal'")" = 1 ]
    [ "$(sqlite3 "$store" "SELECT count(*) FROM sample WHERE internal IN (-127, 85) OR external IN (-127, 85)")" = 0 ]
    grep -Eq "copied rows=$rows rejected=[0-9]+ seconds=[0-9.]+ rate=[0-9]+ watermark=[0-9]+ source=field" "$log"
}

@test "a new row comes with the next request, and a request without news says so" {
    sql "$SERVER" -e "$(create_table few FLOAT); INSERT INTO few SELECT * FROM sync_data WHERE id < 1000"
    configure 'table = few'
    start_sync
    wait_until 30 is_outcome created
    [ "$(sync_ask now | last_line text)" = 'database is already up to date...' ]
    sql "$SERVER" -e "INSERT INTO few (apiary_name, timestamp, bme680_internal_temperature, fft_bin1) VALUES ('Näw Hill', 1735700000, 34.25, 0.1)"
    [ "$(sync_ask now | last_line text)" = 'database has been updated! New rows added: 1' ]
    [ "$(sqlite3 "$store" "SELECT internal, external IS NULL, first, count FROM sample JOIN apiary ON apiary.id = apiary WHERE name = 'Näw Hill'")" = '34.25|1|1735700000|1' ]
    [ "$(store_rows)" = "$(remote_rows few)" ]
    store_is_consistent
}

@test "a connection that the server has ended between two runs is made anew, and a table may change" {
    sql "$SERVER" -e "$(create_table kept FLOAT); INSERT INTO kept SELECT * FROM sync_data WHERE id < 100"
    configure 'table = kept'
    start_sync
    wait_until 30 is_outcome created
    stop_mariadb "$SERVER"
    mariadb_run "$SERVER"
    sql "$SERVER" -e "INSERT INTO kept (apiary_name, timestamp) VALUES ('Alder Ridge', 1735700000)"
    [ "$(sync_ask now | last_line text)" = 'database has been updated! New rows added: 1' ]
    has_no 'failed source' "$log"
    before=$(sql "$SERVER" -e "SHOW STATUS LIKE 'Connections'")
    sql "$SERVER" -e "ALTER TABLE kept MODIFY fft_bin1 DOUBLE, ADD COLUMN weight DOUBLE AFTER timestamp
        ; INSERT INTO kept (apiary_name, timestamp, weight, fft_bin1) VALUES ('Alder Ridge', 1735700900, 31.5, 0.1)"
    [ "$(sync_ask now | last_line text)" = 'database has been updated! New rows added: 1' ]
    [ "$(sqlite3 "$store" 'SELECT name, value FROM extra JOIN series ON series.id = series')" = 'weight|31.5' ]
    sync_ask verify | last_line equal | grep -qx True
    # Two of the client above, and no more of hive-sync.
    [ "$(($(sql "$SERVER" -e "SHOW STATUS LIKE 'Connections'" | cut -f2) - $(cut -f2 <<<"$before")))" -eq 2 ]
    [ "$(store_rows)" = "$(remote_rows kept)" ]
    store_is_consistent
}

@test "rows come by themselves every interval" {
    sql "$SERVER" -e "$(create_table paced FLOAT); INSERT INTO paced SELECT * FROM sync_data WHERE id < 10"
    options='interval = 1s' configure 'table = paced'
    start_sync
    wait_until 30 has_copied 9
    sql "$SERVER" -e "INSERT INTO paced (apiary_name, timestamp) VALUES ('Alder Ridge', 1735700000)"
    wait_until 10 has_copied "$(sql "$SERVER" -e 'SELECT count(*) FROM paced')"
}

@test "start = cold copies nothing before the first request" {
    options='start = cold' configure
    start_sync
    [ "$(status_of state)" = waiting ]
    [ "$(status_of next_run)" = 0 ]
    [ "$(status_of copied)" = 0 ]
    [ "$(sync_ask now | last_line text)" = "database has been created! Rows added:  $rows" ]
}

@test "the server killed in the middle: degraded, then whole, nothing lost or doubled" {
    options='batch = 100' configure 'table = slow_data'
    start_sync
    wait_until 30 has_copied 2000
    kill_mariadb "$SERVER"
    wait_until 10 is_state degraded
    before=$(status_of copied)
    [ "$before" -ge 2000 ]
    [ "$before" -lt $rows ]
    grep -q 'failed source=field error=' "$log"
    mariadb_run "$SERVER"
    slow_view timestamp
    wait_until 60 has_copied $rows
    wait_until 10 is_state ready
    [ "$(store_rows)" = "$(remote_rows)" ]
    store_is_consistent
    slow_view "IF(id % 50 = 0, timestamp + SLEEP(0.01), timestamp)"
}

@test "hive-sync killed in the middle goes on where it was" {
    options='batch = 100' configure 'table = slow_data'
    start_sync
    wait_until 30 has_copied 2000
    end_process "$sync" KILL
    before=$(sqlite3 "$store" 'SELECT copied FROM sync_state')
    [ "$before" -ge 2000 ]
    [ "$before" -lt $rows ]
    store_is_consistent
    configure
    start_sync
    wait_until 60 has_copied $rows
    wait_until 10 is_outcome updated
    grep -q "copied rows=$((rows - before)) " "$log"
    [ "$(store_rows)" = "$(remote_rows)" ]
    store_is_consistent
}

@test "a query killed by the server is no end of the rows" {
    options='batch = 100' configure 'table = slow_data'
    start_sync
    wait_until 30 has_copied 1000
    query=$(sql "$SERVER" -e "SELECT id FROM information_schema.processlist WHERE info LIKE '%slow_data%' AND id <> connection_id()")
    sql "$SERVER" -e "KILL QUERY $query"
    wait_until 10 grep -q 'failed source=field error=.*interrupted' "$log"
    [ "$(status_of copied)" -lt $rows ]
    wait_until 20 has_copied "$(($(status_of copied) + 1000))"
}

@test "a server that falls silent is noticed, asked again, and keeps nobody waiting" {
    options='batch = 100' configure 'table = slow_data' 'read_timeout = 8s' 'connect_timeout = 2s'
    start_sync
    wait_until 30 has_copied 1000
    kill -STOP "$(cat "$SERVER/server")"
    # Answered long before the silence is noticed.
    export -f sync_ask ask
    timeout 5 bash -c 'sync_ask ping'
    wait_until 30 is_state degraded
    kill -CONT "$(cat "$SERVER/server")"
    wait_until 20 has_copied "$(($(status_of copied) + 1000))"
}

@test "requests during a run join it and see it progress" {
    options='batch = 100' configure 'table = slow_data'
    start_sync
    wait_until 30 has_copied 500
    sync_ask now >"$BATS_TEST_TMPDIR/first" &
    first=$!
    sync_ask now >"$BATS_TEST_TMPDIR/second" &
    second=$!
    wait "$first" "$second"
    [ "$(last_line outcome <"$BATS_TEST_TMPDIR/first")" = created ]
    [ "$(last_line rows <"$BATS_TEST_TMPDIR/second")" = $rows ]
    python3 - "$BATS_TEST_TMPDIR/first" <<'PY'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
rows = [line["rows"] for line in lines[:-1]]
assert len(rows) >= 5 and rows == sorted(rows) and rows[0] < rows[-1], rows
assert all(line["rate"] > 0 for line in lines[:-1])
PY
    grep -c 'copied rows=' "$log" | grep -qx 1
}

@test "SIGTERM in the middle of a copy ends it at once and keeps what is there" {
    options='batch = 100' configure 'table = slow_data'
    start_sync
    wait_until 30 has_copied 1000
    began=$(date +%s%N)
    kill -TERM "$sync"
    wait "$sync" # with status 0
    [ $((($(date +%s%N) - began) / 1000000)) -lt 2000 ]
    grep -q stopped "$log"
    has_no 'WARNING|ERROR' "$log"
    store_is_consistent
    sync=
}

@test "rows deleted at the source are told as a difference in numbers" {
    sql "$SERVER" -e "$(create_table shrinking FLOAT); INSERT INTO shrinking SELECT * FROM sync_data WHERE id < 100"
    configure 'table = shrinking'
    start_sync
    wait_until 30 is_outcome created
    sql "$SERVER" -e 'DELETE FROM shrinking WHERE id = 7'
    [ "$(sync_ask now | last_line text)" = 'remote and local database counts do not match!' ]
    left=$(sql "$SERVER" -e 'SELECT count(*) FROM shrinking')
    grep -q "counts differ: .* here=$((left + 1)) there=$left source=field" "$log"
}

@test "whole amplitudes in TINYINT columns arrive exactly" {
    "$HIVE_BIN/hive-sample" --rows 2000 --end 1735689600 --junk --int8 --table small_numbers \
        --mariadb "mariadb:///rawdata?socket=$SERVER/socket" --user "$MARIADB_USER" --password-file "$CONFIGURATION_DIRECTORY/password"
    configure 'table = small_numbers'
    start_sync
    wait_until 30 is_outcome created
    [ "$(store_rows)" = "$(remote_rows small_numbers)" ]
    [ "$(sqlite3 "$store" 'SELECT max(length(fft)) FROM sample')" = 65 ]
}

@test "the apiary may be a number only" {
    sql "$SERVER" -e "$(create_table numbered FLOAT); INSERT INTO numbered SELECT * FROM sync_data WHERE id < 100; ALTER TABLE numbered DROP COLUMN apiary_name"
    configure 'table = numbered'
    start_sync
    wait_until 30 is_outcome created
    [ "$(sqlite3 "$store" 'SELECT group_concat(name) FROM (SELECT name FROM apiary ORDER BY id)')" = 1,2,3,4,5,6,7,8,9,10 ]
}

@test "a wrong column is named with the table and the columns there are" {
    configure 'internal_column = hive_temp' 'fft_prefix = band'
    start_sync
    wait_until 10 is_state degraded
    error=$(status_of error)
    [[ "$error" == *'table sync_data: has no column hive_temp, band1..band64 (its columns: id, apiary_id, apiary_name, timestamp, bme680_internal_temperature, bme680_external_temperature, fft_bin1..fft_bin64)'* ]]
}

@test "a missing table and a wrong password are told without the password, and retried" {
    configure 'table = nowhere'
    start_sync
    wait_until 10 is_state degraded
    [[ "$(status_of error)" == *'there is no table nowhere'* ]]
    end_process "$sync"
    echo not-the-secret >"$CONFIGURATION_DIRECTORY/password"
    configure
    start_sync
    wait_until 10 is_state degraded
    [[ "$(status_of error)" == *'Access denied'* ]]
    has_no not-the-secret "$log"
    echo "$MARIADB_PASSWORD" >"$CONFIGURATION_DIRECTORY/password"
    wait_until 30 is_outcome created
}

@test "the password is in no log, no argument and no environment" {
    options='log_sql = yes' configure
    "$HIVE_BIN/hive-sync" -v 2>"$log" 3>&- &
    sync=$!
    wait_until 60 is_outcome created
    grep -q 'queried source=field sql="SELECT `id`, `apiary_name`, `timestamp`' "$log"
    sync_ask status >"$BATS_TEST_TMPDIR/status"
    has_no "$MARIADB_PASSWORD" "$log" "/proc/$sync/cmdline" "/proc/$sync/environ" "$BATS_TEST_TMPDIR/status"
}

@test "the password may come as a credential called like the source" {
    export CREDENTIALS_DIRECTORY=$BATS_TEST_TMPDIR/credentials
    mkdir "$CREDENTIALS_DIRECTORY"
    mv "$CONFIGURATION_DIRECTORY/password" "$CREDENTIALS_DIRECTORY/field"
    configure
    sed -i '/password_file/d' "$CONFIGURATION_DIRECTORY/sync.ini"
    start_sync
    wait_until 60 is_outcome created
}

@test "a SQLite file that another program writes is copied as it grows" {
    "$HIVE_BIN/hive-sample" --rows 5000 --end 1735689600 --gaps --junk --sqlite "$STATE_DIRECTORY/sample.db"
    printf '[source field]\nuri = sqlite:sample.db\n' >"$CONFIGURATION_DIRECTORY/sync.ini"
    start_sync
    wait_until 30 is_outcome created
    "$HIVE_BIN/hive-sample" --rows 2500 --append --gaps --junk --sqlite "$STATE_DIRECTORY/sample.db"
    [ "$(sync_ask now | last_line text)" = 'database has been updated! New rows added: 2500' ]
    [ "$(store_rows)" = "$(python3 tests/e2e/sync_rows.py sqlite "$STATE_DIRECTORY/sample.db" sync_data)" ]
    store_is_consistent
}

@test "hivectl sync now copies and says what came of it" {
    "$HIVE_BIN/hive-sample" --rows 100 --end 1735689600 --sqlite "$STATE_DIRECTORY/sample.db"
    printf '[sync]\nstart = cold\n[source field]\nuri = sqlite:sample.db\n' >"$CONFIGURATION_DIRECTORY/sync.ini"
    start_sync
    run "$HIVE_BIN/hivectl" sync now
    [ "$status" -eq 0 ]
    [[ "$output" == *'database has been created! Rows added:  100'* ]]
    rm "$STATE_DIRECTORY/sample.db"
    run "$HIVE_BIN/hivectl" sync now
    [ "$status" -ne 0 ]
    [[ "$output" == *'unable to open database file'* ]]
}

@test "every mistake of a bad configuration is listed with its line, and nothing starts" {
    chmod 644 "$CONFIGURATION_DIRECTORY/password"
    cat >"$CONFIGURATION_DIRECTORY/sync.ini" <<'INI'
[sync]
interval = never
batch = 0
colour = blue
[source field]
uri = mariadb://ann:secret@db.example/rawdata
table = sync data
internal_range = 80..-60
time_zone = Mars/Olympus
user = hive
password_file = password
[source other]
table = more
INI
    run "$HIVE_BIN/hive-sync"
    [ "$status" -eq 78 ]
    for line in 2 3 4 6 7 8 9 11 12; do
        [[ "$output" == *"sync.ini:$line: "* ]] || { echo "no mistake at line $line"; echo "$output"; return 1; }
    done
    [[ "$output" != *secret@* ]]
    [ ! -e "$store" ]
    run "$HIVE_BIN/hive-sync" -t
    [ "$status" -eq 78 ]
    configure
    chmod 600 "$CONFIGURATION_DIRECTORY/password"
    run "$HIVE_BIN/hive-sync" -t
    [ "$status" -eq 0 ]
    [ -z "$output" ]
}

@test "the example configuration of the package is valid" {
    run "$HIVE_BIN/hive-sync" -t -c etc/sync.ini
    [ "$status" -eq 0 ]
}
