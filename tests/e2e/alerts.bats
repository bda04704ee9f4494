# tests/e2e/alerts.bats - the alert queue and hive-notify, against a mail server and an HTTP receiver.

load lib.bash

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return 1
    work=$(mktemp -d /tmp/hive-alerts.XXXXXX)
    chmod 755 "$work"
    hive_directories "$work"
    install -m 755 tests/e2e/supervised.py "$work/supervised"
    keeper=
    receivers=()
}

teardown() {
    for pid in "${receivers[@]}" $keeper; do
        kill -TERM "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
    done
    [ -z "$BATS_TEST_COMPLETED" ] && tail -n 40 "$work"/log/*.log "$work"/{mails,hooks} 2>/dev/null >&2
    rm -rf "$work"
}

ctl() { "$HIVE_BIN/hivectl" "$@"; }
not() { ! "$@"; }

# start_supervisor: standard input is added to a supervisor.ini for quick tests.
start_supervisor() {
    {
        echo "[alerts]"
        [ "$(id -u)" -ne 0 ] || echo "user = nobody"
        echo "retry_delay = 100ms"
        echo "recovered_after = 1s"
        cat
    } >"$work/etc/supervisor.ini"
    resume_supervisor
}
resume_supervisor() {
    "$HIVE_BIN/hive-supervisor" 3>&- 2>>"$work/log/supervisor.log" &
    keeper=$!
    wait_until 20 ctl alerts
}
core_pid() { ctl --json status | python3 -c 'import json,sys; print(json.load(sys.stdin)["core_pid"])'; }

# mail_server [tls]: its port is in $mail_port, what it gets in $work/mails.
mail_server() {
    mail_port=$(free_port)
    echo "$mail_port" >"$work/port"
    tests/e2e/mail_server.py "$work" "$@" 3>&- 2>>"$work/log/mail_server.log" &
    receivers+=($!)
    wait_until 10 bash -c "exec 9<>/dev/tcp/127.0.0.1/$mail_port"
}
mail() { python3 -c "import json,sys; print(json.loads(open('$work/mails').read().splitlines()[$1])['$2'])"; }
mails() { grep -c . "$work/mails"; }
got_mails() { [ "$(mails)" -ge "$1" ]; }

# webhook_server FAILURES: its port is in $hook_port, what it gets in $work/hooks.
webhook_server() {
    tests/e2e/webhook_server.py "$work" "$1" 3>&- &
    receivers+=($!)
    wait_until 10 test -s "$work/hook_port"
    hook_port=$(cat "$work/hook_port")
}
got_hooks() { [ "$(grep -c "$1" "$work/hooks")" -ge "$2" ]; }

# alert KEY EVENT SUBJECT [MORE]: what a program of Hive would report.
alert() {
    ask "$work/run/supervisor.sock" \
        "alert {\"key\": \"$1\", \"event\": \"$2\", \"subject\": \"$3\", \"source\": \"hive-chart\" ${4:+, $4}}"
}
no_notify() { ! pgrep -f "^hive-notify" | while read -r pid; do grep -qz "RUNTIME_DIRECTORY=$work" "/proc/$pid/environ" && echo "$pid"; done | grep -q .; }

@test "an alert is one mail, its recovery another; the same key in between is none" {
    mail_server
    start_supervisor <<INI
[alert post]
mail = keeper@example.net, vet@example.net
mail_from = hive@example.net
mail_servers = smtp://127.0.0.1:$mail_port
starttls = never
INI
    [[ "$(alert chart:1 fired 'Bienen: 41 °C im Stock' '"severity": "critical", "text": "zu heiß"')" == *'"queued":true'* ]]
    [[ "$(alert chart:1 fired 'again')" == *'"queued":false'* ]]
    wait_until 10 got_mails 1
    [[ "$(alert chart:1 recovered '')" == *'"queued":true'* ]]
    [[ "$(alert chart:1 recovered '')" == *'"queued":false'* ]]
    wait_until 10 got_mails 2
    [ "$(mail 0 from)" = hive@example.net ]
    [ "$(mail 0 to)" = "['keeper@example.net', 'vet@example.net']" ]
    [ "$(mail 0 subject)" = "[hive $(hostname)] critical: Bienen: 41 °C im Stock" ]
    [[ "$(mail 0 text)" == 'zu heiß'*'source: hive-chart'*'key: chart:1'* ]]
    [[ "$(mail 1 subject)" == *'recovered: Bienen'* ]]
    # hive-notify is there only as long as there is something to send.
    wait_until 10 no_notify
    [ "$(mails)" -eq 2 ]
}

@test "mail goes over STARTTLS with a password, and by the next server when one is down" {
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
        -addext subjectAltName=IP:127.0.0.1 -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
    mail_server tls
    (umask 077 && echo s3cret >"$work/etc/password" && echo wrong >"$work/etc/wrong")
    start_supervisor <<INI
[alert post]
mail = keeper@example.net
mail_servers = smtp://127.0.0.1:$(free_port), smtp://127.0.0.1:$mail_port
mail_user = hive
mail_password_file = $work/etc/password
ca_file = $work/cert.pem
[alert wrong]
mail = keeper@example.net
mail_servers = smtp://127.0.0.1:$mail_port
mail_user = hive
mail_password_file = $work/etc/wrong
ca_file = $work/cert.pem
[alert stranger]
mail = keeper@example.net
mail_servers = smtp://127.0.0.1:$mail_port
INI
    ctl alerts test post
    [ "$(mail 0 tls)" = True ]
    run ctl alerts test wrong
    [ "$status" -eq 1 ]
    [[ "$output" == *"$mail_port"*[Ll]ogin* ]]
    # Its certificate is nobody's that this machine knows: no mail goes there.
    run ctl alerts test stranger
    [ "$status" -eq 1 ]
    [[ "$output" == *certificate* ]]
    [ "$(mails)" -eq 1 ]
    # A secret is in no log, and in no answer.
    not grep -r s3cret "$work/log" "$work/lib"
}

@test "a webhook that fails at first is called until it answers, across kill -9 of the core" {
    webhook_server 3
    (umask 077 && echo t0ken >"$work/etc/token")
    start_supervisor <<INI
[alert hook]
webhook = http://127.0.0.1:$hook_port/in
token_file = $work/etc/token
INI
    alert ban:7 fired 'too many bans' '"severity": "warning"'
    wait_until 10 got_hooks '^503' 1
    kill -9 "$(core_pid)"
    wait_until 20 got_hooks '^204' 1
    grep -q '^204 Bearer t0ken' "$work/hooks"
    grep '^204' "$work/hooks" | cut -d' ' -f4- | python3 -c "
import json, sys
body = json.load(sys.stdin)
assert body['key'] == 'ban:7' and body['event'] == 'fired' and body['severity'] == 'warning', body"
    wait_until 10 bash -c "$HIVE_BIN/hivectl --json alerts | grep -q 'status 204'"
}

@test "what waits to be sent survives a restart of everything" {
    webhook_server 0
    receiver=${receivers[0]}
    end_process "$receiver"
    start_supervisor <<INI
[alert hook]
webhook = http://127.0.0.1:$hook_port/in
INI
    alert sync:1 fired 'the copy stands still'
    wait_until 10 bash -c "$HIVE_BIN/hivectl alerts | grep -q 'hook: Failed to connect'"
    kill -TERM "$keeper" && wait "$keeper"
    rm "$work/hook_port"
    webhook_server 0
    sed -i "s|127.0.0.1:[0-9]*/in|127.0.0.1:$hook_port/in|" "$work/etc/supervisor.ini"
    resume_supervisor
    wait_until 10 got_hooks 'the copy stands still' 1
}

@test "a program gets the alert on its standard input and in its environment" {
    cat >"$work/act" <<SH
#!/bin/sh
{ echo "\$HIVE_ALERT_EVENT \$HIVE_ALERT_KEY as \$(id -un)"; cat; } >>"$work/out/acted"
SH
    chmod 755 "$work/act"
    install -d -m 777 "$work/out"
    start_supervisor <<INI
[alert act]
exec = $work/act
events = fired
[alert broken]
exec = /bin/false
INI
    alert chart:9 fired 'hot' '"to": ["act"]'
    wait_until 10 grep -q '"subject":"hot"' "$work/out/acted"
    [ "$(id -u)" -ne 0 ] || grep -q 'fired chart:9 as nobody' "$work/out/acted"
    run ctl alerts test broken
    [ "$status" -eq 1 ]
    [[ "$output" == *'/bin/false exit 1' ]]
    [[ "$(alert chart:9 fired hot '"to": ["ghost"]')" == *"no destination is called 'ghost'"* ]]
}

@test "filters, mutes and acknowledgements decide who is told what" {
    webhook_server 0
    start_supervisor <<INI
[alert all]
webhook = http://127.0.0.1:$hook_port/all
[alert grave]
webhook = http://127.0.0.1:$hook_port/grave
severity = critical
keys = chart:*
INI
    alert chart:1 fired 'minor'
    alert ban:2 fired 'elsewhere' '"severity": "critical"'
    wait_until 10 got_hooks . 2
    alert chart:3 fired 'for both' '"severity": "critical"'
    wait_until 10 got_hooks 'for both' 2
    [ "$(grep -c . "$work/hooks")" -eq 4 ]
    ctl alerts mute --time 1h 'sync:*'
    alert sync:1 fired 'not told'
    ctl alerts | grep -q 'muted until .*: sync:\*'
    ctl alerts ack "$(ctl --json alerts | python3 -c 'import json,sys; print([a["id"] for a in json.load(sys.stdin)["alerts"] if a["key"] == "ban:2"][0])')"
    ctl alerts | grep 'ban:2' | grep -q "seen by"
    ctl alerts unmute 'sync:*'
    run ctl alerts unmute 'sync:*'
    [ "$status" -eq 1 ]
    not grep -q 'not told' "$work/hooks"
    run ctl alerts ack 999
    [[ "$output" == *'there is no alert 999'* ]]
}

@test "what happens to services becomes alerts, and their recovery too" {
    webhook_server 0
    start_supervisor <<INI
service_events = exited, misconfigured
[alert hook]
webhook = http://127.0.0.1:$hook_port/in
[service hive-web]
command = $work/supervised
[service hive-bad]
command = $work/supervised misconfigured $work/good
INI
    wait_until 10 got_hooks 'hive-bad is misconfigured' 1
    wait_until 10 bash -c "$HIVE_BIN/hivectl status web | grep -q ready"
    kill -9 "$(ctl --json status web | python3 -c 'import json,sys; print(json.load(sys.stdin)["pid"])')"
    wait_until 10 got_hooks 'hive-web ended by itself' 1
    grep 'hive-web ended' "$work/hooks" | grep -q 'signal 9 (KILL)'
    wait_until 15 got_hooks 'hive-web serves again' 1
    ctl stop hive-bad
    wait_until 10 got_hooks 'hive-bad was stopped' 1
    ctl alerts firing | grep -q . && not bash -c "$HIVE_BIN/hivectl alerts firing | grep -q hive-"
}

@test "bad destinations are named with file and line" {
    cat >"$work/etc/supervisor.ini" <<INI
[alerts]
service_events = exploded
[alert a]
mail = nobody
[alert b]
webhook = gopher://x
exec = /bin/true
[alert c]
mail = a@b.example
mail_servers = smtp://mail.example:25
starttls = offered
mail_user = hive
INI
    run "$HIVE_BIN/hive-supervisor" -t
    [ "$status" -eq 78 ]
    [[ "$output" == *"supervisor.ini:2: "*"'exploded' is none of"* ]]
    [[ "$output" == *"supervisor.ini:4: "*"'nobody' is not a mail address"* ]]
    [[ "$output" == *"supervisor.ini:6: "*"gopher://x"* ]]
    [[ "$output" == *"supervisor.ini:11: "*"unencrypted"* ]]
    [[ "$output" == *"mail_user and mail_password_file belong together"* ]]
}
