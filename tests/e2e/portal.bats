#!/usr/bin/env bats
# hive-portal seen from outside: sign-in, roles, forms, live events, a supervisor that goes away.

bats_require_minimum_version 1.5.0
load lib.bash

setup_file() {
    hive_directories "$(mktemp -d /tmp/portal.XXXXXX)"
    export PORT STREAM=$RUNTIME_DIRECTORY/stream
    PORT=$(free_port)
    {
        portal_service "$PORT"
        idle_service broker 'description = <b>steady</b>'
        idle_service copier 'depends = broker'
    } >"$CONFIGURATION_DIRECTORY/supervisor.ini"
    portal_files
    start_keeper
    wait_until 20 knows_services
}

teardown_file() {
    stop_keeper
}

# What a browser and an operator do. -b/-c: the cookies of a test of their own.
site() { echo "http://127.0.0.1:${PORT}$1"; }
browse() { curl -sS --max-time 10 -b "$BATS_TEST_TMPDIR/cookies" -c "$BATS_TEST_TMPDIR/cookies" "$@"; }
status() { curl -sS --max-time 10 -o /dev/null -w '%{http_code}' "$@"; }
sign_in() { browse -o /dev/null -w '%{http_code} %{redirect_url}' -d "user=$1" -d "password=$2" "$(site /sign-in)"; }
token() { browse "$(site "${1:-/}")" | grep -o 'name="csrf" value="[0-9a-f]*"' | head -n 1 | cut -d'"' -f4; }
api() { curl -sS --max-time 10 -u ann:honey "$(site /api/status)"; }
service() { api | python3 -c 'import json,sys; print(next(s for s in json.load(sys.stdin)["services"] if s["name"] == sys.argv[1])[sys.argv[2]])' "$1" "$2"; }
knows_services() { [ "$(api | grep -o '"state":"ready"' | wc -l)" -eq 3 ]; }
is_in_state() { [ "$(service "$1" state)" = "$2" ]; }
has_other_pid() { [ "$(service "$1" pid)" != "$2" ] && is_in_state "$1" ready; }
act() { browse -o /dev/null -w '%{http_code}' -d "csrf=$(token)" -d "action=$2" "$(site "/service?name=$1")"; }

@test "a page leads to the sign-in, and from there back" {
    run -0 curl -sS -o /dev/null -w '%{http_code} %{redirect_url}' "$(site '/service?name=broker')"
    [ "$output" = "303 $(site '/sign-in?next=service%3Fname%3Dbroker')" ]
    run -0 browse -o /dev/null -w '%{http_code} %{redirect_url}' -d user=ann -d password=honey \
        -d 'next=service?name=broker' "$(site /sign-in)"
    [ "$output" = "303 $(site '/service?name=broker')" ]
}

@test "the sign-in leads nowhere but to the portal" {
    run -0 browse -o /dev/null -w '%{redirect_url}' -d user=ann -d password=honey -d 'next=//evil.example/' "$(site /sign-in)"
    [ "$output" = "$(site /)" ]
}

@test "without a sign-in there is no picture of the services" {
    [ "$(status "$(site /api/status)")" = 401 ]
    [ "$(status "$(site /events)")" = 403 ]
    [ "$(status "$(site /log)")" = 303 ]
    [ "$(status -d action=stop "$(site '/service?name=broker')")" = 303 ]
    [ "$(curl -sS "$(site /_ping)")" = pong ]
}

@test "whoever signs in sees the services, escaped, under a strict policy" {
    [ "$(sign_in ann honey)" = "303 $(site /)" ]
    run -0 browse -i "$(site /)"
    [[ "$output" == *"Content-Security-Policy: default-src 'self'"* ]]
    [[ "$output" == *'3 of 3 services ready'* ]]
    [[ "$output" == *'&lt;b&gt;steady&lt;/b&gt;'* ]]
    [[ "$output" != *'<b>steady'* ]]
    run -0 browse "$(site '/service?name=copier')"
    [[ "$output" == *'sleep 1000000'* ]]
    [[ "$output" == *'Ready: '* ]]
}

@test "the session's cookie is out of reach of scripts and other sites" {
    run -0 curl -sS -i -d user=ann -d password=honey "$(site /sign-in)"
    [[ "$output" =~ Set-Cookie:\ hive-portal=[0-9a-f]{32}\;\ Path=/\;\ HttpOnly\;\ SameSite=Strict ]]
}

@test "signing out ends the session" {
    sign_in ann honey
    run -0 browse -o /dev/null -w '%{http_code}' -d "csrf=$(token)" "$(site /sign-out)"
    [ "$output" = 303 ]
    [ "$(browse -o /dev/null -w '%{http_code}' "$(site /)")" = 303 ]
}

@test "a service is restarted by its button" {
    sign_in ann honey
    before=$(service copier pid)
    run -0 browse -o /dev/null -w '%{http_code} %{redirect_url}' -d "csrf=$(token)" -d action=restart \
        -d back=service "$(site '/service?name=copier')"
    [ "$output" = "303 $(site '/service?name=copier')" ]
    wait_until 10 has_other_pid copier "$before"
    run ! kill -0 "$before"
    grep -q 'requested action=restart service=copier by=ann client=127.0.0.1' "$LOGS_DIRECTORY/portal.log"
}

@test "a service is stopped and started by its buttons" {
    sign_in ann honey
    [ "$(act copier stop)" = 303 ]
    wait_until 10 is_in_state copier stopped
    [ "$(act copier start)" = 303 ]
    wait_until 10 is_in_state copier ready
}

@test "a change without the page's token, or from another site, is refused" {
    sign_in ann honey
    before=$(service copier pid)
    to=$(site '/service?name=copier')
    [ "$(browse -o /dev/null -w '%{http_code}' -d action=restart "$to")" = 403 ]
    [ "$(browse -o /dev/null -w '%{http_code}' -d csrf=00000000000000000000000000000000 -d action=restart "$to")" = 403 ]
    token=$(token)
    [ "$(browse -o /dev/null -w '%{http_code}' -H 'Origin: http://evil.example' -d "csrf=$token" -d action=restart "$to")" = 403 ]
    [ "$(browse -o /dev/null -w '%{http_code}' -H 'Sec-Fetch-Site: cross-site' -d "csrf=$token" -d action=restart "$to")" = 403 ]
    [ "$(browse -o /dev/null -w '%{http_code}' -X PUT "$to")" = 405 ]
    [ "$(service copier pid)" = "$before" ]
}

@test "who is no admin looks and changes nothing" {
    sign_in bob wax
    before=$(service copier pid)
    run -0 browse "$(site /)"
    [[ "$output" == *copier* ]]
    [[ "$output" != *'value="restart"'* ]]
    run -0 browse -o /dev/null -w '%{http_code}' -d "csrf=$(token)" -d action=restart "$(site '/service?name=copier')"
    [ "$output" = 403 ]
    [ "$(service copier pid)" = "$before" ]
}

@test "a script restarts a service with its password and the token of /api/status" {
    before=$(service copier pid)
    csrf=$(api | python3 -c 'import json,sys; print(json.load(sys.stdin)["csrf"])')
    [ "$(status -u ann:honey -d "csrf=$csrf" -d action=restart "$(site '/service?name=copier')")" = 303 ]
    wait_until 10 has_other_pid copier "$before"
}

@test "an unknown service, action or page is named as such" {
    sign_in ann honey
    [ "$(browse -o /dev/null -w '%{http_code}' "$(site '/service?name=nobody')")" = 404 ]
    [ "$(browse -o /dev/null -w '%{http_code}' "$(site /nothing)")" = 404 ]
    [ "$(act copier explode)" = 400 ]
}

@test "over TCP a user named in a header is nobody" {
    [ "$(status -H 'X-Hive-User: ann' -H 'X-Hive-Groups: admin' "$(site /api/status)")" = 401 ]
}

@test "over the proxy's socket the user is who the proxy says" {
    proxied() { curl -sS --max-time 10 --unix-socket "$RUNTIME_DIRECTORY/portal-http.sock" "$@"; }
    [ "$(proxied -o /dev/null -w '%{http_code}' http://hive/)" = 403 ]
    run -0 proxied -H 'X-Hive-User: cid' http://hive/
    [[ "$output" == *'3 of 3 services ready'* ]]
    [[ "$output" == *'../app/'* ]]
    [[ "$output" != *'value="restart"'* ]]
    run -0 proxied -H 'X-Hive-User: dan' -H 'X-Hive-Groups: editor, admin' http://hive/
    [[ "$output" == *'value="restart"'* ]]
}

@test "an open page hears of a killed service at once" {
    sign_in ann honey
    before=$(service broker pid)
    browse -N --max-time 20 "$(site '/events?service=broker')" >"$STREAM" 3>&- &
    reader=$!
    wait_until 10 grep -q "<dt>Process</dt><dd>$before</dd>" "$STREAM"
    kill -KILL "$before"
    wait_until 10 has_other_pid broker "$before"
    after=$(service broker pid)
    wait_until 5 grep -q "<dt>Process</dt><dd>$after</dd>" "$STREAM"
    grep -q 'signal 9 (KILL)' "$STREAM"
    end_process "$reader"
}

@test "what the services wrote is on the log page" {
    sign_in ann honey
    run -0 browse "$(site '/log?service=hive-portal&text=signed-in')"
    [[ "$output" == *'signed-in client=127.0.0.1 user=ann'* ]]
    run -0 browse "$(site '/log?text=nobody-wrote-this')"
    [[ "$output" == *'No line matches'* ]]
}

@test "a password that is taken away ends its session" {
    sign_in bob wax
    [ "$(browse -o /dev/null -w '%{http_code}' "$(site /)")" = 200 ]
    printf 'ann:{PLAIN}honey\n' >"$CONFIGURATION_DIRECTORY/users"
    is_signed_out() { [ "$(browse -o /dev/null -w '%{http_code}' "$(site /)")" = 303 ]; }
    wait_until 10 is_signed_out
    printf 'ann:{PLAIN}honey\nbob:{PLAIN}wax\n' >"$CONFIGURATION_DIRECTORY/users"
    wait_until 10 bash -c "tail -n 1 '$LOGS_DIRECTORY/portal.log' | grep 'loaded users=.* count=2'"
    [ "$(sign_in bob wax)" = "303 $(site /)" ]
}

@test "while the supervisor's core is away its last picture stays" {
    sign_in ann honey
    core=$(ask "$RUNTIME_DIRECTORY/supervisor.sock" 'status' | python3 -c 'import json,sys; print(json.loads(sys.stdin.readline())["core_pid"])')
    kill -KILL "$core"
    run -0 browse "$(site /)"
    [[ "$output" == *'3 of 3 services ready'* ]]
    wait_until 20 is_reachable_with_other_core "$core"
    run -0 browse "$(site /)"
    [[ "$output" == *'3 of 3 services ready'* ]]
    [[ "$output" != *'not reachable'* ]]
    grep -q 'lost the supervisor' "$LOGS_DIRECTORY/portal.log"
}
is_reachable_with_other_core() {
    api | grep -q '"reachable":true' &&
        ! ask "$RUNTIME_DIRECTORY/supervisor.sock" status | grep -q "\"core_pid\":$1,"
}
