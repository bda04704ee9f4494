#!/usr/bin/env bats
# /metrics of the portal: the whole suite for Prometheus, and who may read it.

bats_require_minimum_version 1.5.0
load lib.bash

setup_file() {
    start_suite "$(mktemp -d /tmp/hive-metrics.XXXX)"
}

teardown_file() {
    stop_suite
    rm -rf "$SUITE"
}

etc() { echo "$SUITE/tree/run/etc/$1"; }
portal() { curl -sS --max-time 10 "$@" "http://127.0.0.1:$PORTAL_PORT/metrics"; }
scrape() { portal -u "$(suite_login)"; }
status() { portal -o /dev/null -w '%{http_code}' "$@"; }
portal_pid() { suite_ctl --json status hive-portal | python3 -c 'import json, sys; print(json.load(sys.stdin)["pid"])'; }
has_new_pid() { [ "$(portal_pid)" != "$1" ] && curl -sf "http://127.0.0.1:$PORTAL_PORT/_ping"; }

@test "promtool finds nothing to say against it" {
    scrape >"$BATS_TEST_TMPDIR/metrics"
    run -0 promtool check metrics <"$BATS_TEST_TMPDIR/metrics"
    [ -z "$output" ]
}

@test "every program of the suite is in it" {
    scrape >"$BATS_TEST_TMPDIR/metrics"
    for program in proxy ban sync chart; do
        grep -q "^hive_portal_collected{program=\"hive-$program\"} 1$" "$BATS_TEST_TMPDIR/metrics"
        grep -q "^hive_service_up{service=\"hive-$program\"} 1$" "$BATS_TEST_TMPDIR/metrics"
        grep -q "^# TYPE hive_${program}_" "$BATS_TEST_TMPDIR/metrics"
    done
    grep -q '^hive_supervisor_reachable 1$' "$BATS_TEST_TMPDIR/metrics"
    grep -Eq '^hive_sync_rows\{source="sample"\} [1-9]' "$BATS_TEST_TMPDIR/metrics"
}

@test "a request counts, and so does a killed service" {
    value() { scrape | grep -F "$1 " | cut -d' ' -f2; }
    counted='hive_proxy_request_duration_seconds_count'
    before=$(value "$counted")
    for _ in 1 2 3; do curl -sS -o /dev/null -u "$(suite_login)" "$(suite_url)/app/"; done
    [ "$(value "$counted")" -ge $((before + 3)) ]
    restarts='hive_service_restarts_total{service="hive-chart"}'
    before=$(value "$restarts")
    kill -KILL "$(suite_ctl --json status hive-chart | python3 -c 'import json, sys; print(json.load(sys.stdin)["pid"])')"
    has_counted() { [ "$(value "$restarts")" = $((before + 1)) ]; }
    wait_until 10 has_counted
}

@test "a program that does not answer is named, the others are there" {
    pid=$(suite_ctl --json status hive-sync | python3 -c 'import json, sys; print(json.load(sys.stdin)["pid"])')
    kill -STOP "$pid"
    scrape >"$BATS_TEST_TMPDIR/metrics"
    kill -CONT "$pid"
    grep -q '^hive_portal_collected{program="hive-sync"} 0$' "$BATS_TEST_TMPDIR/metrics"
    grep -q '^hive_portal_collected{program="hive-ban"} 1$' "$BATS_TEST_TMPDIR/metrics"
    promtool check metrics <"$BATS_TEST_TMPDIR/metrics"
}

@test "nobody reads it without a login or the token" {
    [ "$(status)" = 303 ]
    [ "$(status -H 'Authorization: Bearer 0123456789abcdef')" = 401 ]
    before=$(portal_pid)
    (umask 077 && echo 0123456789abcdef-scrape >"$(etc metrics.token)")
    echo "metrics_token = metrics.token" >>"$(etc portal.ini)"
    suite_ctl restart hive-portal
    wait_until 15 has_new_pid "$before"
    [ "$(status -H 'Authorization: Bearer 0123456789abcdef')" = 401 ]
    [ "$(status -H 'Authorization: Bearer ')" = 401 ]
    is_let_in() { [ "$(status -H 'Authorization: Bearer 0123456789abcdef-scrape')" = 200 ]; }
    wait_until 5 is_let_in
    run ! grep -q 0123456789abcdef "$SUITE/tree/run/log/portal.log"
    # The token opens nothing else.
    [ "$(curl -sS -o /dev/null -w '%{http_code}' -H 'Authorization: Bearer 0123456789abcdef-scrape' "http://127.0.0.1:$PORTAL_PORT/api/status")" = 401 ]
    chmod 644 "$(etc metrics.token)"
    [ "$(status -H 'Authorization: Bearer 0123456789abcdef-scrape')" = 401 ]
}
