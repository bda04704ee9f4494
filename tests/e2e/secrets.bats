#!/usr/bin/env bats
# Secrets stay where they were put: not in a log, an argument, the environment of another, the
# output of -t, a core dump or an answer.

load lib.bash

setup_file() {
    start_suite "$(mktemp -d /tmp/hive-secret.XXXX)"
}

teardown_file() {
    stop_suite
    rm -rf "$SUITE"
}

setup() {
    url=$(suite_url)
    login=$(suite_login)
    password=${login#admin:}
}

# pids: of everything the suite runs.
pids() {
    suite_ctl --json status | python3 -c '
import json, sys
status = json.load(sys.stdin)
print(status["keeper_pid"], status["core_pid"], *(s["pid"] for s in status["services"] if s["pid"]))'
}

@test "a password that was used stands in no log, argument or environment" {
    curl -sf -u "$login" "$url/app/ping"
    curl -sf -u "$login" "http://127.0.0.1:$PORTAL_PORT/" >/dev/null
    curl -s -u "admin:not-$password" "$url/app/ping" -o /dev/null
    curl -s "$url/app/ping?password=x" -o /dev/null -H "Authorization: Basic $(printf %s "$login" | base64)x"
    ! grep -rlF "$password" "$SUITE/tree/run/log" "$SUITE/tree/run/lib"
    ! grep -rlF "$(printf %s "$login" | base64)" "$SUITE/tree/run/log" "$SUITE/tree/run/lib"
    for pid in $(pids); do
        ! tr '\0' '\n' <"/proc/$pid/cmdline" | grep -F "$password"
        ! tr '\0' '\n' <"/proc/$pid/environ" | grep -F "$password"
    done
}

@test "the users file and the credentials are their owner's alone" {
    [[ "$(stat -c %a "$SUITE/tree/run/credentials")" = 600 ]]
    [[ "$(stat -c %a "$SUITE/tree/run/etc/users")" =~ ^6[04]0$ ]]
}

@test "no process leaves a core dump with what it knows" {
    for pid in $(pids); do
        [ "$(awk '/^Max core file size/ { print $5 }' "/proc/$pid/limits")" = 0 ] || {
            tr '\0' ' ' <"/proc/$pid/cmdline"
            false
        }
    done
}

@test "a database password is shown by no check, log or answer" {
    directory=$BATS_TEST_TMPDIR
    printf 'hidden-word\n' >"$directory/sync.password"
    chmod 600 "$directory/sync.password"
    printf '[sync]\n[source field]\nuri = mariadb://127.0.0.1:1/rawdata\nuser = hive\npassword_file = %s\n' "$directory/sync.password" >"$directory/sync.ini"
    hive_directories "$directory/tree"
    run "$HIVE_BIN/hive-sync" -t -c "$directory/sync.ini"
    [ "$status" -eq 0 ]
    [[ "$output" != *hidden-word* ]]
    "$HIVE_BIN/hive-sync" -v -c "$directory/sync.ini" 2>"$directory/log" 3>&- &
    sync=$!
    wait_until 10 grep -q 'failed source=field' "$directory/log"
    ! grep -F hidden-word "$directory/log"
    ! ask "$RUNTIME_DIRECTORY/sync.sock" status | grep -F hidden-word
    ! tr '\0' '\n' <"/proc/$sync/environ" | grep -F hidden-word
    end_process "$sync"
}

@test "a password file others may read is refused" {
    directory=$BATS_TEST_TMPDIR
    printf 'hidden-word\n' >"$directory/sync.password"
    chmod 644 "$directory/sync.password"
    printf '[sync]\n[source field]\nuri = mariadb://127.0.0.1:1/rawdata\nuser = hive\npassword_file = %s\n' "$directory/sync.password" >"$directory/sync.ini"
    hive_directories "$directory/tree"
    run "$HIVE_BIN/hive-sync" -t -c "$directory/sync.ini"
    [ "$status" -eq 78 ]
    [[ "$output" == *sync.password* ]] && [[ "$output" != *hidden-word* ]]
}
