#!/usr/bin/env bats
# hive-portal without a supervisor: its configuration, lockouts, and what it says then.

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
    hive_directories "$BATS_TEST_TMPDIR"
    PORT=$(free_port)
    portal_files "listen = 127.0.0.1:$PORT"
    portal=
}

teardown() {
    [ -z "$portal" ] || end_process "$portal"
}

site() { echo "http://127.0.0.1:${PORT}$1"; }
status() { curl -sS --max-time 10 -o /dev/null -w '%{http_code}' "$@"; }
try() { curl -sS --max-time 10 -d "user=$1" -d "password=$2" "$(site /sign-in)"; }
start() {
    "$HIVE_BIN/hive-portal" 2>"$LOGS_DIRECTORY/portal.log" 3>&- &
    portal=$!
    wait_until 10 curl -sf "$(site /_ping)"
}

@test "-t accepts the shipped configuration" {
    run -0 "$HIVE_BIN/hive-portal" -t -c "$BATS_TEST_DIRNAME/../../etc/portal.ini"
    [ -z "$output" ]
}

@test "-t names every mistake with its line, exit status 78" {
    printf '[portal]\nlisten = localhost\nsession_idle = never\nlockout_tries = 0\ncolour = red\n' >"$CONFIGURATION_DIRECTORY/portal.ini"
    run -78 "$HIVE_BIN/hive-portal" -t
    for line in 2 3 4 5; do [[ "$output" == *"portal.ini:$line: "* ]]; done
}

@test "a directory without pages is a failure, exit status 70" {
    printf '[portal]\npages = /nonexistent\nlisten = 127.0.0.1:%s\n' "$PORT" >"$CONFIGURATION_DIRECTORY/portal.ini"
    run -70 "$HIVE_BIN/hive-portal"
    [[ "$output" == *'/nonexistent: No such file or directory'* ]]
}

@test "without a supervisor it serves and says so" {
    start
    run -0 curl -sS -u ann:honey "$(site /)"
    [[ "$output" == *'The supervisor is not reachable.'* ]]
    is_degraded() { ask "$RUNTIME_DIRECTORY/portal.sock" ping | grep -q '"state":"degraded".*supervisor is not reachable'; }
    wait_until 15 is_degraded
}

@test "four wrong passwords are told how many tries are left, the fifth locks out" {
    start
    [[ "$(try ann 1)" == *'4 tries left'* ]]
    [[ "$(try ann 2)" == *'3 tries left'* ]]
    [[ "$(try ann 3)" == *'2 tries left'* ]]
    [[ "$(try ann 4)" == *'1 try left'* ]]
    run -0 curl -sS -i -d user=ann -d password=5 "$(site /sign-in)"
    [[ "$output" == *'429 Too Many Requests'* ]]
    [[ "$output" == *'Retry-After: 600'* ]]
    [[ "$output" == *'Wait 10 min'* ]]
    # The right password does not help now, in neither way, nor does another name.
    [ "$(status -d user=ann -d password=honey "$(site /sign-in)")" = 429 ]
    [ "$(status -u ann:honey "$(site /api/status)")" = 429 ]
    [ "$(status -d user=bob -d password=wax "$(site /sign-in)")" = 429 ]
    [ "$(grep -c 'denied client=127.0.0.1 user=ann reason="wrong name or password"' "$LOGS_DIRECTORY/portal.log")" = 5 ]
}

@test "a right password gives the tries back" {
    start
    for wrong in 1 2 3 4; do try ann $wrong >/dev/null; done
    [ "$(status -d user=ann -d password=honey "$(site /sign-in)")" = 303 ]
    [[ "$(try ann 5)" == *'4 tries left'* ]]
}

@test "many wrong passwords at once do not outrun the lockout" {
    start
    for wrong in $(seq 20); do status -d user=ann -d "password=$wrong" "$(site /sign-in)" >"$BATS_TEST_TMPDIR/answer.$wrong" 3>&- & answers[wrong]=$!; done
    wait "${answers[@]}"
    [ "$(grep -c 'reason="wrong name or password"' "$LOGS_DIRECTORY/portal.log")" = 5 ]
}

@test "a user who does not exist is answered like one who does" {
    start
    [[ "$(try nobody honey)" == *'Wrong name or password. 4 tries left'* ]]
}

@test "a lockout ends after its time" {
    printf 'lockout_time = 1s\n' >>"$CONFIGURATION_DIRECTORY/portal.ini"
    start
    for wrong in 1 2 3 4 5; do try ann $wrong >/dev/null; done
    is_let_in() { [ "$(status -u ann:honey "$(site /api/status)")" = 200 ]; }
    run ! is_let_in
    wait_until 10 is_let_in
}

@test "what a client writes into its name cannot forge a log line" {
    start
    curl -sS -o /dev/null --data-urlencode $'user=ann" x=1' -d password=1 "$(site /sign-in)"
    grep -qF 'user="ann\" x=1"' "$LOGS_DIRECTORY/portal.log" || grep -qF 'user="ann\x22 x=1"' "$LOGS_DIRECTORY/portal.log"
    [ "$(status --data-urlencode $'user=ann\nforged' -d password=1 "$(site /sign-in)")" = 400 ]
    run ! grep -q '^forged' "$LOGS_DIRECTORY/portal.log"
}

@test "a password is in no log line" {
    start
    try ann my-secret-word >/dev/null
    curl -sS -o /dev/null -u ann:my-secret-word "$(site /api/status)"
    run ! grep -q my-secret-word "$LOGS_DIRECTORY/portal.log"
}

@test "SIGTERM stops it with status 0, open streams and all" {
    start
    curl -sS -u ann:honey -N "$(site /events)" >"$BATS_TEST_TMPDIR/stream" 3>&- &
    reader=$!
    wait_until 10 grep -q '^event: page' "$BATS_TEST_TMPDIR/stream"
    kill -TERM "$portal"
    wait "$portal"
    portal=
    wait "$reader" || true
    run ! grep -q ERROR "$LOGS_DIRECTORY/portal.log"
}

# ---- TLS -------------------------------------------------------------------------------

# certificate HOST: a fresh one for the pages, in place of the last.
certificate() {
    rm -rf "$CONFIGURATION_DIRECTORY/tls"
    "$HIVE_BIN/hivectl" tls self-signed "$1" >/dev/null
    cp "$CONFIGURATION_DIRECTORY/tls/$1.key" "$CONFIGURATION_DIRECTORY/portal.key"
    cp "$CONFIGURATION_DIRECTORY/tls/$1.pem" "$CONFIGURATION_DIRECTORY/portal.pem"
}
safe() { curl -sS --max-time 10 --cacert "$CONFIGURATION_DIRECTORY/portal.pem" --resolve "$1:$PORT:127.0.0.1" "${@:3}" "https://$1:$PORT$2"; }
shown_name() { openssl s_client -connect "127.0.0.1:$PORT" "$@" </dev/null 2>/dev/null | openssl x509 -noout -subject | grep -o 'CN = .*'; }
shows_name() { [ "$(shown_name)" = "CN = $1" ]; }
start_tls() {
    certificate "$1"
    portal_files "listen = 127.0.0.1:$PORT" 'certificate = portal.pem' 'key = portal.key'
    "$HIVE_BIN/hive-portal" 2>"$LOGS_DIRECTORY/portal.log" 3>&- &
    portal=$!
    wait_until 10 safe "$1" /_ping -f
}

@test "with a certificate the pages come over TLS alone, and the session's cookie stays there" {
    start_tls watch.example
    [ "$(safe watch.example /_ping)" = pong ]
    run -0 safe watch.example /sign-in -i -d user=ann -d password=honey
    [[ "$output" == *'SameSite=Strict; Secure'* ]]
    run ! curl -sS --max-time 5 "$(site /_ping)"
    [[ "$(safe watch.example / -u ann:honey)" == *'The supervisor is not reachable.'* ]]
}

@test "TLS 1.2 and 1.3 are spoken, nothing older" {
    start_tls watch.example
    [ "$(shown_name -tls1_2)" = 'CN = watch.example' ]
    [ "$(shown_name -tls1_3)" = 'CN = watch.example' ]
    run ! openssl s_client -connect "127.0.0.1:$PORT" -tls1_1 -cipher ALL:@SECLEVEL=0 </dev/null
}

@test "a certificate that changes is taken up, one that does not fit its key is not" {
    start_tls watch.example
    certificate guard.example
    wait_until 10 shows_name guard.example
    safe guard.example /_ping -f
    echo broken >"$CONFIGURATION_DIRECTORY/portal.pem"
    wait_until 10 grep -q 'kept the certificate: .*portal.pem' "$LOGS_DIRECTORY/portal.log"
    shows_name guard.example
}

@test "a silent client of the TLS port is cut and delays nobody" {
    start_tls watch.example
    exec {silent}<>"/dev/tcp/127.0.0.1/$PORT"
    [ "$(safe watch.example /_ping)" = pong ]
    run -0 timeout 20 cat <&"$silent"
    exec {silent}>&-
}

@test "a certificate without its key is a mistake, a bad one a failure that names the file" {
    portal_files "listen = 127.0.0.1:$PORT" 'certificate = portal.pem'
    run -78 "$HIVE_BIN/hive-portal" -t
    [[ "$output" == *'certificate and key belong together'* ]]
    portal_files "listen = 127.0.0.1:$PORT" 'certificate = portal.pem' 'key = portal.key'
    run -70 "$HIVE_BIN/hive-portal"
    [[ "$output" == *'portal.pem: No such file'* ]]
    echo broken | tee "$CONFIGURATION_DIRECTORY/portal.pem" >"$CONFIGURATION_DIRECTORY/portal.key"
    run -70 "$HIVE_BIN/hive-portal"
    [[ "$output" == *'portal.pem: start http server: '* ]]
}
