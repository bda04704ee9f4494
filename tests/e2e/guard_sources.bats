#!/usr/bin/env bats
# Where hive-guard's traffic comes from: flow records on the socket, in files that grow and on
# standard input, events whose clock is off; and the alert when traffic drifts from training.

load lib.bash
bats_require_minimum_version 1.5.0

setup() {
    # Whom an alert runs as must come in.
    dir=$(mktemp -d /tmp/hive-guard.XXXXXX)
    chmod 755 "$dir"
    hive_directories "$dir"
    config=$CONFIGURATION_DIRECTORY/guard.ini
    printf '[guard]\nmode = armed\n' >"$config"
    guard=
}
teardown() {
    [ -z "$guard" ] || end_process "$guard"
    [ -n "$BATS_TEST_COMPLETED" ] || tail -n 20 "$dir/err" >&2
    rm -rf "$dir"
}

start() {
    "$HIVE_BIN/hive-guard" 2>>"$dir/err" 3>&- &
    guard=$!
    wait_until 10 answers
}
answers() { ask "$RUNTIME_DIRECTORY/guard.sock" ping | grep -q '"state":"ready"'; }
tool() { "$BATS_TEST_DIRNAME/guard.py" "$@"; }
stored() { sqlite3 "$STATE_DIRECTORY/guard/guard.db" "$1"; }
status() { "$HIVE_BIN/hivectl" --json guard status; }
# source NAME KEY: a count of it.
source_of() { status | python3 -c "import json,sys; print([s['$2'] for s in json.load(sys.stdin)['sources'] if s['name'] == '$1'][0])"; }
is_counted() { [ "$(source_of "$1" events)" = "$2" ]; }
played() { python3 -c "
import socket, sys
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.sendall(open(sys.argv[2], 'rb').read())" "$RUNTIME_DIRECTORY/guard-flows.sock" "$1"; }
sample() { "$HIVE_BIN/hive-sample" flows "$@"; }
# learn [OPTION...]: a model of sample flows, where hive-guard looks for it.
learn() {
    sample --count 8000 --seed 3 --labels --csv "$dir/train.csv"
    "$HIVE_BIN/hive-train" flows --data "$dir/train.csv" --trees 10 --out "${1:-$STATE_DIRECTORY/guard/flows.json}" >/dev/null
}
# What the flows of one source were taken for, by label.
outcomes() { stored "SELECT label.name, predicted.name, sum(count) FROM outcome JOIN class label ON label.id = label JOIN class predicted ON predicted.id = predicted GROUP BY 1, 2 ORDER BY 1, 2"; }
are_judged() { [ "$(stored 'SELECT sum(count) FROM outcome')" = "$1" ]; }

@test "flows come alike as JSON or CSV: on the socket, in a file that grows, on standard input" {
    mkdir -p "$STATE_DIRECTORY/guard"
    learn
    sample --count 1000 --seed 4 --labels --json "$dir/flows.jsonl" --end "$(date +%s)"
    sample --count 1000 --seed 4 --labels --csv "$dir/flows.csv" --end "$(date +%s)"
    : >"$dir/grows.jsonl"
    head -n 1 "$dir/flows.csv" >"$dir/grows.csv"
    printf '[flows a]\nfollow = %s\n[flows b]\nfollow = %s\n' "$dir/grows.jsonl" "$dir/grows.csv" >>"$config"
    start
    wait_until 10 grep -q 'took model kind=flows' "$dir/err"
    played "$dir/flows.jsonl"
    wait_until 10 is_counted flows 1000
    wait_until 10 are_judged 1000
    outcomes >"$dir/by_socket"
    grep -q '^Benign|Benign|' "$dir/by_socket"
    played "$dir/flows.csv"
    wait_until 10 is_counted flows 2000
    cat "$dir/flows.jsonl" >>"$dir/grows.jsonl"
    wait_until 10 is_counted a 1000
    tail -n +2 "$dir/flows.csv" >>"$dir/grows.csv"
    wait_until 10 is_counted b 1000
    wait_until 10 are_judged 4000
    [ "$(outcomes)" = "$(awk -F'|' -v OFS='|' '{ print $1, $2, $3 * 4 }' "$dir/by_socket")" ]
    "$HIVE_BIN/hive-guard" replay --json - <"$dir/flows.jsonl" >"$dir/one"
    "$HIVE_BIN/hive-guard" replay --json - <"$dir/flows.csv" >"$dir/two"
    tail -n 1 "$dir/one" | grep -q '"events":1000,"refused":0'
    cmp <(grep -v '"done"' "$dir/one") <(grep -v '"done"' "$dir/two")
}

@test "flows whose fields are called otherwise are read by the names of the section" {
    printf '[flows router]\nsource = src\nfeatures = Pkt Size Avg=avg, Flow Duration=lasts\n' >>"$config"
    sample --count 10 --json "$dir/flows.jsonl"
    sed -i 's/"Pkt Size Avg"/"avg"/; s/"Flow Duration"/"lasts"/; s/"Source"/"src"/' "$dir/flows.jsonl"
    start
    played "$dir/flows.jsonl"
    wait_until 10 is_counted flows 10
    [ "$(source_of flows refused)" = 0 ]
}

@test "events of a clock that is off count as now, and are said to be off" {
    start
    tool events-at -7200 "$RUNTIME_DIRECTORY/guard-events.sock" 192.0.2.1 200 / /a
    tool events-at 7200 "$RUNTIME_DIRECTORY/guard-events.sock" 192.0.2.1 200 / /a
    tool events-at -3 "$RUNTIME_DIRECTORY/guard-events.sock" 192.0.2.1 200 / /a
    wait_until 10 is_counted hive-proxy 6
    [ "$(source_of hive-proxy corrected)" = 4 ]
    grep -q 'corrected source=hive-proxy seconds_off=' "$dir/err"
    wait_until 10 are_stored 6
    [ "$(stored "SELECT count(*) FROM second WHERE ts NOT BETWEEN $(date +%s) - 60 AND $(date +%s) + 1")" = 0 ]
}
are_stored() { [ "$(stored 'SELECT sum(count) FROM second')" = "$1" ]; }

@test "an address that a safe user works from is not acted against" {
    printf 'safe_users = ann\n' >>"$config"
    start
    tool events-of ann "$RUNTIME_DIRECTORY/guard-events.sock" 192.0.2.7 200 /
    wait_until 20 is_decided 192.0.2.7
    wait_until 20 is_decided 192.0.2.8
    [ "$(stored "SELECT action, why FROM decision WHERE client = '192.0.2.7'")" = 'refused|a safe user is there' ]
    [ "$(stored "SELECT action FROM decision WHERE client = '192.0.2.8'")" = pending ]
}
is_decided() {
    tool events "$RUNTIME_DIRECTORY/guard-events.sock" "$1" 404 /.git/config /.env /.svn/x /backup.sql /.aws/x /phpinfo.php /.ssh/id_rsa
    [ "$(stored "SELECT count(*) FROM decision WHERE client = '$1'")" -ge 1 ]
}

@test "traffic that has drifted from training is an alert to people, and another when it is over" {
    cat >"$dir/act" <<SH
#!/bin/sh
cat >>"$dir/out/alerts"
SH
    chmod 755 "$dir/act"
    install -d -m 777 "$dir/out"
    printf 'drift_every = 1s\n' >>"$config"
    {
        printf '[alerts]\nrecovered_after = 1s\n'
        [ "$(id -u)" -ne 0 ] || echo 'user = nobody'
        printf '[alert keepers]\nexec = %s\n' "$dir/act"
        printf '[service hive-guard]\ncommand = hive-guard\nlisten = flows unix:guard-flows.sock, events unix-seqpacket:guard-events.sock\n'
    } >"$CONFIGURATION_DIRECTORY/supervisor.ini"
    mkdir -p "$STATE_DIRECTORY/guard"
    learn
    "$HIVE_BIN/hive-supervisor" 3>&- 2>>"$dir/err" &
    guard=$!
    wait_until 20 answers
    sample --count 1000 --seed 4 --json "$dir/as_ever.jsonl"
    sed 's/"Flow Duration":[^,]*/"Flow Duration":77777777/' "$dir/as_ever.jsonl" >"$dir/strange.jsonl"
    wait_until 20 is_told '"event":"fired"' "$dir/strange.jsonl"
    grep -q 'traffic has drifted.*flows: Flow Duration' "$dir/out/alerts"
    "$HIVE_BIN/hivectl" alerts | grep -q 'traffic has drifted'
    [ "$(stored "SELECT psi > 1 FROM drift WHERE feature = 'Flow Duration'")" = 1 ]
    wait_until 20 shows_drift "$dir/strange.jsonl"
    wait_until 30 is_told '"event":"recovered"' "$dir/as_ever.jsonl"
}
# shows_drift FLOWS: while these come, between two looks for drift.
shows_drift() {
    played "$1"
    status | grep -q '"drifting":\[.*"flows: Flow Duration"' &&
        ask "$RUNTIME_DIRECTORY/guard.sock" metrics | grep -q drift_ratio
}
# is_told TEXT FLOWS: after these flows once more.
is_told() {
    played "$2"
    grep -q "$1" "$dir/out/alerts"
}
