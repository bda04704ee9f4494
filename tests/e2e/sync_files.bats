#!/usr/bin/env bats
# hive-sync and files: a folder of CSV files that grows, and files that are imported once.

load lib.bash
load sync_source.bash

setup() {
    hive_directories "$BATS_TEST_TMPDIR"
    store=$STATE_DIRECTORY/sync/apiary.db
    log=$BATS_TEST_TMPDIR/sync.log
    rows=$BATS_TEST_TMPDIR/rows.csv
    "$HIVE_BIN/hive-sample" --rows 5000 --end 1735689600 --gaps --junk --csv "$rows"
}

teardown() {
    [ -z "${sync:-}" ] || end_process "$sync" KILL
    [ "$BATS_TEST_COMPLETED" = 1 ] || tail -n 30 "$log" || true
}

hivectl() { "$HIVE_BIN/hivectl" "$@"; }
samples_and_refused() {
    sqlite3 "$store" "SELECT (SELECT count(*) FROM sample) + (SELECT count(*) FROM quarantine WHERE part = '')"
}

@test "a folder of CSV files is copied as files grow and appear" {
    mkdir "$STATE_DIRECTORY/inbox"
    head -n 2001 "$rows" >"$STATE_DIRECTORY/inbox/march.csv"
    printf '[source yard]\nuri = csv:inbox\n' >"$CONFIGURATION_DIRECTORY/sync.ini"
    start_sync
    wait_until 30 is_outcome created
    [ "$(samples_and_refused)" = 2000 ]
    sed -n 2002,2501p "$rows" >>"$STATE_DIRECTORY/inbox/march.csv"
    printf 'half of a li' >>"$STATE_DIRECTORY/inbox/march.csv"
    (head -n 1 "$rows" && tail -n 100 "$rows") >"$STATE_DIRECTORY/inbox/april.csv"
    [ "$(hivectl sync now)" = 'database has been updated! New rows added: 600' ]
    [ "$(samples_and_refused)" = 2600 ]
    [ "$(sqlite3 "$store" "SELECT group_concat(key, ' ') FROM source ORDER BY key")" = 'yard/march.csv yard/april.csv' ]
    run hivectl sync verify
    [ "$status" -eq 0 ]
    [[ "$output" == *'equal: 2 600 rows in 2 ranges' ]]
    sed -i '100s/,[^,]*$/,17/' "$STATE_DIRECTORY/inbox/march.csv"
    [[ "$(hivectl sync verify)" == *'1 edited'* ]]
    store_is_consistent
}

@test "a wrong file and a missing folder are named, the others are copied" {
    mkdir "$STATE_DIRECTORY/inbox"
    cp "$rows" "$STATE_DIRECTORY/inbox/good.csv"
    printf 'day,weather\nmonday,fine\n' >"$STATE_DIRECTORY/inbox/bad.csv"
    printf '[source yard]\nuri = csv:inbox\n[source gone]\nuri = csv:nowhere\n' >"$CONFIGURATION_DIRECTORY/sync.ini"
    start_sync
    wait_until 30 is_outcome failed
    [ "$(samples_and_refused)" = 5000 ]
    grep -q 'failed source=yard/bad.csv error="table bad.csv: has no column apiary_name, timestamp' "$log"
    grep -q 'failed source=gone error="open .*nowhere: No such file or directory"' "$log"
}

@test "a file is imported once, however often it is given" {
    printf '[source field]\nuri = sqlite:none.db\n' >"$CONFIGURATION_DIRECTORY/sync.ini"
    run "$HIVE_BIN/hive-sync" import "$rows"
    [ "$status" -eq 0 ]
    refused=$(sqlite3 "$store" "SELECT count(*) FROM quarantine WHERE part = ''")
    [ "$output" = "$rows: 5000 rows, $refused of them refused, 0 were here" ]
    run "$HIVE_BIN/hive-sync" import "$rows"
    [ "$output" = "$rows: 0 rows, 0 of them refused, 5000 were here" ]
    [ "$(samples_and_refused)" = 5000 ]
    store_is_consistent
}

@test "an import shows a bar on a terminal, and a wrong file is told" {
    printf '[sync]\nbatch = 100\n[source field]\nuri = sqlite:none.db\n' >"$CONFIGURATION_DIRECTORY/sync.ini"
    script -qec "$HIVE_BIN/hive-sync import $rows" /dev/null >"$BATS_TEST_TMPDIR/seen"
    grep -q '\[#* *\] *[0-9]* %, [0-9]* rows, [0-9]* a second' "$BATS_TEST_TMPDIR/seen"
    printf '"never closed\n' >"$BATS_TEST_TMPDIR/broken.csv"
    run "$HIVE_BIN/hive-sync" import "$BATS_TEST_TMPDIR/broken.csv"
    [ "$status" -eq 70 ]
    [[ "$output" == *"broken.csv: no header line"* ]]
    run "$HIVE_BIN/hive-sync" import
    [ "$status" -eq 64 ]
}

@test "an import beside the running daemon: both are whole" {
    "$HIVE_BIN/hive-sample" --rows 3000 --end 1735689600 --seed 2 --sqlite "$STATE_DIRECTORY/sample.db"
    printf '[sync]\nbatch = 50\ninterval = 1s\n[source field]\nuri = sqlite:sample.db\n' >"$CONFIGURATION_DIRECTORY/sync.ini"
    start_sync
    "$HIVE_BIN/hive-sync" import "$rows"
    "$HIVE_BIN/hive-sample" --rows 1000 --seed 2 --append --sqlite "$STATE_DIRECTORY/sample.db"
    wait_until 30 has_copied 4000
    [ "$(samples_and_refused)" = 9000 ]
    store_is_consistent
}

# sync_at_rest ROWS: copies a database with a write-ahead log that its last writer has taken away,
# from a directory nothing can be written to.
sync_at_rest() {
    field=$BATS_TEST_TMPDIR/field
    mkdir "$field"
    "$HIVE_BIN/hive-sample" --rows "$1" --end 1735689600 --sqlite "$field/sample.db"
    sqlite3 "$field/sample.db" 'PRAGMA journal_mode = WAL; DELETE FROM sync_data WHERE id = 7' >/dev/null
    [ "$(ls "$field")" = sample.db ]
    touch -d '1 minute ago' "$field/sample.db"
    printf '[sync]\nretry = 1s\nretry_max = 1s\n[source field]\nuri = sqlite:%s/sample.db\n' "$field" >"$CONFIGURATION_DIRECTORY/sync.ini"
    chmod 555 "$field"
    local powerless=()
    [ "$(id -u)" -ne 0 ] || powerless=(setpriv --bounding-set -dac_override)
    "${powerless[@]}" "$HIVE_BIN/hive-sync" 2>>"$log" 3>&- &
    sync=$!
    wait_until 10 ask "$RUNTIME_DIRECTORY/sync.sock" ping
}
change() { # SQL
    chmod 755 "$field"
    sqlite3 "$field/sample.db" "$1"
    chmod 555 "$field"
}

@test "a database whose writers have all left its write-ahead log is read at rest" {
    sync_at_rest 3000
    wait_until 30 is_outcome created
    [ "$(samples_and_refused)" = 2999 ]
    change 'DELETE FROM sync_data WHERE id = 8'
    sleep 1.1
    hivectl sync verify || true # the correction, unless the time for it had come before
    [[ "$(hivectl sync verify)" == *'equal: 2 998 rows'* ]]
}

@test "a database that is written while it is read at rest is read again" {
    sync_at_rest 200000
    wait_until 30 has_copied 1000
    kill -STOP "$sync"
    change 'UPDATE sync_data SET bme680_internal_temperature = 20 WHERE id % 3 = 0'
    kill -CONT "$sync"
    wait_until 30 grep -q 'sample.db was written while it was read at rest' "$log"
    wait_until 60 has_copied 199999
    hivectl sync verify || true
    [[ "$(hivectl sync verify)" == *'equal: 199 999 rows'* ]]
    store_is_consistent
}
