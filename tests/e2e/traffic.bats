#!/usr/bin/env bats
# The traffic page and its API: hive-chart reads guard.db and passes on what an admin presses, behind
# hive-proxy. tests/e2e/traffic.py plays hive-guard.

load lib.bash
bats_require_minimum_version 1.5.0

setup_file() {
    export TREE PORT URL
    TREE=$(mktemp -d /tmp/hive-traffic.XXXX) # short: a Unix socket's path has at most 107 bytes
    PORT=$(free_port)
    URL=http://127.0.0.1:$PORT
    hive_directories "$TREE"
    mkdir "$STATE_DIRECTORY/guard"
    htpasswd -nbB -C 4 ann secret >"$TREE/etc/users"
    htpasswd -nbB -C 4 bob secret >>"$TREE/etc/users"
    echo 'admin: ann' >"$TREE/etc/groups"
    printf '[chart]\npages = %s/app\n' "$HIVE_WEB" >"$TREE/etc/chart.ini"
    printf '[proxy]\nlisten = 127.0.0.1:%s\n[location /app/]\nproxy = unix:chart-http.sock\n' "$PORT" >"$TREE/etc/proxy.ini"
    start chart "$HIVE_BIN/hive-chart"
    start proxy "$HIVE_BIN/hive-proxy"
    wait_until 10 ask_chart /ping -f
    run ask_chart /api/traffic
    export FIRST_ANSWER=$output
    tests/e2e/traffic.py make "$(guard_db)"
    start player python3 tests/e2e/traffic.py play "$(guard_db)"
    start guard python3 tests/e2e/traffic.py guard "$RUNTIME_DIRECTORY/guard.sock" "$TREE/asked"
    wait_until 10 guard_is_linked
}

teardown_file() {
    local pid
    for pid in "$TREE"/*.pid; do end_process "$(cat "$pid")"; done
    rm -rf "$TREE"
}

# start NAME COMMAND...: in the background, until the end.
start() {
    local name=$1
    shift
    "$@" 2>"$TREE/$name.log" 3>&- &
    echo $! >"$TREE/$name.pid"
}
guard_db() { echo "$STATE_DIRECTORY/guard/guard.db"; }
guard_sql() { sqlite3 -readonly -cmd '.timeout 5000' "$(guard_db)" "$1"; }
# ask_chart PATH [CURL OPTION...]
ask_chart() {
    local path=$1
    shift
    curl -s -u ann:secret "$@" "$URL/app$path"
}
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)'"$1"')'; }
# press PATH JSON [CURL OPTION...]: a POST from our own page; the body, then the status on a line of its own.
press() {
    local path=$1 body=$2
    shift 2
    ask_chart "$path" -d "$body" -H 'Sec-Fetch-Site: same-origin' -H "Hive-Token: $(ask_chart /api/traffic "$@" | field '["token"]')" -w '\n%{http_code}' "$@"
}
guard_is_linked() { [[ $(press /api/traffic/arm '{"off": true}') == *200 ]]; }

@test "before hive-guard has run the answer says so" {
    [ "$(echo "$FIRST_ANSWER" | field '["store"]')" = missing ]
    [ "$(echo "$FIRST_ANSWER" | field '["red_above"]')" = 300.0 ]
}

@test "the picture counts what guard.db has" {
    ask_chart /api/traffic >"$BATS_TEST_TMPDIR/answer"
    local last sum
    last=$(field '["bars"]["last"]' <"$BATS_TEST_TMPDIR/answer")
    sum=$(python3 -c 'import json, sys; print(sum(sum(s["traffic"]) for s in json.load(sys.stdin)["bars"]["servers"]))' <"$BATS_TEST_TMPDIR/answer")
    [ "$sum" -eq "$(guard_sql "SELECT sum(count) FROM five WHERE ts BETWEEN $last - 295 AND $last")" ]
    [ "$(field '["admin"]' <"$BATS_TEST_TMPDIR/answer")" = True ]
    [ "$(ask_chart /api/traffic -u bob:secret | field '["admin"]')" = False ]
}

@test "events bring each second what is new, while somebody reads the traffic" {
    ask_chart /api/traffic >/dev/null
    ask_chart /api/events -m 4 >"$BATS_TEST_TMPDIR/events" || true
    [ "$(grep -c '^event: traffic' "$BATS_TEST_TMPDIR/events")" -ge 3 ]
    grep '^data: ' "$BATS_TEST_TMPDIR/events" | tail -n 1 | cut -c7- | field '["second"]["servers"]' | grep -q www.example
}

@test "decisions are listed in pages and by client" {
    [ "$(ask_chart '/api/traffic/decisions?limit=3' | field '["decisions"][0]["id"]')" = 24 ]
    [ "$(ask_chart '/api/traffic/decisions?before=22&limit=1' | field '["decisions"][0]["id"]')" = 21 ]
    [ "$(ask_chart '/api/traffic/decisions?client=192.0.2.16' | field '["decisions"][0]["feedback"]')" = benign ]
    [[ $(ask_chart '/api/traffic/decisions?limit=0') == *'limit: 0 is outside 1-100'* ]]
}

@test "only an admin, from our page, with a token, reaches hive-guard" {
    local token
    [[ $(press /api/traffic/undo '{"decision": 24}') == *'"undone":1'*200 ]]
    [ "$(tail -n 1 "$TREE/asked")" = '{"verb": "undo", "remember": false, "decision": 24, "user": "ann"}' ]
    [[ $(press /api/traffic/undo '{"decision": 24}' -u bob:secret) == *'only the group admin'*403 ]]
    token=$(ask_chart /api/traffic | field '["token"]')
    [[ $(ask_chart /api/traffic/undo -d '{"decision": 24}' -H "Hive-Token: $token" -H 'Sec-Fetch-Site: cross-site') == *'not from this site'* ]]
    [[ $(ask_chart /api/traffic/undo -d '{"decision": 24}' -H 'Sec-Fetch-Site: same-origin') == *'stale token'* ]]
    [ "$(grep -c '"decision": 24' "$TREE/asked")" -eq 1 ]
}

@test "what makes no sense is named and goes nowhere; what hive-guard refuses is told in its words" {
    local before
    before=$(wc -l <"$TREE/asked")
    [[ $(press /api/traffic/ban '{"address": "everyone"}') == *"address: 'everyone' is no IP address"*400 ]]
    [ "$(wc -l <"$TREE/asked")" -eq "$before" ]
    [[ $(press /api/traffic/ban '{"address": "2001:db8:9::"}') == *'2001:db8:9:: is safe: own network'*409 ]]
}

@test "who asked for what is in the log" {
    press /api/traffic/safe '{"kind": "network", "value": "192.0.2.77"}' >/dev/null
    grep -q 'asked hive-guard user=ann verb=safe-add arguments=.*192.0.2.77' "$TREE/chart.log"
}

@test "the page in Chromium" {
    HIVE_URL=$URL HIVE_LOGIN=ann:secret HIVE_GUARD_DB=$(guard_db) HIVE_ASKED=$TREE/asked run node tests/browser/traffic.mjs
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "without hive-guard a press is told that it cannot be reached" {
    end_process "$(cat "$TREE/guard.pid")" KILL
    wait_until 10 refused_for_want_of_guard
}
refused_for_want_of_guard() { [[ $(press /api/traffic/undo '{"decision": 24}') == *'hive-guard cannot be reached'*503 ]]; }
