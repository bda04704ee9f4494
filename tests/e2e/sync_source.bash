# tests/e2e/sync_source.bash - what the tests of hive-sync share: tables to copy, a daemon that
# copies them, and the two sides in one form.
#
# Needs lib.bash and mariadb.bash; SERVER is the directory of the server, $store the store.

bin_columns() { seq -f 'fft_bin%.0f' -s ', ' 1 64; }

create_table() { # NAME TYPE_OF_BINS
    echo "CREATE TABLE $1 (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, apiary_id INT, apiary_name VARCHAR(64),
        timestamp BIGINT, bme680_internal_temperature DOUBLE, bme680_external_temperature DOUBLE,
        $(seq -f "fft_bin%.0f $2" -s ', ' 1 64))"
}

# sync_directories: where a test's daemon keeps what is its own; the password of the server lies there.
sync_directories() {
    hive_directories "$BATS_TEST_TMPDIR"
    store=$STATE_DIRECTORY/sync/apiary.db
    log=$BATS_TEST_TMPDIR/sync.log
    (umask 077 && echo "$MARIADB_PASSWORD" >"$CONFIGURATION_DIRECTORY/password")
}

# configure [LINE...]: sync.ini with one source; each LINE is one more option of it. Lines for
# the section [sync] are in $options.
configure() {
    {
        printf '[sync]\nretry = 1s\nretry_max = 2s\n%s\n' "${options:-}"
        printf '[source field]\nuri = mariadb:///rawdata?socket=%s/socket\n' "$SERVER"
        printf 'user = %s\npassword_file = password\n' "$MARIADB_USER"
        [ $# -eq 0 ] || printf '%s\n' "$@"
    } >"$CONFIGURATION_DIRECTORY/sync.ini"
}

start_sync() {
    "$HIVE_BIN/hive-sync" 2>>"$log" 3>&- &
    sync=$!
    wait_until 10 ask "$RUNTIME_DIRECTORY/sync.sock" ping
}

sync_ask() { ask "$RUNTIME_DIRECTORY/sync.sock" "$1"; }
status_of() { sync_ask status | python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
last_line() { tail -n 1 | python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
has_copied() { [ "$(status_of copied)" -ge "$1" ]; }
is_outcome() { [ "$(status_of outcome)" = "$1" ]; }
is_state() { [[ "$(sync_ask ping)" == *"\"state\":\"$1\""* ]]; }

has_no() { # PATTERN FILE...
    if grep -E "$@"; then return 1; fi
}

remote_rows() { # [TABLE]
    sql "$SERVER" --quick -e "SELECT id, apiary_name, timestamp, bme680_internal_temperature, bme680_external_temperature,
        $(bin_columns) FROM ${1:-sync_data} ORDER BY id" | python3 tests/e2e/sync_rows.py remote
}
store_rows() { python3 tests/e2e/sync_rows.py store "$store" field; }

# Everything the tables of the store say about each other.
store_is_consistent() {
    [ "$(sqlite3 "$store" 'PRAGMA integrity_check')" = ok ]
    [ -z "$(sqlite3 "$store" 'PRAGMA foreign_key_check')" ]
    [ -z "$(sqlite3 "$store" 'SELECT name FROM apiary WHERE (first, last, count) IS NOT
        (SELECT min(ts), max(ts), count(*) FROM sample WHERE sample.apiary = apiary.id)')" ]
    [ "$(sqlite3 "$store" "SELECT sum(copied) - (SELECT count(*) FROM sample)
        - (SELECT count(*) FROM quarantine WHERE part = '')
        - (SELECT count(*) FROM origin WHERE apiary IS NULL AND ts IS NOT NULL) FROM sync_state")" = 0 ]
    [ "$(sqlite3 "$store" "SELECT sum(copied) - (SELECT count(*) FROM origin) FROM sync_state")" = 0 ]
    [ -z "$(sqlite3 "$store" "
        SELECT apiary, span, ts, count, internal_count, internal_min, internal_max, bins IS NULL FROM roll
        EXCEPT SELECT apiary, span, ts - ts % span AS start, count(*), count(internal), min(internal), max(internal),
            count(fft) = 0 FROM sample, (SELECT 3600 AS span UNION SELECT 86400) GROUP BY 1, 2, start")" ]
    [ "$(sqlite3 "$store" "SELECT coalesce(sum(count), 0) - 2 * (SELECT count(*) FROM sample) FROM roll")" = 0 ]
}
