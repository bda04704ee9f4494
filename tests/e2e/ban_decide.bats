#!/usr/bin/env bats
# How hive-ban decides, what it follows, and what an operator asks it. It runs here without
# CAP_NET_ADMIN, so it bans by hive-proxy's list alone.

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

start() {
    local drop=()
    [ "$(id -u)" -ne 0 ] || drop=(setpriv --bounding-set -all --inh-caps -all)
    "${drop[@]}" "$HIVE_BIN/hive-ban" 2>>"$dir/err" 3>&- &
    daemon=$!
    wait_until 10 answers
}
answers() { ask "$socket" ping | grep -q '"state":"ready"'; }
ctl() { "$HIVE_BIN/hivectl" "$@"; }
logged() { grep -q "$1" "$dir/err"; }

# jail NAME [LINE...]: adds a jail that finds "NAME bad ADDRESS" in the log.
jail() {
    printf '[jail %s]\nrule = %s bad <HOST>\nlog = %s\n' "$1" "$1" "$log" >>"$config"
    shift
    [ $# -eq 0 ] || printf '%s\n' "$@" >>"$config"
}

# until_of ADDRESS JAIL: seconds the ban lasts, as stored.
seconds_of() {
    ask "$socket" banned | python3 -c '
import json, sys
for ban in json.load(sys.stdin)["bans"]:
    if [ban["address"], ban["jail"]] == sys.argv[1:]:
        print(ban["until"] - ban["since"])' "$1" "$2"
}
# About: a ban is made within a second.
lasts() { local s; s=$(seconds_of "$1" "$2") && [ "$s" -ge "$3" ] && [ "$s" -le $(($3 + 1)) ]; }

@test "who is banned again is banned for longer, over a restart too" {
    jail app 'failures = 1' 'ban_time = 1s' 'increment = yes' 'increment_factor = 50'
    start
    echo 'app bad 203.0.113.7' >>"$log"
    wait_until 10 logged 'unbanned address=203.0.113.7 jail=app reason=expired'
    end_process "$daemon"
    start
    echo 'app bad 203.0.113.7' >>"$log"
    wait_until 10 lasts 203.0.113.7 app 100
    run ctl ban why 203.0.113.7
    [[ "${lines[0]}" == 'banned by app: 1 failures, ban number 2, since '* ]]
    [ "${lines[1]}" = '    app bad 203.0.113.7' ]
}

@test "a jail that counts bans bans who is banned by others" {
    jail app 'failures = 1' 'ban_time = 1s'
    printf '[jail again]\ncounts_bans = yes\nfailures = 2\nwindow = 1d\nban_time = 7d\n' >>"$config"
    start
    echo 'app bad 203.0.113.7' >>"$log"
    wait_until 10 logged 'unbanned address=203.0.113.7 jail=app reason=expired'
    echo 'app bad 203.0.113.7' >>"$log"
    wait_until 10 lasts 203.0.113.7 again 604800
    ctl ban why 203.0.113.7 | grep -q 'banned by app'
}

@test "offences counted before a kill -9 count after it" {
    jail app 'failures = 3'
    start
    printf 'app bad 203.0.113.7\napp bad 203.0.113.7\n' >>"$log"
    wait_until 10 stored 1
    end_process "$daemon" KILL
    start
    ctl ban why 203.0.113.7 | grep -q 'counted by app: 2 of 3 failures'
    echo 'app bad 203.0.113.7' >>"$log"
    wait_until 10 logged ' banned address=203.0.113.7 jail=app failures=3'
}
stored() { [ "$(sqlite3 "$STATE_DIRECTORY/ban/ban.db" 'SELECT count(*) FROM offence')" -eq "$1" ]; }

@test "an ignore_command spares whom it knows, and is asked once" {
    printf '#!/bin/sh\necho "$1" >>%s/asked\n[ "$1" = 203.0.113.7 ]\n' "$dir" >"$dir/spare"
    chmod +x "$dir/spare"
    jail app 'failures = 1' "ignore_command = $dir/spare <ip>"
    start
    echo 'app bad 203.0.113.7' >>"$log"
    wait_until 10 logged 'ignored address=203.0.113.7 jail=app failures=1 reason=ignore_command'
    echo 'app bad 203.0.113.7' >>"$log"
    echo 'app bad 203.0.113.8' >>"$log"
    wait_until 10 logged ' banned address=203.0.113.8 jail=app'
    [ "$(cat "$dir/asked")" = $'203.0.113.7\n203.0.113.8' ]
}

@test "networks, names, proxies and administrators are spared, and shown" {
    printf '[ban]\nignore = 203.0.113.0/28, localhost\ntrusted_proxies = 198.51.100.0/24\n' >"$config"
    jail app 'failures = 1' 'ignore = 192.0.2.7'
    start
    ask "$socket" 'session {"address": "192.0.2.99", "user": "ann"}'
    printf 'app bad %s\n' 203.0.113.7 198.51.100.3 192.0.2.7 192.0.2.99 192.0.2.8 >>"$log"
    wait_until 10 logged ' banned address=192.0.2.8 jail=app'
    logged 'ignored address=203.0.113.7 jail=app failures=1 reason=ignored'
    logged 'ignored address=198.51.100.3 jail=app failures=1 reason="trusted proxy"'
    logged 'ignored address=192.0.2.7 jail=app failures=1 reason=ignored'
    logged 'ignored address=192.0.2.99 jail=app failures=1 reason=administrator'
    ask "$socket" safe | grep -q '"reason":"administrator","address":"192.0.2.99","user":"ann"'
    run ctl ban 198.51.100.3
    [ "$status" -eq 1 ]
    [[ "$output" == *'198.51.100.3 is never banned: trusted proxy'* ]]
    run ctl ban 203.0.112.0/23
    [[ "$output" == *'holds an address that is never banned'* ]]
}

@test "why knows the network that an address is banned with" {
    : >"$config"
    start
    ctl ban 203.0.113.0/24
    run ctl ban why 203.0.113.9
    [[ "${lines[0]}" == 'banned by manual: '* ]]
}

@test "an IPv4 prefix bans the network" {
    printf '[ban]\nipv4_prefix = 24\n' >"$config"
    jail app 'failures = 2'
    start
    printf 'app bad 203.0.113.7\napp bad 203.0.113.200\n' >>"$log"
    wait_until 10 logged ' banned address=203.0.113.0/24 jail=app failures=2'
    ctl unban 203.0.113.9
    ask "$socket" banned | grep -q '"count":0'
}

@test "overlapping networks become one ban" {
    : >"$config"
    start
    ctl ban 203.0.113.0/25
    ctl ban --time 1h 203.0.113.0/24
    ctl ban 203.0.113.64/26
    [ "$(ctl ban banned)" = "[{'manual': ['203.0.113.0/24']}]" ]
}

@test "an action runs a program with words and environment, no shell" {
    printf '#!/bin/sh\nprintf "%%s|" "$@" "$HIVE_BAN_JAIL" "$HIVE_BAN_MATCHES" >%s/told\n' "$dir" >"$dir/tell"
    chmod +x "$dir/tell"
    jail app 'failures = 1' 'actions = tell'
    printf '[action tell]\ncommand = %s <event> <ip> $(id);\n' "$dir/tell" >>"$config"
    start
    echo 'app bad 203.0.113.7 `id`' >>"$log"
    wait_until 10 test -s "$dir/told"
    [ "$(cat "$dir/told")" = 'ban|203.0.113.7|$(id);|app|app bad 203.0.113.7 `id`|' ]
}

@test "a program that hangs is killed and delays no ban" {
    jail app 'failures = 1' 'actions = hang'
    printf '[action hang]\ncommand = sleep 600\ntimeout = 1s\n' >>"$config"
    start
    echo 'app bad 203.0.113.7' >>"$log"
    wait_until 10 logged ' banned address=203.0.113.7'
    wait_until 10 logged 'killed command=sleep reason=timeout'
    ask "$socket" metrics | grep -q '"name":"hive_ban_actions_failed_total".*"value":1'
}

@test "a message goes to the suite's queue of alerts, and waits while that is away" {
    jail app 'failures = 1' 'actions = mail'
    printf '[action mail]\nto = admin\n' >>"$config"
    start
    echo 'app bad 203.0.113.7' >>"$log"
    wait_until 10 logged ' banned address=203.0.113.7'
    ask "$socket" metrics | grep -q '"name":"hive_ban_alerts_waiting","type":"gauge","help":"[^"]*","labels":{},"value":1'
    python3 - "$RUNTIME_DIRECTORY/supervisor.sock" >"$dir/alert" 3>&- <<'PY' &
import socket, sys
s = socket.socket(socket.AF_UNIX)
s.bind(sys.argv[1])
s.listen()
c, _ = s.accept()
print(c.makefile().readline(), end="", flush=True)
c.sendall(b'{"queued":true,"done":true}\n')
c.recv(1)
PY
    local queue=$!
    wait_until 10 grep -q '^alert {"key":"ban:app:203.0.113.7:' "$dir/alert"
    grep -q '"event":"info","severity":"info","source":"hive-ban","subject":"banned 203.0.113.7 by jail app"' "$dir/alert"
    grep -q '"to":\["admin"\]' "$dir/alert"
    wait_until 10 sent
    end_process "$queue"
}
sent() { ask "$socket" metrics | grep -q '"name":"hive_ban_alerts_waiting","type":"gauge","help":"[^"]*","labels":{},"value":0'; }

@test "hive-guard's decision bans, with its reasons" {
    : >"$config"
    start
    ask "$socket" 'decide {"address": "203.0.113.7", "seconds": 60, "class": "scanner", "score": 0.97, "reasons": ["404 scan"], "lines": ["GET /x"]}' |
        grep -q '"banned":true'
    run ctl ban why 203.0.113.7
    [[ "${lines[0]}" == 'banned by hive-guard: '* ]]
    [ "${lines[1]}" = '    decided: scanner, score 0.97' ]
    [ "${lines[2]}" = '    because: 404 scan' ]
    [ "${lines[3]}" = '    GET /x' ]
    lasts 203.0.113.7 hive-guard 60
    ctl ban 203.0.113.7
    ask "$socket" 'undo {"address": "203.0.113.7"}' | grep -q '"ended":1'
    [ "$(ctl ban banned)" = "[{'manual': ['203.0.113.7']}]" ]
    ask "$socket" 'decide {"address": "127.0.0.1"}' | grep -q '"banned":false,"why":"127.0.0.1 is never banned: loopback"'
}

@test "hivectl ban says what fail2ban-client says" {
    jail app 'failures = 2' 'ban_time = 1h'
    start
    ln -s "$HIVE_BIN/hivectl" "$dir/hive-fail2ban-client"
    client=$dir/hive-fail2ban-client
    [ "$("$client" ping)" = 'Server replied: pong' ]
    [ "$("$client" status)" = "$(printf 'Status\n|- Number of jail:\t3\n`- Jail list:\thive-auth, hive-guard, app')" ]
    echo 'app bad 203.0.113.9' >>"$log"
    [ "$("$client" set app banip 203.0.113.7 203.0.113.8)" = 2 ]
    wait_until 10 failed_once
    [ "$("$client" status app)" = "$(printf 'Status for the jail: app\n|- Filter\n|  |- Currently failed:\t1\n|  |- Total failed:\t1\n|  `- File list:\t%s\n`- Actions\n   |- Currently banned:\t2\n   |- Total banned:\t2\n   `- Banned IP list:\t203.0.113.7 203.0.113.8' "$log")" ]
    [ "$("$client" banned)" = "[{'app': ['203.0.113.7', '203.0.113.8']}]" ]
    [ "$("$client" banned 203.0.113.7 203.0.113.9)" = "[['app'], []]" ]
    [ "$("$client" --json banned 203.0.113.7)" = '[{"address":"203.0.113.7","jails":["app"]}]' ]
    [ "$("$client" get app bantime)" = 3600 ]
    [ "$("$client" get app maxretry)" = 2 ]
    [ "$("$client" get app maxmatches)" = 5 ]
    [ "$("$client" get app banned)" = "['203.0.113.7', '203.0.113.8']" ]
    [ "$("$client" get app banip)" = '203.0.113.7 203.0.113.8' ]
    [ "$("$client" get app logpath)" = "$(printf 'Current monitored log file(s):\n`- %s' "$log")" ]
    [ "$("$client" set app unbanip 203.0.113.7)" = 1 ]
    [ "$("$client" unban --all)" = 1 ]
    [ "$("$client" reload)" = OK ]
    run "$client" status nosuch
    [ "$status" -ne 0 ]
    run ctl ban set app
    [ "$status" -eq 64 ]
}
failed_once() { ask "$socket" 'status {"jail": "app"}' | grep -q '"total_failed":1'; }

@test "what is put on the safe list by hand is never banned, over a restart too" {
    jail app 'failures = 1'
    start
    ctl ban 203.0.113.7
    [ "$(ctl ban safe add 203.0.113.0/24)" = 1 ]
    logged 'unbanned address=203.0.113.7 jail=manual'
    run ctl ban 203.0.113.8
    [ "$status" -eq 1 ]
    [[ "$output" == *'203.0.113.8 is never banned: spared'* ]]
    end_process "$daemon"
    start
    ctl ban safe | grep -Eq "^203\.0\.113\.0/24 +spared +$(id -un)$"
    echo 'app bad 203.0.113.7' >>"$log"
    wait_until 10 logged 'ignored address=203.0.113.7 jail=app failures=1 reason=spared'
    [ "$(ctl ban safe remove 203.0.113.0/24)" = 1 ]
    run ctl ban safe remove 203.0.113.0/24
    [ "$status" -eq 1 ]
    [[ "$output" == *'203.0.113.0/24 is not spared by hand'* ]]
    ctl ban 203.0.113.8
}

@test "a reload takes the new file and keeps bans, offences and positions; a bad one changes nothing" {
    jail app 'failures = 2' 'ban_time = 1h'
    start
    printf 'app bad %s\n' 203.0.113.7 203.0.113.7 203.0.113.8 >>"$log"
    wait_until 10 logged ' banned address=203.0.113.7'
    echo 'failures = x' >>"$config"
    run ctl ban reload
    [ "$status" -ne 0 ]
    [[ "$output" == *"ban.ini:6: "* ]]
    sed -i '$d' "$config"
    jail shop 'failures = 1'
    kill -HUP "$daemon"
    wait_until 10 logged 'reloaded jails=4'
    ctl ban banned | grep -q "'app': \['203.0.113.7'\]"
    echo 'app bad 203.0.113.8' >>"$log"
    echo 'shop bad 203.0.113.9' >>"$log"
    wait_until 10 logged ' banned address=203.0.113.8 jail=app failures=2'
    wait_until 10 logged ' banned address=203.0.113.9 jail=shop'
    [ "$(grep -c ' banned address=203.0.113.7' "$dir/err")" -eq 1 ]
}

@test "no line is lost or read twice while a log is rotated under load" {
    jail app 'failures = 1000'
    start
    python3 - "$log" <<'PY'
import json, os, subprocess, sys
path = sys.argv[1]
def lines():
    said = subprocess.check_output([os.environ["HIVE_BIN"] + "/hivectl", "--json", "ban", "status"])
    return [jail["lines"] for jail in json.loads(said)["jails"] if jail["name"] == "app"][0]
for round in range(8):
    with open(path, "a") as f:
        for i in range(2000):
            f.write(f"app bad 203.0.113.{round}\n")
            f.flush()
    if round % 2:
        os.rename(path, f"{path}.{round}")
        continue
    while lines() < 2000 * (round + 1):  # copytruncate loses what nobody has read by then
        pass
    os.truncate(path, 0)
PY
    wait_until 20 read_lines 16000
    [ "$(ask "$socket" 'status' | python3 -c 'import json,sys; print([j["failures"] for j in json.load(sys.stdin)["jails"] if j["name"] == "app"][0])')" -eq 16000 ]
}
read_lines() { ask "$socket" status | grep -q "\"name\":\"app\",\"lines\":$1,"; }

@test "a log that logrotate packs is read on in the new file, and not once more from the packed one" {
    printf '[jail app]\nrule = bad <HOST>\nlog = %s*\nfailures = 3\n' "$log" >"$config"
    printf 'bad 203.0.113.1\n' >"$log"
    start
    echo 'bad 203.0.113.2' >>"$log"
    wait_until 10 read_lines 1
    mv "$log" "$log.1"
    echo 'bad 203.0.113.2' >"$log"
    wait_until 10 read_lines 2
    gzip "$log.1"
    echo 'bad 203.0.113.2' >>"$log"
    wait_until 10 logged ' banned address=203.0.113.2 jail=app failures=3'
    wait_until 10 follows "$log"
}
follows() { [ "$(ctl ban get app logpath)" = "$(printf 'Current monitored log file(s):\n`- %s' "$1")" ]; }

@test "a log that inotify tells nothing of is looked at every two seconds" {
    unshare -Ur true 2>/dev/null || skip "user namespaces are not permitted"
    jail app 'failures = 1'
    echo 'app bad 203.0.113.1' >"$log"
    unshare -Ur sh -c 'echo 0 >/proc/sys/user/max_inotify_watches && exec "$0"' "$HIVE_BIN/hive-ban" 2>>"$dir/err" 3>&- &
    daemon=$!
    wait_until 10 answers
    echo 'app bad 203.0.113.2' >>"$log"
    wait_until 10 logged ' banned address=203.0.113.2'
    mv "$log" "$log.1"
    echo 'app bad 203.0.113.3' >"$log"
    wait_until 10 logged ' banned address=203.0.113.3'
}

@test "a symbolic link that is turned to another file is followed" {
    jail app 'failures = 1'
    : >"$dir/one"
    ln -s "$dir/one" "$log"
    start
    echo 'app bad 203.0.113.1' >>"$dir/one"
    wait_until 10 logged ' banned address=203.0.113.1'
    echo 'app bad 203.0.113.2' >"$dir/two"
    ln -s "$dir/two" "$dir/new"
    mv -T "$dir/new" "$log"
    wait_until 10 logged ' banned address=203.0.113.2'
}

@test "directories and files that come later are found" {
    printf '[jail app]\nrule = bad <HOST>\nlog = %s/later/*/app.log\nfailures = 1\n' "$dir" >"$config"
    start
    mkdir -p "$dir/later/shop"
    echo 'bad 203.0.113.7' >"$dir/later/shop/app.log"
    wait_until 10 logged ' banned address=203.0.113.7'
}

@test "200,000 lines at once do not hold up a ban from another log, nor one from hive-proxy" {
    jail app 'failures = 1000'
    printf '[jail live]\nrule = live <HOST>\nlog = %s/live.log\nfailures = 1\n' "$dir" >>"$config"
    : >"$dir/live.log"
    start
    python3 -c '
for i in range(200000):
    print(f"2026-05-29 15:45:01 a line of the backlog number {i} that has nothing in it at all")' >"$dir/backlog"
    cat "$dir/backlog" >>"$log"
    echo 'live 203.0.113.7' >>"$dir/live.log"
    for i in 1 2 3 4 5; do
        ask "$socket" "failure {\"address\": \"203.0.113.8\", \"credential\": \"$i\"}" >/dev/null
    done
    wait_until 10 logged ' banned address=203.0.113.7'
    wait_until 10 logged ' banned address=203.0.113.8'
    ! read_lines 200000
    wait_until 60 read_lines 200000
}

# entries PROGRAM MESSAGE...: writes a journal as a remote machine would send it.
journal() {
    local message
    for message in "${@:2}"; do
        printf '__REALTIME_TIMESTAMP=%s\n_BOOT_ID=0123456789abcdef0123456789abcdef\n' "$(date +%s%6N)"
        printf '_HOSTNAME=here\nSYSLOG_IDENTIFIER=%s\n_SYSTEMD_UNIT=%s.service\n_PID=7\nMESSAGE=%s\n\n' "$1" "$1" "$message"
    done | /lib/systemd/systemd-journal-remote -o "$dir/journal/remote.journal" - >>"$dir/journal.out" 2>&1
}

@test "the journal is followed by its matches, and goes on after a restart where it was" {
    [ -x /lib/systemd/systemd-journal-remote ] || skip "systemd-journal-remote is not installed"
    mkdir "$dir/journal"
    journal app 'bad 203.0.113.1'
    printf '[ban]\njournal_directory = %s/journal\n[jail app]\nrule = bad <HOST>$\njournal = yes\nfailures = 1\njournal_match = _SYSTEMD_UNIT=app.service + SYSLOG_IDENTIFIER=other\n' "$dir" >"$config"
    start
    journal app 'bad 203.0.113.2'
    journal shop 'bad 203.0.113.9'
    journal other 'bad 203.0.113.3'
    wait_until 10 logged ' banned address=203.0.113.2'
    wait_until 10 logged ' banned address=203.0.113.3'
    ctl ban status app | grep -q 'Journal matches:	_SYSTEMD_UNIT=app.service + SYSLOG_IDENTIFIER=other'
    end_process "$daemon"
    journal app 'bad 203.0.113.4'
    start
    wait_until 10 logged ' banned address=203.0.113.4'
    [ "$(grep -c ' banned address' "$dir/err")" -eq 3 ]
    ctl ban why 203.0.113.4 | grep -q 'here app\[7\]: bad 203.0.113.4'
}
