#!/usr/bin/env bats
# hive-guard as its peers meet it: events and logs come in, decisions go to hive-ban, operators
# ask and take back.

load lib.bash
bats_require_minimum_version 1.5.0

setup() {
    dir=$BATS_TEST_TMPDIR
    hive_directories "$dir"
    config=$CONFIGURATION_DIRECTORY/guard.ini
    socket=$RUNTIME_DIRECTORY/guard.sock
    printf '[guard]\nmode = armed\n' >"$config"
    guard= ban=
}

teardown() {
    [ -z "$guard" ] || end_process "$guard" KILL
    [ -z "$ban" ] || end_process "$ban" KILL
}

start() {
    "$HIVE_BIN/hive-guard" 2>>"$dir/err" 3>&- &
    guard=$!
    wait_until 10 answers guard
}
# start_ban [LINE...]: with these lines in ban.ini.
start_ban() {
    local drop=()
    [ "$(id -u)" -ne 0 ] || drop=(setpriv --bounding-set -all --inh-caps -all)
    printf '%s\n' '[ban]' "$@" >"$CONFIGURATION_DIRECTORY/ban.ini"
    "${drop[@]}" "$HIVE_BIN/hive-ban" 2>>"$dir/ban.err" 3>&- &
    ban=$!
    wait_until 10 answers ban
}
answers() { ask "$RUNTIME_DIRECTORY/$1.sock" ping | grep -q '"state":"ready"'; }
ctl() { "$HIVE_BIN/hivectl" "$@"; }
logged() { grep -q "$1" "$dir/err"; }
tool() { "$BATS_TEST_DIRNAME/guard.py" "$@"; }
events() { tool events "$RUNTIME_DIRECTORY/guard-events.sock" "$@"; }
stored() { sqlite3 -cmd ".timeout 5000" "$STATE_DIRECTORY/guard/guard.db" "$1"; }
action() { [ "$(stored 'SELECT action FROM decision ORDER BY id DESC LIMIT 1')" = "$1" ]; }

# strike ADDRESS: requests for what only intruders look for, until one more decision is there.
strike() {
    local before
    before=$(stored 'SELECT count(*) FROM decision')
    struck() {
        events "$1" 404 /.git/config /.env /.svn/x /backup.sql /.aws/x /phpinfo.php /.ssh/id_rsa
        [ "$(stored 'SELECT count(*) FROM decision')" -gt "$2" ]
    }
    wait_until 20 struck "$1" "$before"
}

@test "who probes is banned by hive-ban, with class, reasons and lines" {
    start_ban
    start
    strike 203.0.113.7
    wait_until 10 action banned
    logged 'decided client=203.0.113.7 class=Scan by="rule probe" .*action=pending'
    ctl ban why 203.0.113.7 | grep -q 'requests for what only intruders look for'
    ctl ban banned | grep -q "'hive-guard': \['203.0.113.7'\]"
    ctl guard why 203.0.113.7 | grep -q ' banned: Scan by rule probe'
    ctl guard top | grep -q '^203.0.113.7 *Scan'
}

@test "a decision that hive-ban refuses is no ban, and says why" {
    start_ban 'ignore = 203.0.113.0/24'
    start
    strike 203.0.113.7
    wait_until 10 action refused
    logged 'refused decision=1 client=203.0.113.7 why='
    ctl guard why 203.0.113.7 | grep -q ' refused: Scan by rule probe, score .*, 203.0.113.7 is never banned: ignored'
    ctl guard status | grep -q '^decisions refused: 1'
    # What it is refused from now on is not for a ban of ours: it goes on counting.
    local before
    before=$(metric events_total)
    events 203.0.113.7 403 /.git/a /.git/b /.git/c /.git/d /.git/e /.git/f
    wait_until 10 is_metric events_total $((before + 6))
    is_metric ignored_total 0
}
metric() { ask "$RUNTIME_DIRECTORY/guard.sock" metrics | grep -o "hive_guard_$1[^}]*\"hive-proxy\"},\"value\":[0-9]*\|hive_guard_$1[^}]*},\"value\":[0-9]*" | grep -o '[0-9]*$' | head -n 1; }
is_metric() { [ "$(metric "$1")" = "$2" ]; }

@test "a decision waits for a hive-ban that is away" {
    start
    strike 203.0.113.7
    action pending
    ctl guard status | grep -q '^hive-ban: away, 1 waiting'
    start_ban
    wait_until 10 action banned
    ctl ban banned | grep -q 203.0.113.7
}

@test "who has become safe while hive-ban was away is not banned when it is back" {
    start
    strike 203.0.113.7
    strike 203.0.113.8
    ctl guard safe add network 203.0.113.0/29
    start_ban
    wait_until 10 action banned
    [ "$(stored "SELECT action, why FROM decision WHERE client = '203.0.113.7'")" = 'refused|203.0.113.0/29 is on the safe list' ]
    [ "$(ctl ban banned)" = "[{'hive-guard': ['203.0.113.8']}]" ]
}

@test "undo lifts the ban, and remembered it is never acted against again" {
    start_ban
    start
    strike 203.0.113.7
    wait_until 10 action banned
    ctl guard undo 203.0.113.7 --remember | grep -q 'the ban is lifted, never again acted against'
    wait_until 10 unbanned
    action undone
    [ "$(stored 'SELECT verdict FROM feedback')" = benign ]
    strike 203.0.113.7
    wait_until 10 action refused
    ctl guard safe | grep -q '^network *203.0.113.7 *operator'
    ctl guard safe remove network 203.0.113.7
    ctl guard safe | grep -qv 203.0.113.7
}
unbanned() { ctl ban banned | grep -qv 203.0.113.7; }

@test "a dry run shows and does nothing until it is armed" {
    printf '[guard]\nmode = auto\n' >"$config"
    start_ban
    start
    ctl guard status | grep -q '^mode: dry run until 20'
    strike 203.0.113.7
    action dry-run
    ctl guard arm
    ctl guard status | grep -q '^mode: armed'
    strike 203.0.113.8
    wait_until 10 action banned
    [ "$(ctl ban banned)" = "[{'hive-guard': ['203.0.113.8']}]" ]
}

@test "the operator bans at once, and not whom the safe list spares" {
    printf 'safe_networks = 192.0.2.0/24\n' >>"$config"
    start_ban
    start
    ctl guard ban --time 1h 203.0.113.9
    wait_until 10 action banned
    run -1 ctl guard ban 192.0.2.1
    [[ "$output" == *'192.0.2.0/24 is on the safe list'* ]]
}

@test "what came before a kill -9 is there after it" {
    start
    strike 203.0.113.7
    wait_until 10 counted
    end_process "$guard" KILL
    [ "$(sqlite3 "$STATE_DIRECTORY/guard/guard.db" 'PRAGMA integrity_check')" = ok ]
    start
    ctl guard why 203.0.113.7 | grep -q 'lost: Scan by rule probe.*hive-guard ended before'
    strike 203.0.113.8
}

@test "a ban whose answer a kill -9 lost can be undone after it" {
    start_ban
    start
    strike 203.0.113.7
    wait_until 10 action banned
    end_process "$guard" KILL
    stored "UPDATE decision SET action = 'pending', until = NULL" # as if the answer was not read
    start
    wait_until 10 action lost
    ctl guard undo 203.0.113.7 | grep -q '^1 decisions undone'
    wait_until 10 unbanned
}

@test "a ban made before a kill -9 can be undone after it" {
    start_ban
    start
    strike 203.0.113.7
    wait_until 10 action banned
    end_process "$guard" KILL
    start
    ctl guard undo 203.0.113.7 | grep -q 'the ban is lifted'
    wait_until 10 unbanned
}

@test "kill -9 at any moment leaves a whole store, and nobody is judged twice" {
    start_ban
    RANDOM=${SEED:=$$}
    echo "SEED=$SEED"
    for client in {1..8}; do
        start
        strike "203.0.113.$client" 2>/dev/null &
        sleep "$((RANDOM % 3)).$((RANDOM % 900 + 100))"
        end_process "$guard" KILL
        end_process $!
        [ "$(stored 'PRAGMA integrity_check')" = ok ]
    done
    start
    [ "$(stored "SELECT count(*) FROM decision WHERE action = 'pending'")" = 0 ]
    [ -z "$(stored 'SELECT client FROM decision GROUP BY client HAVING count(*) > 1')" ]
    strike 203.0.113.99
    wait_until 10 action banned
}
counted() { [ "$(stored 'SELECT sum(count) FROM second')" -gt 0 ]; }

@test "a reader of another user sees the store while it is written" {
    start
    events 192.0.2.1 200 / /a /b
    wait_until 10 counted
    [ "$(sqlite3 "file:$STATE_DIRECTORY/guard/guard.db?mode=ro" "SELECT sum(count) FROM second JOIN server ON server.id = server WHERE name = 'hive.example'")" -ge 3 ]
    stored "SELECT value FROM state WHERE key = 'status'" | grep -q '"mode":"armed"'
}

@test "datagrams and lines that are none are counted, and the rest goes on" {
    printf '[log shop]\npath = %s/shop.log\n' "$dir" >>"$config"
    : >"$dir/shop.log"
    start
    tool garbage "$RUNTIME_DIRECTORY/guard-events.sock"
    head -c 200000 /dev/urandom >>"$dir/shop.log"
    printf '\n192.0.2.1 - - [%s] "GET / HTTP/1.1" 200 5\n' "$(date '+%d/%b/%Y:%H:%M:%S %z')" >>"$dir/shop.log"
    printf '{"x": [[[[\nnothing\n' | python3 -c "
import socket, sys
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.sendall(sys.stdin.buffer.read())" "$RUNTIME_DIRECTORY/guard-flows.sock"
    wait_until 10 taken shop 1
    ctl --json guard status | python3 -c '
import json, sys
refused = {s["name"]: s["refused"] for s in json.load(sys.stdin)["sources"]}
assert refused["hive-proxy"] >= 4 and refused["shop"] >= 1 and refused["flows"] == 2, refused'
    answers guard
}
taken() { ctl --json guard status | grep -q "\"name\":\"$1\",\"kind\":\"[a-z]*\",\"events\":$2,"; }

@test "an access log is followed over its rotation" {
    printf '[log shop]\npath = %s/shop.log\n' "$dir" >>"$config"
    line() { printf '192.0.2.1 - - [%s] "GET /%s HTTP/1.1" 200 5 "-" "x"\n' "$(date '+%d/%b/%Y:%H:%M:%S %z')" "$1"; }
    line before >"$dir/shop.log"
    start
    line one >>"$dir/shop.log"
    wait_until 10 taken shop 1
    mv "$dir/shop.log" "$dir/shop.log.1"
    line two >>"$dir/shop.log.1"
    line three >"$dir/shop.log"
    wait_until 10 taken shop 3
    wait_until 10 shown shop 3
}
shown() { [ "$(stored "SELECT sum(count) FROM second JOIN server ON server.id = server WHERE name = '$1'")" = "$2" ]; }

@test "a replay says what would have been decided, twice the same" {
    tool log "$dir/scan.log" scan
    tool log "$dir/visitors.log" visitors
    "$HIVE_BIN/hive-guard" replay --json "$dir/scan.log" | grep -v '"done"' >"$dir/one"
    "$HIVE_BIN/hive-guard" replay --json "$dir/scan.log" | grep -v '"done"' >"$dir/two"
    cmp "$dir/one" "$dir/two"
    grep -q '"what":"ban","client":"203.0.113.7".*"class":"Scan"' "$dir/one"
    run grep -v 203.0.113.7 "$dir/one"
    [ -z "$output" ]
    ctl guard replay "$dir/visitors.log" | grep -q '^0 strikes against 0 clients, 0 decisions'
    shuf "$dir/scan.log" >"$dir/shuffled.log"
    "$HIVE_BIN/hive-guard" replay "$dir/shuffled.log" | grep -q '^1 \|, 1 decisions'
    "$HIVE_BIN/hive-guard" replay - <"$dir/scan.log" | grep -q ', 1 decisions'
    run -64 "$HIVE_BIN/hive-guard" replay --speed fast x
    run -70 "$HIVE_BIN/hive-guard" replay "$dir/nosuch.log"
}

@test "a model of flow records is taken when it is there, changes, and is gone" {
    start
    ctl guard model | grep -q '^none: rules only'
    /usr/bin/python3 "$BATS_TEST_DIRNAME/train.py" flows "$dir/flows.csv" 300
    "$HIVE_BIN/hive-train" flows --data "$dir/flows.csv" --out "$STATE_DIRECTORY/guard/flows.json" --trees 5 >/dev/null
    wait_until 10 logged 'took model kind=flows .*trees=5'
    ctl guard model | grep -q '^flows: 5 trees'
    python3 -c "
import socket, sys
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.sendall(open(sys.argv[2], 'rb').read())" "$RUNTIME_DIRECTORY/guard-flows.sock" "$dir/flows.csv"
    wait_until 10 outcomes
    echo '{' >"$STATE_DIRECTORY/guard/flows.card.json"
    wait_until 10 logged '\[ERROR\] .*flows.card.json'
    ctl guard model | grep -q '^flows: 5 trees'
    rm "$STATE_DIRECTORY/guard/flows.json" "$STATE_DIRECTORY/guard/flows.card.json"
    wait_until 10 logged 'gave up model kind=flows'
    [ "$(stored 'SELECT count(*) FROM model WHERE is_current = 0')" = 1 ]
}
outcomes() { [ "$(stored 'SELECT sum(count) FROM outcome')" -gt 100 ]; }
