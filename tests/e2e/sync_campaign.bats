#!/usr/bin/env bats
# hive-sync under random changes of a table and kill -9 of both sides: nothing is lost or doubled.
#
# ROUNDS: how many random rounds (8; `make campaign-sync` runs 1000). SEED: which ones (7).

load lib.bash
load mariadb.bash
load sync_source.bash

setup_file() {
    export SERVER=$BATS_FILE_TMPDIR/db
    start_mariadb "$SERVER"
    "$HIVE_BIN/hive-sample" --rows 3000 --end 1735689600 --gaps --junk --csv "$BATS_FILE_TMPDIR/rows.csv"
    sql "$SERVER" -e "$(create_table sync_data FLOAT); $(create_table wild FLOAT)"
    load_rows "$SERVER" "$BATS_FILE_TMPDIR/rows.csv"
    sql "$SERVER" -e 'INSERT INTO wild SELECT * FROM sync_data'
}

teardown_file() {
    stop_mariadb "$SERVER"
}

setup() {
    sync_directories
    options=$'batch = 50\ninterval = 1s' configure 'table = wild'
    daemon_kills=0 server_kills=0
}

teardown() {
    [ -z "${sync:-}" ] || end_process "$sync" KILL
    [ "$BATS_TEST_COMPLETED" = 1 ] || tail -n 30 "$log" || true
}

hivectl() { "$HIVE_BIN/hivectl" "$@"; }
start() {
    "$HIVE_BIN/hive-sync" 2>>"$log" 3>&- &
    sync=$!
}

# Rows appear, late ones and ones of the same time, too; others change and go.
change_at_random() {
    sql "$SERVER" -e "
        SET @last = (SELECT max(id) FROM wild);
        INSERT INTO wild (id, apiary_name, timestamp, bme680_internal_temperature, bme680_external_temperature, fft_bin1)
            SELECT @last + id + id % 3, apiary_name, timestamp + $RANDOM, $RANDOM / 1000, -127, $RANDOM / 4
            FROM sync_data WHERE id <= $((RANDOM % 400 + 1)) GROUP BY 1;
        INSERT INTO wild (apiary_name, timestamp) SELECT apiary_name, timestamp FROM wild WHERE id > @last ORDER BY id LIMIT 3;
        INSERT IGNORE INTO wild (id, apiary_name, timestamp) VALUES
            (@last * $RANDOM DIV 32768, 'Late', 1735600000), (@last * $RANDOM DIV 32768, 'Late', 1735600000);
        UPDATE wild SET timestamp = timestamp + $RANDOM, fft_bin$((RANDOM % 64 + 1)) = $RANDOM / 4 WHERE id % $((RANDOM % 90 + 10)) = 0;
        DELETE FROM wild WHERE id % $((RANDOM % 90 + 10)) = 1"
}

# pause: up to 300 ms.
pause() { read -rt "0.$(printf '%03d' $((RANDOM % 300)))" <> <(:) || true; }

# kill -9 of hive-sync, of the server, or of neither.
kill_at_random() {
    case $((RANDOM % 5)) in
    0 | 1)
        pause
        end_process "$sync" KILL
        start
        daemon_kills=$((daemon_kills + 1))
        ;;
    2)
        pause
        kill_mariadb "$SERVER"
        mariadb_run "$SERVER"
        server_kills=$((server_kills + 1))
        ;;
    esac
}

prove() { # ROUND
    wait_until 60 hivectl sync now
    wait_until 60 hivectl sync verify
    [ "$(store_rows)" = "$(remote_rows wild)" ] || { echo "differs in round $1"; return 1; }
    store_is_consistent || { echo "inconsistent in round $1"; return 1; }
}

@test "random changes and kill -9 on both sides: nothing is lost or doubled" {
    start
    RANDOM=${SEED:-7}
    rounds=${ROUNDS:-8}
    for ((round = 1; round <= rounds; ++round)); do
        change_at_random
        hivectl sync "$([ $((RANDOM % 2)) = 0 ] && echo now || echo verify)" >/dev/null 2>&1 3>&- &
        asked=$!
        kill_at_random
        wait "$asked" || true
        ((round % 4 != 0 && round != rounds)) || prove $round
        ((round % 50 != 0)) || echo "# round $round: $daemon_kills kills of hive-sync, $server_kills of the server" >&3
    done
    echo "# $rounds rounds, $daemon_kills kills of hive-sync, $server_kills of the server," \
        "corrections late|edited|deleted: $(sqlite3 "$store" 'SELECT late, edited, deleted FROM sync_state')" >&3
}
