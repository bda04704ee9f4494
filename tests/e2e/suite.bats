#!/usr/bin/env bats
# The whole suite as `make run` starts it: login, pages, and a kill -9 of everything in turn
# under 100 requests a second.

load lib.bash

setup_file() {
    # A short path: that of a Unix socket has at most 107 bytes.
    start_suite "$(mktemp -d /tmp/hive-suite.XXXX)"
}

teardown_file() {
    stop_suite
    rm -rf "$SUITE"
}

setup() {
    url=$(suite_url)
    login=$(suite_login)
}

pid_of() { suite_ctl --json status "$1" | python3 -c 'import json, sys; print(json.load(sys.stdin)["services"][0]["pid"])'; }
is_back() { # SERVICE OLD_PID: ready with another pid
    suite_ctl --json status "$1" | python3 -c '
import json, sys
service = json.load(sys.stdin)["services"][0]
sys.exit(not (service["state"] == "ready" and service["pid"] not in (0, int(sys.argv[1]))))' "$2"
}

# kill_under_load SERVICE: prints what the load saw; the service must come back by itself.
kill_under_load() {
    local before load
    before=$(pid_of "$1")
    python3 tests/e2e/load.py "$url/app/ping" "$login" 100 4 >"$SUITE/load.$1" &
    load=$!
    sleep 1.5 # the blow falls in the middle of the load
    kill -KILL "$before"
    wait_until 10 is_back "$1" "$before"
    wait "$load"
    cat "$SUITE/load.$1"
}

seen() { python3 -c 'import json, sys; print(json.loads(sys.argv[1])[sys.argv[2]])' "$1" "$2"; }

@test "the fresh login lies in run/credentials, readable by its owner alone" {
    [ "$(stat -c %a "$SUITE/tree/run/credentials")" = 600 ]
    [[ "$login" == admin:????????????* ]]
    grep -qF "${login#admin:}" "$SUITE/output"
}

@test "401 without a login, 200 with it, 401 with a wrong one" {
    [ "$(curl -s -o /dev/null -w '%{http_code}' "$url/app/")" = 401 ]
    [ "$(curl -s -o /dev/null -w '%{http_code}' -u "$login" "$url/app/")" = 200 ]
    [ "$(curl -s -o /dev/null -w '%{http_code}' -u admin:wrong "$url/app/")" = 401 ]
}

@test "the front page and the health check are open" {
    curl -sf "$url/" | grep -qi '<h1'
    [ "$(curl -sf "$url/healthcheck")" = ok ]
}

@test "the portal serves behind the proxy and on its own port" {
    curl -sf -u "$login" "$url/monit/" | grep -q hive-chart
    curl -sf -u "$login" "http://127.0.0.1:$PORTAL_PORT/" | grep -q hive-chart
    [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$PORTAL_PORT/")" != 200 ]
}

@test "the rows made up arrive on the page" {
    curl -sf -u "$login" "$url/app/api/apiaries" | python3 -c '
import json, sys
apiaries = json.load(sys.stdin)["apiaries"]
assert len(apiaries) == 5 and all(a["count"] > 1000 for a in apiaries), apiaries'
}

@test "hivectl copies on demand and says the outcome" {
    run suite_ctl sync now
    [ "$status" -eq 0 ]
    [[ "$output" == *"database "* ]]
}

@test "kill -9 of hive-chart under load fails no request" {
    result=$(kill_under_load hive-chart)
    echo "$result"
    [ "$(seen "$result" refused)" = 0 ] && [ "$(seen "$result" ok)" = 400 ]
}

@test "kill -9 of hive-sync under load fails no request" {
    result=$(kill_under_load hive-sync)
    echo "$result"
    [ "$(seen "$result" ok)" = 400 ]
}

@test "kill -9 of hive-ban under load fails no request" {
    result=$(kill_under_load hive-ban)
    echo "$result"
    [ "$(seen "$result" ok)" = 400 ]
}

@test "kill -9 of hive-portal under load fails no request" {
    result=$(kill_under_load hive-portal)
    echo "$result"
    [ "$(seen "$result" ok)" = 400 ]
}

@test "kill -9 of hive-proxy under load refuses no connection" {
    result=$(kill_under_load hive-proxy)
    echo "$result"
    # What hive-proxy had read of a request dies with it; nothing else may.
    [ "$(seen "$result" refused)" = 0 ] && [ "$(seen "$result" ok)" -ge 390 ]
}

@test "kill -9 of the core under load fails no request and restarts no service" {
    core=$(suite_ctl --json status | python3 -c 'import json, sys; print(json.load(sys.stdin)["core_pid"])')
    before=$(for s in proxy chart sync ban portal; do pid_of hive-$s; done)
    python3 tests/e2e/load.py "$url/app/ping" "$login" 100 4 >"$SUITE/load.core" &
    load=$!
    sleep 1.5
    kill -KILL "$core"
    core_is_back() {
        local now
        now=$(suite_ctl --json status | python3 -c 'import json, sys; print(json.load(sys.stdin)["core_pid"])')
        [ -n "$now" ] && [ "$now" != "$core" ]
    }
    wait_until 10 core_is_back
    wait "$load"
    cat "$SUITE/load.core"
    [ "$(seen "$(cat "$SUITE/load.core")" ok)" = 400 ]
    [ "$before" = "$(for s in proxy chart sync ban portal; do pid_of hive-$s; done)" ]
}

@test "SIGTERM leaves nothing running" {
    pids=$(suite_ctl --json status | python3 -c '
import json, sys
status = json.load(sys.stdin)
print(status["core_pid"], status["keeper_pid"], *[s["pid"] for s in status["services"] if s["pid"]])')
    stop_suite
    for pid in $pids; do
        ! kill -0 "$pid" 2>/dev/null
    done
}
