#!/usr/bin/env bats
# hivectl setup: the first configuration, asked for on a terminal or given on the command line.

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
    hive_directories "$BATS_TEST_TMPDIR/hive"
    export PATH=$HIVE_BIN:$PATH
    unset SSH_CONNECTION
    http=$(free_port)
    tls=$(free_port)
    for file in ban proxy sync; do cp "$BATS_TEST_DIRNAME/../../etc/$file.ini" "$CONFIGURATION_DIRECTORY/"; done
    sed -i "s|/usr/share/hive/web|$HIVE_WEB|" "$CONFIGURATION_DIRECTORY/proxy.ini"
    cat >"$CONFIGURATION_DIRECTORY/supervisor.ini" <<INI
[service hive-proxy]
command = hive-proxy
listen = http 127.0.0.1:$http
log_files = proxy-access.log, proxy-error.log

[service hive-sync]
command = hive-sync
INI
    keeper=
}

teardown() {
    [ -z "$keeper" ] || end_process "$keeper"
}

ctl() { "$HIVE_BIN/hivectl" "$@"; }
etc() { echo "$CONFIGURATION_DIRECTORY/$1"; }
secret() {
    (umask 077 && echo "$2" >"$BATS_TEST_TMPDIR/$1")
    echo "$BATS_TEST_TMPDIR/$1"
}

@test "without answers and without a terminal it changes nothing and says what to do" {
    before=$(cat "$CONFIGURATION_DIRECTORY"/*)
    run -1 ctl setup </dev/null
    [[ "$output" == *'--yes and KEY=VALUE'* ]]
    run -1 ctl setup --yes colour=red
    [[ "$output" == *"'colour' is none of admin, "* ]]
    run -1 ctl setup --yes admin_password=honey
    [[ "$output" == *'does not belong on the command line'* ]]
    [ "$(cat "$CONFIGURATION_DIRECTORY"/*)" = "$before" ]
}

@test "the answers are written where they belong, each for whom it concerns" {
    run -0 ctl setup --yes admin=ann "admin_password_file=$(secret login honey-and-wax)" \
        source=mariadb://db.example/raw source_user=reader "source_password_file=$(secret db propolis)" \
        mail=ann@example.net mail_server=smtps://mail.example.net mail_user=hive "mail_password_file=$(secret mail nectar)" \
        safe=192.0.2.7
    [[ "$output" != *honey-and-wax* && "$output" != *propolis* && "$output" != *nectar* ]]
    grep -q '^ann:' "$(etc users)"
    grep -q '^admin: ann$' "$(etc groups)"
    grep -A2 -Fx '[source main]' "$(etc sync.ini)" | grep -qx 'uri = mariadb://db.example/raw'
    [ "$(cat "$(etc source-main.password)")" = propolis ]
    [ "$(stat -c %a "$(etc source-main.password)")" = 600 ]
    grep -qx "credential = main:$(etc source-main.password)" "$(etc supervisor.ini)"
    grep -qx "mail_password_file = $(etc mail.password)" "$(etc supervisor.ini)"
    grep -qx 'ignore = 127.0.0.0/8, ::1, 192.0.2.7' "$(etc ban.ini)"
    run ! grep -rq 'honey-and-wax' "$CONFIGURATION_DIRECTORY"
    run -0 hive-supervisor -t
    # Remarks of the shipped files stay.
    grep -q 'A MariaDB or MySQL server' "$(etc sync.ini)"
    ls "$CONFIGURATION_DIRECTORY" | run ! grep draft
}

@test "asked a second time it changes nothing, and keeps the password" {
    run -0 ctl --json setup --yes admin=ann safe=192.0.2.7
    [[ "$output" == *'"password":"'* ]]
    before=$(cat "$CONFIGURATION_DIRECTORY"/*)
    run -0 ctl setup --yes admin=ann safe=192.0.2.7
    [[ "$output" == *'nothing had to change'* ]]
    [ "$(cat "$CONFIGURATION_DIRECTORY"/*)" = "$before" ]
}

@test "what a program refuses is not written" {
    echo 'colour = red' >>"$(etc sync.ini)"
    before=$(cat "$(etc sync.ini)" "$(etc ban.ini)")
    run -1 ctl setup --yes source=sqlite:rows.db safe=192.0.2.7
    [[ "$output" == *"unknown option 'colour'"* ]]
    [[ "$output" == *'hive-sync refuses'* ]]
    [ "$(cat "$(etc sync.ini)" "$(etc ban.ini)")" = "$before" ]
    [ ! -e "$(etc users)" ]
}

@test "a running supervisor takes it up: rows are copied, pages come over TLS" {
    mkdir -p "$STATE_DIRECTORY/sync"
    hive-sample --days 1 --apiaries 1 --seed 7 --end now --sqlite "$STATE_DIRECTORY/rows.db"
    "$HIVE_BIN/hive-supervisor" 2>"$LOGS_DIRECTORY/supervisor.log" 3>&- &
    keeper=$!
    ctl wait --timeout 20s
    run -0 ctl setup --yes admin=ann "admin_password_file=$(secret login honey-and-wax)" \
        "source=sqlite:$STATE_DIRECTORY/rows.db" host=localhost "tls_port=$tls"
    [[ "$output" == *'the supervisor has taken it up'* ]]
    served() { curl -sS --max-time 5 --cacert "$(etc tls/localhost.pem)" -u ann:honey-and-wax "https://localhost:$tls/"; }
    wait_until 20 served
    [[ "$(served)" == *'<html'* ]]
    copied() { ctl --json sync status | grep -Eq '"rows":[1-9]'; }
    wait_until 20 copied
}

@test "on a terminal it asks, offers what there is and takes no for an answer" {
    dialogue() { python3 - "$@" <<'PY'
import os, pty, sys
pid, fd = pty.fork()
if pid == 0:
    os.execvp("hivectl", ["hivectl", "setup"])
seen = ""
for prompt, reply in zip(sys.argv[1::2], sys.argv[2::2]):
    while prompt not in seen:
        seen += os.read(fd, 4096).decode()
    seen = seen.split(prompt, 1)[1]
    os.write(fd, reply.encode() + b"\n")
try:
    while part := os.read(fd, 4096):
        seen += part.decode()
except OSError:
    pass
print(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
PY
    }
    export SSH_CONNECTION='198.51.100.9 50000 192.0.2.1 22'
    run -0 dialogue 'administers Hive [admin]' ann 'new user)' honey-and-wax 'same again' honey-and-wax \
        'rows come from' ftp://x 'rows come from' '' 'Host name' '' 'Mail address' '' \
        'never banned [198.51.100.9]' '' 'Write the configuration' y
    [[ "$output" != *honey-and-wax* ]]
    grep -q '^ann:' "$(etc users)"
    grep -qx 'ignore = 127.0.0.0/8, ::1, 198.51.100.9' "$(etc ban.ini)"
    run -1 dialogue 'administers Hive [admin]' eve 'new user)' '' 'rows come from' '' 'Host name' '' \
        'Mail address' '' 'never banned' - 'Write the configuration' n
    [[ "$output" == *'nothing was changed'* ]]
    run ! grep -q '^eve' "$(etc users)"
}
