#!/usr/bin/env bats
# hive-sample: the same seed gives the same rows wherever they go.

load lib.bash

sample() { "$HIVE_BIN/hive-sample" "$@"; }
count() { sqlite3 "$BATS_TEST_TMPDIR/x.db" "${1:-SELECT count(*) FROM sync_data}"; }

setup() {
    cd "$BATS_TEST_TMPDIR"
}

teardown() {
    [ -z "${live:-}" ] || end_process "$live" KILL
}

@test "one seed writes the same CSV file twice, another seed another" {
    sample --rows 5000 --seed 7 --end 1735689600 --gaps --junk --csv one.csv
    sample --rows 5000 --seed 7 --end 1735689600 --gaps --junk --csv - >two.csv
    sample --rows 5000 --seed 8 --end 1735689600 --gaps --junk --csv three.csv
    cmp one.csv two.csv
    run cmp one.csv three.csv
    [ "$status" -eq 1 ]
    [ "$(wc -l <one.csv)" -eq 5001 ]
}

@test "CSV and SQLite hold the same rows" {
    sample --rows 3000 --end 1735689600 --gaps --junk --csv x.csv
    sample --rows 3000 --end 1735689600 --gaps --junk --sqlite x.db
    sqlite3 x.db 'CREATE TABLE other AS SELECT * FROM sync_data WHERE 0' \
        '.mode csv' '.import --skip 1 x.csv other'
    for column in apiary_id apiary_name bme680_internal_temperature bme680_external_temperature; do
        sqlite3 x.db "UPDATE other SET $column = NULL WHERE $column = '\\N'"
    done
    [ "$(sqlite3 x.db 'SELECT count(*) FROM (SELECT * FROM sync_data INTERSECT SELECT * FROM other)')" -eq 3000 ]
}

@test "a table is continued where it ends, and not touched without --append" {
    sample --days 2 --apiaries 3 --end 1735689600 --sqlite x.db
    [ "$(count)" -eq 576 ]
    run sample --days 1 --sqlite x.db
    [ "$status" -eq 70 ]
    [ "$output" = 'hive-sample: table sync_data has 576 rows; --append adds to them' ]
    sample --append --end 1735776000 --sqlite x.db
    [ "$(count)" -eq 864 ]
    sample --days 3 --apiaries 3 --end 1735776000 --sqlite whole.db
    [ "$(count 'SELECT sum(id), sum(timestamp), sum(fft_bin9) FROM sync_data')" = "$(sqlite3 whole.db 'SELECT sum(id), sum(timestamp), sum(fft_bin9) FROM sync_data')" ]
}

@test "--live adds a row per apiary again and again until it is stopped" {
    sample --days 1 --apiaries 2 --sqlite x.db
    before=$(count)
    "$HIVE_BIN/hive-sample" --live 1 --sqlite x.db 3>&- &
    live=$!
    wait_until 10 bash -c "[ \$(sqlite3 x.db 'SELECT count(*) FROM sync_data') -ge $((before + 4)) ]"
    kill -TERM "$live"
    wait "$live"
    live=
    [ $((($(count) - before) % 2)) -eq 0 ]
    [ "$(count "SELECT max(timestamp) > strftime('%s') - 20 FROM sync_data")" -eq 1 ]
}

@test "a disk that is full is an error" {
    run sample --rows 10 --csv /dev/full
    [ "$status" -eq 70 ]
    [[ "$output" == *'write /dev/full: No space left on device'* ]]
}

@test "a wrong command line is told, with status 64" {
    run sample --rows 0 --csv -
    [ "$status" -eq 64 ]
    [ "$output" = 'hive-sample: --rows: 0 is outside 1-1000000000; see hive-sample --help' ]
    run sample --help
    [ "$status" -eq 0 ]
    [[ "$output" == *--mariadb* ]]
}
