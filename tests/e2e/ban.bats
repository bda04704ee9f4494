#!/usr/bin/env bats
# hive-ban without the kernel: its configuration, the regex command, logs followed over
# restarts. It runs here without CAP_NET_ADMIN, so it bans by hive-proxy's list alone.

load lib.bash

setup() {
    dir=$BATS_TEST_TMPDIR
    hive_directories "$dir"
    config=$CONFIGURATION_DIRECTORY/ban.ini
    socket=$RUNTIME_DIRECTORY/ban.sock
    log=$dir/app.log
    daemon=
}

teardown() {
    [ -z "$daemon" ] || end_process "$daemon" KILL
}

# unprivileged COMMAND...: runs it without any capability, also for root.
unprivileged() {
    if [ "$(id -u)" -eq 0 ]; then
        exec setpriv --bounding-set -all --inh-caps -all "$@"
    else
        exec "$@"
    fi
}

start() {
    unprivileged "$HIVE_BIN/hive-ban" 2>>"$dir/err" 3>&- &
    daemon=$!
    wait_until 10 answers
}

# follow: what a follower is told until it has heard of every ban.
follow() {
    python3 - "$socket" <<'PY'
import socket, sys
s = socket.socket(socket.AF_UNIX)
s.settimeout(10)
s.connect(sys.argv[1])
s.sendall(b"follow {}\n")
for line in s.makefile():
    print(line, end="")
    if "synced" in line:
        break
PY
}

answers() { ask "$socket" ping | grep -q '"state":"ready"'; }

@test "-t names every mistake with its line, exit 78" {
    cat >"$config" <<INI
[ban]
mode = sometimes
ignore = 10.0.0.1/8
[jail shop]
rule = (
log = /var/log/shop.log
failures = 0
[jail web]
filter = /no/such/filter.conf
log = /var/log/web.log
colour = red
INI
    run "$HIVE_BIN/hive-ban" -t
    [ "$status" -eq 78 ]
    [[ "$output" == *"ban.ini:2: mode: 'sometimes' is none of auto|enforce|dry-run"* ]]
    [[ "$output" == *"ban.ini:3: ignore: '10.0.0.1/8' has bits set behind its prefix"* ]]
    [[ "$output" == *"ban.ini:5: rule: missing closing parenthesis"* ]]
    [[ "$output" == *"ban.ini:7: failures: 0 is outside 1-1000"* ]]
    [[ "$output" == *"ban.ini:9: filter: /no/such/filter.conf: cannot be read"* ]]
    [[ "$output" == *"ban.ini:11: unknown option 'colour'"* ]]
}

@test "a bad configuration starts nothing, exit 78" {
    printf '[jail shop]\nlog = /x\n' >"$config"
    run "$HIVE_BIN/hive-ban"
    [ "$status" -eq 78 ]
    [ ! -e "$socket" ]
    [ ! -e "$STATE_DIRECTORY/ban/ban.db" ]
}

@test "the example configuration is valid, and so is a jail of three lines" {
    run "$HIVE_BIN/hive-ban" -t -c "$BATS_TEST_DIRNAME/../../etc/ban.ini"
    [ "$status" -eq 0 ]
    printf '[Definition]\nfailregex = ^ bad <HOST>$\n' >"$dir/own.conf"
    printf '[jail own]\nfilter = %s\nlog = %s\n' "$dir/own.conf" "$log" >"$config"
    run "$HIVE_BIN/hive-ban" -t
    [ "$status" -eq 0 ]
    [ -z "$output" ]
}

@test "hive-ban regex prints the lines that match" {
    printf 'login failed from 203.0.113.7\nhello\nlogin failed from 2001:db8::1\n' >"$log"
    run "$HIVE_BIN/hive-ban" regex --rule 'failed from <HOST>' --print-all-matched "$log"
    [ "$status" -eq 0 ]
    [[ "$output" == *"Lines: 3 lines, 0 ignored, 2 matched, 1 missed"* ]]
    [[ "$output" == *" 1) [2] failed from <HOST>"* ]]
    [[ "$output" == *"Matched line(s):"*"login failed from 2001:db8::1"*"Missed line(s):"*hello* ]]
}

@test "hive-ban regex takes a line and an expression as fail2ban-regex does" {
    run "$HIVE_BIN/hive-ban" regex 'May 29 15:45:01 login failed from 203.0.113.7' '^ login failed from <HOST>$'
    [[ "$output" == *"1 lines, 0 ignored, 1 matched, 0 missed"* ]]
    run "$HIVE_BIN/hive-ban" regex 'May 29 15:45:01 login failed from 203.0.113.7' 'failed from <HOST>' login
    [[ "$output" == *"1 lines, 1 ignored, 0 matched, 0 missed"* ]]
}

@test "hive-ban regex tries the filter of a jail, with what the jail overrides" {
    mkdir -p "$dir/f2b/filter.d"
    printf '[Definition]\nfailregex = ^ <word> <HOST>$\nword = bad\n' >"$dir/f2b/filter.d/own.conf"
    printf '[own]\nfilter = own[word=worse]\nlogpath = /x\n' >"$dir/f2b/jail.conf"
    printf '[own]\nmaxretry = none\n' >"$dir/f2b/jail.local"
    printf 'May 29 15:45:01 worse 203.0.113.7\n' >"$log"
    run "$HIVE_BIN/hive-ban" regex --config "$dir/f2b" --jail own "$log"
    [ "$status" -eq 78 ]
    [[ "$output" == *"$dir/f2b/jail.local:2: [own] maxretry: 'none' is no number"* ]]
    rm "$dir/f2b/jail.local"
    run "$HIVE_BIN/hive-ban" regex --config "$dir/f2b" --jail own "$log"
    [ "$status" -eq 0 ]
    [[ "$output" == *"1 lines, 0 ignored, 1 matched, 0 missed"* ]]
}

@test "hive-ban regex --json answers each line of its input" {
    run bash -c "printf '2026-05-29T05:45:01Z bad 203.0.113.7\nhello\n' |
        '$HIVE_BIN/hive-ban' regex --rule 'bad <HOST>' --json -"
    [ "$status" -eq 0 ]
    [[ "${lines[0]}" == '{"line":1,"match":true,"host":"203.0.113.7","time":1780033501,"rule":1,'* ]]
    [ "${lines[1]}" = '{"line":2,"match":false}' ]
}

@test "hive-ban regex says what is wrong" {
    run "$HIVE_BIN/hive-ban" regex
    [ "$status" -eq 64 ]
    run "$HIVE_BIN/hive-ban" regex --rule '(' /dev/null
    [ "$status" -eq 78 ]
    run "$HIVE_BIN/hive-ban" regex --rule '<HOST>' "$dir/none"
    [ "$status" -eq 70 ]
    [[ "$output" == *"open $dir/none: No such file"* ]]
}

@test "hive-ban regex agrees with fail2ban-regex on the stock nginx filter" {
    [ -x "$(command -v fail2ban-regex)" ] || skip "fail2ban is not installed"
    cat >"$log" <<'LOG'
2026/05/29 15:45:01 [error] 612#612: *17 user "ann": password mismatch, client: 203.0.113.7, server: hive, request: "GET /app/ HTTP/1.1", host: "hive.example"
2026/05/29 15:45:02 [error] 612#612: *18 user "x" was not found in "/etc/users", client: 2001:db8::7, server: , request: "GET / HTTP/1.1", host: "h"
2026/05/29 15:45:03 [error] 612#612: *19 open() "/x" failed, client: 203.0.113.7
LOG
    fail2ban-regex "$log" nginx-http-auth | grep -q '3 lines, 0 ignored, 2 matched'
    run "$HIVE_BIN/hive-ban" regex --filter nginx-http-auth "$log"
    [[ "$output" == *"3 lines, 0 ignored, 2 matched"* ]]
}

@test "without CAP_NET_ADMIN it is ready, says so once, and bans by hive-proxy's list" {
    : >"$config"
    start
    ask "$socket" ping | grep -q '"status":"dry run: nftables is not permitted'
    [ "$(grep -c 'the kernel is left alone' "$dir/err")" -eq 1 ]
    ask "$socket" 'ban {"address": "203.0.113.7", "seconds": 60}' | grep -q '"done":true'
    ask "$socket" banned | grep -q '"address":"203.0.113.7","jail":"manual".*"by":"proxy"'
    run follow
    [[ "${lines[0]}" == '{"ban":"203.0.113.7","until":'* ]]
    [ "${lines[1]}" = '{"synced":true}' ]
    ask "$socket" 'unban {"address": "203.0.113.7"}' | grep -q '"ended":1'
    ask "$socket" banned | grep -q '"count":0'
}

@test "mode = enforce does not start where it may not" {
    printf '[ban]\nmode = enforce\n' >"$config"
    run unprivileged "$HIVE_BIN/hive-ban"
    [ "$status" -eq 70 ]
    [[ "$output" == *"nftables: "*"Operation not permitted"* ]]
}

@test "mode = dry-run only logs" {
    printf '[ban]\nmode = dry-run\n[jail app]\nrule = bad <HOST>\nlog = %s\nfailures = 2\n' "$log" >"$config"
    start
    printf 'bad 203.0.113.7\nbad 203.0.113.7\n' >>"$log"
    wait_until 10 grep -q 'withheld address=203.0.113.7 jail=app failures=2' "$dir/err"
    ask "$socket" status | grep -q '"by":"nobody"'
    [ "$(sqlite3 "$STATE_DIRECTORY/ban/ban.db" 'SELECT count(*) FROM ban')" -eq 0 ]
}

@test "loopback is never banned" {
    : >"$config"
    start
    for i in 1 2 3 4 5; do
        ask "$socket" "failure {\"address\": \"127.0.0.1\", \"credential\": \"$i\"}"
    done
    grep -q 'ignored address=127.0.0.1 jail=hive-auth failures=5 reason=loopback' "$dir/err"
    ask "$socket" 'ban {"address": "::1"}' | grep -q '::1 is never banned: loopback'
    ask "$socket" banned | grep -q '"count":0'
}

@test "a restart neither repeats nor skips a line of a log" {
    printf '[jail app]\nrule = bad <HOST>\nlog = %s\nfailures = 1\nban_time = 1h\n' "$log" >"$config"
    printf 'bad 203.0.113.1\n' >"$log"
    start
    printf 'bad 203.0.113.2\n' >>"$log"
    wait_until 10 grep -q 'banned address=203.0.113.2' "$dir/err"
    end_process "$daemon"
    # Without the ban, a line read twice would ban again.
    sqlite3 "$STATE_DIRECTORY/ban/ban.db" 'DELETE FROM ban'
    mv "$log" "$log.1"
    printf 'bad 203.0.113.3\n' >>"$log.1"
    printf 'bad 203.0.113.4\n' >"$log"
    start
    wait_until 10 grep -q 'banned address=203.0.113.4' "$dir/err"
    grep -q 'banned address=203.0.113.3' "$dir/err"
    [ "$(grep -c 'address=203.0.113.1 ' "$dir/err")" -eq 0 ]
    [ "$(grep -c ' banned address=203.0.113.2' "$dir/err")" -eq 1 ]
}

@test "a hostile control request is refused and nothing breaks" {
    : >"$config"
    start
    ask "$socket" 'failure {"address": "nonsense"}' | grep -q "'nonsense' is no IP address"
    ask "$socket" 'failure {"address": 7}' | grep -q '"error"'
    ask "$socket" 'failure {"address": "203.0.113.7", "time": 9223372036854775807}' | grep -q '"counted":true'
    ask "$socket" 'ban {"address": "203.0.113.7", "seconds": 0}' | grep -q 'outside 1-31536000'
    ask "$socket" 'ban {"address": "203.0.113.7", "jail": "none"}' | grep -q "there is no jail 'none'"
    ask "$socket" 'unban {"address": "203.0.113.7"}' | grep -q '203.0.113.7 is not banned'
    ask "$socket" 'banned {"limit": 0}' | grep -q 'outside 1-5000'
    answers
}
