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

# of SERVICE KEY: one fact of a service; of '' KEY: of the supervisor.
of() { suite_ctl --json status $1 | python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$2"; }
is_back() { # SERVICE OLD_PID: ready with another pid
    [ "$(of "$1" state)" = ready ] && [ "$(of "$1" pid)" != "$2" ]
}
all_pids() { for service in proxy chart sync ban portal; do of hive-$service pid; done; }

# under_load COMMAND...: runs it in the middle of 4 s at 100 requests a second, new connections
# each; $result is what the load saw.
under_load() {
    python3 tests/e2e/load.py "$url/app/ping" "$login" 100 4 >"$BATS_TEST_TMPDIR/load" &
    local load=$!
    sleep 1.5 # the blow falls in the middle of the load
    "$@"
    wait "$load"
    result=$(cat "$BATS_TEST_TMPDIR/load")
    echo "$result"
}

# kill_service SERVICE: kill -9; it must come back by itself.
kill_service() {
    local before
    before=$(of "$1" pid)
    [ "$before" -gt 1 ]
    kill -KILL "$before"
    wait_until 10 is_back "$1" "$before"
}

kill_core() {
    local before
    before=$(of '' core_pid)
    [ "$before" -gt 1 ]
    kill -KILL "$before"
    core_is_back() { [ "$(of '' core_pid)" != "$before" ] && [ -n "$(of '' core_pid)" ]; }
    wait_until 10 core_is_back
}

seen() { python3 -c 'import json, sys; print(json.loads(sys.argv[1])[sys.argv[2]])' "$result" "$1"; }

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
    under_load kill_service hive-chart
    [ "$(seen refused)" = 0 ] && [ "$(seen ok)" = 400 ]
}

@test "kill -9 of hive-sync under load fails no request" {
    under_load kill_service hive-sync
    [ "$(seen ok)" = 400 ]
}

@test "kill -9 of hive-ban under load fails no request" {
    under_load kill_service hive-ban
    [ "$(seen ok)" = 400 ]
}

@test "kill -9 of hive-portal under load fails no request" {
    under_load kill_service hive-portal
    [ "$(seen ok)" = 400 ]
}

@test "kill -9 of hive-proxy under load refuses no connection" {
    under_load kill_service hive-proxy
    # What hive-proxy had read of a request dies with it; nothing else may.
    [ "$(seen refused)" = 0 ] && [ "$(seen ok)" -ge 390 ]
}

@test "kill -9 of the core under load fails no request and restarts no service" {
    before=$(all_pids)
    under_load kill_core
    [ "$(seen ok)" = 400 ]
    [ "$before" = "$(all_pids)" ]
}

@test "SIGTERM leaves nothing running" {
    pids="$(all_pids) $(of '' core_pid) $(of '' keeper_pid)"
    [ "$(wc -w <<<"$pids")" = 7 ]
    stop_suite
    for pid in $pids; do
        run kill -0 "$pid"
        [ "$status" -ne 0 ]
    done
}
