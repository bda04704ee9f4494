#!/usr/bin/env bats
# The main job from end to end: a row that enters MariaDB appears on the page open in Chromium.

load lib.bash
load mariadb.bash

setup_file() {
    export SERVER=$BATS_FILE_TMPDIR/db SYNC_INI=$BATS_FILE_TMPDIR/sync.ini
    start_mariadb "$SERVER"
    (umask 077 && echo "$MARIADB_PASSWORD" >"$BATS_FILE_TMPDIR/password")
    "$HIVE_BIN/hive-sample" --rows 2000 --apiaries 1 --end now --mariadb "mariadb:///rawdata?socket=$SERVER/socket" \
        --user "$MARIADB_USER" --password-file "$BATS_FILE_TMPDIR/password"
    cat >"$SYNC_INI" <<INI
[sync]
interval = 2s

[source field]
uri = mariadb:///rawdata?socket=$SERVER/socket
user = $MARIADB_USER
password_file = $BATS_FILE_TMPDIR/password
INI
    start_suite "$(mktemp -d /tmp/hive-live.XXXX)"
}

teardown_file() {
    stop_suite
    rm -rf "$SUITE"
    stop_mariadb "$SERVER"
}

@test "every row of the remote table is copied" {
    copied() { [ "$(suite_ctl --json sync status | python3 -c 'import json, sys; print(json.load(sys.stdin)["copied"])')" = 2000 ]; }
    wait_until 20 copied
}

@test "a new row appears on the open page without a reload" {
    columns="apiary_id, apiary_name, bme680_internal_temperature, bme680_external_temperature, $(seq -f 'fft_bin%.0f' -s ', ' 1 64)"
    # Three of them: the range that follows may lose an old one at its other end.
    cat >"$BATS_TEST_TMPDIR/insert" <<SQL
INSERT INTO sync_data (timestamp, $columns) SELECT UNIX_TIMESTAMP() - n.n, $columns FROM
    (SELECT * FROM sync_data WHERE apiary_name IS NOT NULL ORDER BY id DESC LIMIT 1) AS newest, (SELECT 0 AS n UNION SELECT 1 UNION SELECT 2) AS n
SQL
    export HIVE_URL HIVE_LOGIN HIVE_INSERT
    HIVE_URL=$(suite_url) HIVE_LOGIN=$(suite_login)
    HIVE_INSERT="MYSQL_PWD=$MARIADB_PASSWORD mariadb --no-defaults --socket=$SERVER/socket -u $MARIADB_USER rawdata <$BATS_TEST_TMPDIR/insert"
    run node tests/browser/live.mjs
    echo "$output"
    [ "$status" -eq 0 ]
}
