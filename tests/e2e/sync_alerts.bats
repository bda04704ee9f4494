#!/usr/bin/env bats
# hive-sync keeps what it is told to keep, and tells people what needs them.

load lib.bash
load sync_source.bash

setup() {
    hive_directories "$BATS_TEST_TMPDIR"
    store=$STATE_DIRECTORY/sync/apiary.db
    log=$BATS_TEST_TMPDIR/sync.log
    alerts=$BATS_TEST_TMPDIR/alerts
    source=$STATE_DIRECTORY/sample.db
}

teardown() {
    [ -z "${sync:-}" ] || end_process "$sync" KILL
    [ -z "${queue:-}" ] || end_process "$queue" KILL
    [ -z "${mounted:-}" ] || umount "$mounted"
    [ "$BATS_TEST_COMPLETED" = 1 ] || tail -n 30 "$log" "$alerts" || true
}

hivectl() { "$HIVE_BIN/hivectl" "$@"; }
sample() { "$HIVE_BIN/hive-sample" "$@" --sqlite "$source" 2>/dev/null; }

# The supervisor's end of its control socket, which takes every alert.
take_alerts() {
    python3 - "$RUNTIME_DIRECTORY/supervisor.sock" >"$alerts" 3>&- <<'PY' &
import socket, sys
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
server.listen()
while True:
    peer, _ = server.accept()
    for line in peer.makefile():
        print(line, end="", flush=True)
        peer.sendall(b'{"queued":true,"done":true}\n')
PY
    queue=$!
    wait_until 10 test -S "$RUNTIME_DIRECTORY/supervisor.sock"
}
has_alert() { grep -q "^alert {\"key\":\"$1\",\"event\":\"$2\"" "$alerts"; }

@test "a source that is away for long is an alert, and so is its return" {
    take_alerts
    printf '[sync]\nretry = 1s\nretry_max = 1s\naway_alert = 1s\n[source field]\nuri = sqlite:sample.db\n' >"$CONFIGURATION_DIRECTORY/sync.ini"
    start_sync
    wait_until 20 has_alert sync:away:field fired
    grep -q '"subject":"source field could not be read for 0 minutes","text":"open .*sample.db: unable to open database file"' "$alerts"
    sample --rows 100 --end 1735689600
    wait_until 20 has_alert sync:away:field recovered
}

@test "rows that differ, and many in quarantine, are alerts" {
    take_alerts
    sample --rows 500 --end 1735689600
    printf '[source field]\nuri = sqlite:sample.db\n' >"$CONFIGURATION_DIRECTORY/sync.ini"
    start_sync
    wait_until 20 is_outcome created
    wait_until 20 has_alert sync:difference:field recovered
    sqlite3 "$source" 'UPDATE sync_data SET bme680_internal_temperature = 1 WHERE id = 7; DELETE FROM sync_data WHERE id = 8'
    hivectl sync verify
    wait_until 10 has_alert sync:difference:field fired
    grep -q '"subject":"2 rows differed from source field and were corrected","text":"0 rows were late, 1 edited, 1 deleted at the source"' "$alerts"
    hivectl sync verify
    sqlite3 "$source" 'INSERT INTO sync_data SELECT id + 1000, apiary_id, apiary_name, timestamp, -127, bme680_external_temperature,
        '"$(bin_columns)"' FROM sync_data WHERE id <= 200'
    hivectl sync now
    wait_until 10 has_alert sync:quarantine fired
}

@test "a full disk is an alert" {
    [ "$(id -u)" -eq 0 ] || skip 'needs root to mount a small tmpfs'
    mounted=$STATE_DIRECTORY/sync
    mkdir "$mounted"
    mount -t tmpfs -o size=2m tmpfs "$mounted" || { mounted=; skip 'cannot mount here'; }
    take_alerts
    sample --rows 20000 --end 1735689600
    printf '[sync]\nretry = 1s\nretry_max = 1s\nbatch = 500\n[source field]\nuri = sqlite:sample.db\n' >"$CONFIGURATION_DIRECTORY/sync.ini"
    start_sync
    wait_until 30 has_alert sync:disk fired
    mount -o remount,size=64m "$mounted"
    wait_until 30 has_alert sync:disk recovered
    wait_until 30 has_copied 20000
    end_process "$sync"
    sync=
}

@test "samples that are older than their apiary keeps go, and the comparison is still equal" {
    sample --days 20 --apiaries 3 --end 1735689600
    printf '[sync]\nretention = 10d\n[apiary Alder Ridge]\nretention = 2d\n[apiary Bramble Hill]\nretention = 0\n[source field]\nuri = sqlite:sample.db\n' >"$CONFIGURATION_DIRECTORY/sync.ini"
    start_sync
    wait_until 20 is_outcome created
    days() { sqlite3 "$store" "SELECT count(DISTINCT ts / 86400) FROM sample JOIN apiary ON apiary.id = apiary WHERE name = '$1'"; }
    [ "$(days 'Alder Ridge') $(days 'Bramble Hill') $(days 'Clover Creek')" = '3 20 11' ]
    grep -q 'expired samples=[0-9]* apiary="Alder Ridge"' "$log"
    [ "$(hivectl sync now)" = 'database is already up to date...' ]
    hivectl sync verify
    [ "$(days 'Alder Ridge') $(days 'Bramble Hill') $(days 'Clover Creek')" = '3 20 11' ]
    store_is_consistent
    [ "$(hivectl sync check)" = 'the store is intact' ]
}

@test "a section for an apiary there is none of is told with those there are" {
    sample --days 1 --apiaries 3 --end 1735689600
    printf '[sync]\ninterval = 1s\n[apiary Alder Rigde]\nretention = 2d\n[source field]\nuri = sqlite:sample.db\n' >"$CONFIGURATION_DIRECTORY/sync.ini"
    start_sync
    wait_until 20 is_outcome current
    hivectl sync status | grep -q "^warning .*/sync.ini: \[apiary Alder Rigde\]: there is no such apiary, only Alder Ridge, Bramble Hill, Clover Creek"
    [ "$(grep -c 'configured warning=.*Alder Rigde' "$log")" -eq 1 ]
}

# clock OFFSET: what hive-sync's clock shows from now on, beside the true time.
clock() { echo "$1" >"$BATS_TEST_TMPDIR/clock"; }

@test "a clock that jumps ahead, back to 1970 and home again costs no row" {
    printf '[sync]\ninterval = 1s\nretention = 30d\n[source field]\nuri = sqlite:sample.db\n' >"$CONFIGURATION_DIRECTORY/sync.ini"
    sample --rows 1000
    clock +0
    LD_PRELOAD=$(ls /usr/lib/*/faketime/libfaketimeMT.so.1) FAKETIME_TIMESTAMP_FILE=$BATS_TEST_TMPDIR/clock \
        FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1 "$HIVE_BIN/hive-sync" 2>>"$log" 3>&- &
    sync=$!
    wait_until 20 is_outcome created
    rows=1000
    for offset in +3650d -20000d +0; do
        clock $offset
        sqlite3 "$source" "INSERT INTO sync_data (apiary_name, timestamp, bme680_internal_temperature) VALUES ('Alder Ridge', $(date +%s), 30)"
        rows=$((rows + 1))
        wait_until 20 has_copied $rows
    done
    grep -q "^$(date -d '3650 days' +%Y)-.* copied rows=1 " "$log"
    grep -q "^$(date -d '20000 days ago' +%Y)-.* copied rows=1 " "$log"
    [ "$(sqlite3 "$store" 'SELECT count(*) FROM sample')" = $rows ]
    hivectl sync verify
    store_is_consistent
}
