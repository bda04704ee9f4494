#!/usr/bin/env bats
# The bans page of hive-portal, with hive-ban behind it and no supervisor.

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
    hive_directories "$BATS_TEST_TMPDIR"
    PORT=$(free_port)
    log=$BATS_TEST_TMPDIR/app.log
    portal_files "listen = 127.0.0.1:$PORT"
    printf '[ban]\nignore = 192.0.2.0/24\n[jail app]\nrule = bad <HOST>\nlog = %s\nfailures = 1\n' "$log" >"$CONFIGURATION_DIRECTORY/ban.ini"
    ban= portal=
}

teardown() {
    [ -z "$ban" ] || end_process "$ban"
    [ -z "$portal" ] || end_process "$portal"
}

start_ban() {
    local drop=()
    [ "$(id -u)" -ne 0 ] || drop=(setpriv --bounding-set -all --inh-caps -all)
    "${drop[@]}" "$HIVE_BIN/hive-ban" 2>"$LOGS_DIRECTORY/ban.err" 3>&- &
    ban=$!
    wait_until 10 grep -q started "$LOGS_DIRECTORY/ban.err"
}
start() {
    start_ban
    "$HIVE_BIN/hive-portal" 2>"$LOGS_DIRECTORY/portal.err" 3>&- &
    portal=$!
    wait_until 10 curl -sf "http://127.0.0.1:$PORT/_ping"
}
get() { curl -sS --max-time 10 -u "$1" "http://127.0.0.1:$PORT/$2"; }
token() { get "$1" api/status | python3 -c 'import json,sys; print(json.load(sys.stdin)["csrf"])'; }
# post USER FIELD=VALUE...: the status of a POST of the page's form.
post() {
    local user=$1 fields=() field
    shift
    for field in "$@"; do fields+=(--data-urlencode "$field"); done
    curl -sS --max-time 10 -o "$BATS_TEST_TMPDIR/body" -w '%{http_code}' -u "$user" -H "Origin: http://127.0.0.1:$PORT" \
        "${fields[@]}" "http://127.0.0.1:$PORT/bans"
}
shows() { get bob:wax "$1" | grep -q "$2"; }

@test "it shows who is banned and why, escaped, and who never is" {
    start
    echo '<script>bad 203.0.113.7' >>"$log"
    wait_until 10 shows bans 'href="bans?address=203.0.113.7">203.0.113.7</a>'
    shows bans '192.0.2.0/24'
    shows 'bans?address=203.0.113.7' 'Banned by app'
    shows 'bans?address=203.0.113.7' '<p>&lt;script&gt;bad 203.0.113.7</p>'
    ! shows bans 'value="unban"'
}

@test "an administrator bans and unbans; nobody else does, and no other site" {
    start
    csrf=$(token ann:honey)
    [ "$(post ann:honey "csrf=$csrf" action=ban address=203.0.113.8 seconds=3600)" = 303 ]
    shows bans '203.0.113.8</a>'
    get ann:honey bans | grep -q 'value="unban"'
    [ "$(post ann:honey "csrf=$csrf" action=ban address=192.0.2.7 seconds=600)" = 502 ]
    grep -q '192.0.2.7 is never banned: ignored' "$BATS_TEST_TMPDIR/body"
    [ "$(post ann:honey csrf=wrong action=unban address=203.0.113.8)" = 403 ]
    [ "$(post bob:wax "csrf=$(token bob:wax)" action=unban address=203.0.113.8)" = 403 ]
    [ "$(post ann:honey "csrf=$csrf" action=ban address=203.0.113.8 seconds=x)" = 400 ]
    shows bans '203.0.113.8</a>'
    [ "$(post ann:honey "csrf=$csrf" action=unban address=203.0.113.8)" = 303 ]
    shows bans 'Nobody is banned'
    grep -q 'requested action=unban address=203.0.113.8 by=ann client=127.0.0.1' "$LOGS_DIRECTORY/portal.err"
}

@test "an administrator spares a network, which lifts its bans, and takes it off again" {
    start
    csrf=$(token ann:honey)
    [ "$(post ann:honey "csrf=$csrf" action=ban address=203.0.113.8 seconds=3600)" = 303 ]
    [ "$(post bob:wax "csrf=$(token bob:wax)" action=spare address=203.0.113.0/24)" = 403 ]
    [ "$(post ann:honey "csrf=$csrf" action=spare address=203.0.113.0/24)" = 303 ]
    shows bans 'Nobody is banned'
    get ann:honey bans | grep -q '203.0.113.0/24</th><td class="all" data-l="reason">spared</td><td class="all">ann</td>.*value="unspare"'
    ! get bob:wax bans | grep -q 'value="unspare"'
    [ "$(post ann:honey "csrf=$csrf" action=ban address=203.0.113.8 seconds=3600)" = 502 ]
    end_process "$ban"
    start_ban
    wait_until 10 shows bans 203.0.113.0/24
    [ "$(post ann:honey "csrf=$csrf" action=unspare address=203.0.113.0/24)" = 303 ]
    [ "$(post ann:honey "csrf=$csrf" action=ban address=203.0.113.8 seconds=3600)" = 303 ]
}

@test "while hive-ban is away the page says so" {
    start
    end_process "$ban"
    ban=
    shows bans 'hive-ban did not tell'
    start_ban
    wait_until 20 shows bans 'Nobody is banned'
}
