#!/usr/bin/env bats
# What hive-chart and hive-sync have to tell reaches people: through the queue of the supervisor and
# hive-notify, at an HTTP receiver that fails at first.

load lib.bash

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return 1
    work=$(mktemp -d /tmp/hive-told.XXXXXX)
    chmod 755 "$work"
    hive_directories "$work"
    mkdir -p "$STATE_DIRECTORY/sync" "$work/pages"
    store=$STATE_DIRECTORY/sync/apiary.db
    printf '[chart]\npages = %s\nrule_period = 1s\n' "$work/pages" >"$CONFIGURATION_DIRECTORY/chart.ini"
    started=()
    tests/e2e/webhook_server.py "$work" 1 3>&- &
    started+=($!)
    wait_until 10 test -s "$work/hook_port"
    {
        printf '[alerts]\nretry_delay = 100ms\nrecovered_after = 1s\n'
        [ "$(id -u)" -ne 0 ] || echo 'user = nobody'
        printf '[alert people]\nwebhook = http://127.0.0.1:%s/in\n' "$(cat "$work/hook_port")"
    } >"$CONFIGURATION_DIRECTORY/supervisor.ini"
    run_beside hive-supervisor
    wait_until 20 "$HIVE_BIN/hivectl" alerts
}

teardown() {
    for process in "${started[@]}"; do
        kill -TERM "$process" 2>/dev/null && wait "$process" 2>/dev/null
    done
    [ -n "$BATS_TEST_COMPLETED" ] || tail -n 40 "$work"/log/*.log "$work/hooks" 2>/dev/null
    rm -rf "$work"
}

# run_beside PROGRAM: until the end of the test, with its log in log/PROGRAM.log.
run_beside() {
    "$HIVE_BIN/$1" 3>&- 2>>"$LOGS_DIRECTORY/$1.log" &
    started+=($!)
}

get() { curl -sf --unix-socket "$RUNTIME_DIRECTORY/chart-http.sock" "http://chart$1" "${@:2}"; }
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)'"$1"')'; }

# change PATH JSON: a POST of ann, who is an editor.
change() {
    get "$1" -d "$2" -H 'X-Hive-User: ann' -H 'X-Hive-Groups: editor' -H 'Sec-Fetch-Site: same-origin' \
        -H "Hive-Token: $(get /api/apiaries -H 'X-Hive-User: ann' | field '["token"]')"
}

# reading CELSIUS: a row of apiary 2, now.
reading() {
    sqlite3 "$store" "PRAGMA foreign_keys = ON; BEGIN;
        INSERT INTO sample (apiary, ts, source, src_id, internal) VALUES (2, unixepoch(), 1, (SELECT max(src_id) + 1 FROM sample), $1);
        UPDATE apiary SET last = unixepoch(), count = count + 1 WHERE id = 2; COMMIT"
}

# told KEY EVENT: how often the receiver took that.
told() {
    { grep '^204' "$work/hooks" || true; } | cut -d' ' -f3- | python3 -c "
import json, sys
print(sum((body['key'], body['event']) == ('$1', '$2') for body in map(json.loads, sys.stdin)))"
}
is_told() { [ "$(told "$1" "$2")" -eq 1 ]; }

@test "a rule that fires and recovers is told once each, with its words" {
    tests/e2e/chart.py make "$store" 10
    run_beside hive-chart
    wait_until 10 get /ping
    reading 36.5
    rule=$(change /api/rules '{"name":"too warm","apiary":2,"kind":"threshold","above":36}' | field '["id"]')
    wait_until 20 is_told "chart:rule:$rule:apiary:2" fired
    grep -q '^503' "$work/hooks"
    grep '^204' "$work/hooks" | grep -q 'too warm.*36.5'
    reading 35
    wait_until 20 is_told "chart:rule:$rule:apiary:2" recovered
    is_told "chart:rule:$rule:apiary:2" fired
    wait_until 10 bash -c "'$HIVE_BIN/hivectl' --json alerts | grep -q 'status 204'"
}

@test "a source that cannot be read is told, and that it is back" {
    printf '[sync]\naway_alert = 1s\nretry = 1s\nretry_max = 1s\n[source field]\nuri = sqlite:sample.db\n' >"$CONFIGURATION_DIRECTORY/sync.ini"
    run_beside hive-sync
    wait_until 20 is_told sync:away:field fired
    "$HIVE_BIN/hive-sample" --days 1 --sqlite "$STATE_DIRECTORY/sample.db" 2>/dev/null
    wait_until 20 is_told sync:away:field recovered
}
