#!/usr/bin/env bats
# The stock command line of monit, with the file of `hivectl monitrc`, against hive-portal.

bats_require_minimum_version 1.5.0
load lib.bash

setup_file() {
    hive_directories "$(mktemp -d /tmp/portal-monit.XXXXXX)"
    export PORT MONITRC=$RUNTIME_DIRECTORY/monitrc
    PORT=$(free_port)
    mkfifo "$RUNTIME_DIRECTORY/fifo"
    {
        portal_service "$PORT"
        idle_service web 'groups = site'
        idle_service worker 'depends = web' 'groups = site'
        cat <<INI
[check machine]
type = system

[check shell]
type = process
pattern = hive-supervisor$

[check passwd]
type = file
path = /etc/passwd

[check etc]
type = directory
path = /etc

[check pipe]
type = fifo
path = $RUNTIME_DIRECTORY/fifo

[check root]
type = filesystem
path = /

[check here]
type = host
command = true

[check loop]
type = network
interface = lo

[check truth]
type = program
command = /bin/echo yes ]]> no
INI
    } >"$CONFIGURATION_DIRECTORY/supervisor.ini"
    portal_files
    start_keeper
    wait_until 20 "$HIVE_BIN/hivectl" wait --timeout 1s
    "$HIVE_BIN/hivectl" monitrc "$MONITRC"
    wait_until 20 knows_all || { stock summary; return 1; }
}

teardown_file() {
    stop_keeper
}

stock() { monit -c "$MONITRC" -B "$@" 3>&-; }
knows_all() { stock report up | grep -qx 12; }
pid() { "$HIVE_BIN/hivectl" --json status "$1" | python3 -c 'import json, sys; print(json.load(sys.stdin)["pid"])'; }
has_state() { stock summary "$1" | grep -q "^ $1  *$2  "; }
has_other_pid() { [ "$(pid "$1")" != "$2" ] && [ "$(pid "$1")" != 0 ]; }
site() { echo "http://127.0.0.1:${PORT}$1"; }

@test "the file is for its owner alone, and monit finds no fault in it" {
    [ "$(stat -c %a "$MONITRC")" = 600 ]
    run -0 stock -t
    run ! grep -Eq '(start|stop) program' "$MONITRC"
    grep -q '^admin: ann monit-cli$' "$CONFIGURATION_DIRECTORY/groups"
}

@test "status, summary and report" {
    run -0 stock status
    [[ "$output" == *"Process 'web'"*"status                       OK"* ]]
    [[ "$output" == *"pid                          $(pid web)"* ]]
    run -0 stock status worker
    [[ "$output" == *"Process 'worker'"* ]]
    [[ "$output" != *"Process 'web'"* ]]
    run -0 stock summary
    [[ "$output" == *' machine  '*' System '* ]]
    [[ "$output" == *' here  '*' Remote Host '* ]]
    run -0 stock -g site summary
    [ "$(grep -c ' Process ' <<<"$output")" = 2 ]
    run -0 stock report
    [[ "$output" == *'total:'*'12 services'* ]]
    [ "$(stock report down)" = 0 ]
}

@test "a name nobody has, and a group, are named in the answer" {
    run -1 stock status nobody
    [[ "$output" == *'There is no service named "nobody"'* ]]
    run -1 stock start nobody
    [[ "$output" == *'There is no service named "nobody"'* ]]
    run -1 stock report dance
}

@test "restart, stop and start by name" {
    before=$(pid worker)
    run -0 stock restart worker
    wait_until 10 has_other_pid worker "$before"
    run -0 stock stop worker
    wait_until 10 has_state worker 'Not monitored'
    run -0 stock start worker
    wait_until 10 has_state worker OK
    grep -q 'requested action=restart service=worker by=monit-cli client=127.0.0.1' "$LOGS_DIRECTORY/portal.log"
}

@test "by pattern, group and all" {
    first=$(pid web) second=$(pid worker)
    run -0 stock restart '^w.*'
    wait_until 10 has_other_pid web "$first"
    wait_until 10 has_other_pid worker "$second"
    run -0 stock -g site unmonitor
    wait_until 10 has_state web 'Not monitored'
    wait_until 10 has_state worker 'Not monitored'
    has_state passwd OK
    run -0 stock monitor all
    wait_until 10 knows_all
    run -0 stock unmonitor passwd
    wait_until 10 has_state passwd 'Not monitored'
    [ "$(stock report unmonitored)" = 1 ]
    run -0 stock monitor passwd
    wait_until 10 knows_all
}

@test "reload reads the configuration again" {
    cat >>"$CONFIGURATION_DIRECTORY/supervisor.ini" <<INI

[service late]
command = sleep 1000000
ready = start
probe = none
INI
    run -0 stock reload
    wait_until 15 has_state late OK
}

@test "validate looks at every check now" {
    run stock validate # always 1 beside a daemon, also with monit's own
    [[ "$output" == *"File 'passwd'"* ]]
}

@test "the XML has all nine types" {
    all_are_up() { [ "$(stock report up)" = 13 ]; } # with the late one
    wait_until 10 all_are_up
    curl -sS -u ann:honey "$(site '/_status?format=xml')" >"$BATS_TEST_TMPDIR/status.xml"
    run -0 python3 - "$BATS_TEST_TMPDIR/status.xml" <<'PY'
import sys, xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
services = {s.findtext("name"): s for s in root.findall("service")}
assert {s.get("type") for s in services.values()} == set("012345678"), services
assert all(s.findtext("status") == "0" and s.findtext("monitor") == "1" for s in services.values())
assert int(services["web"].findtext("pid")) > 1
assert float(services["root"].findtext("block/percent")) > 0
assert services["loop"].findtext("link/state") == "1"
assert services["passwd"].findtext("mode") == "644"
assert services["truth"].findtext("program/output").startswith("yes ] ]")
assert int(root.findtext("platform/cpu")) > 0 and len(root.findtext("server/id")) == 32
PY
}

@test "its own proof is taken from no browser, and from no other machine's request" {
    token=0123456789abcdef0123456789abcdef
    login=$(sed -n 's/.*allow \(.*\):"\(.*\)"/\1:\2/p' "$MONITRC")
    post() { curl -sS -o /dev/null -w '%{http_code}' --http1.0 -H 'User-Agent:' -H 'Accept:' -u "$login" -b "securitytoken=${cookie:-$token}" -d "service=web&action=restart&securitytoken=$token" "$@" "$(site /_doaction)"; }
    before=$(pid web)
    [ "$(post --http1.1)" = 403 ]
    [ "$(post -e http://127.0.0.1/)" = 403 ]
    [ "$(post -H 'Origin: http://127.0.0.1')" = 403 ]
    [ "$(post -H 'Sec-Fetch-Site: none')" = 403 ]
    [ "$(cookie=${token/0/1} post)" = 403 ]
    [ "$(pid web)" = "$before" ]
    [ "$(post)" = 302 ]
    wait_until 10 has_other_pid web "$before"
}

@test "who is no admin looks and changes nothing" {
    sed 's/allow .*/allow bob:"wax"/' "$MONITRC" >"$BATS_TEST_TMPDIR/rc"
    chmod 600 "$BATS_TEST_TMPDIR/rc"
    run -0 monit -c "$BATS_TEST_TMPDIR/rc" -B summary
    before=$(pid web)
    run -1 monit -c "$BATS_TEST_TMPDIR/rc" -B restart web
    [[ "$output" == *'Only members of the group admin'* ]]
    [ "$(pid web)" = "$before" ]
}

@test "a new file takes the old one's password away" {
    cp "$MONITRC" "$BATS_TEST_TMPDIR/old"
    "$HIVE_BIN/hivectl" monitrc "$MONITRC"
    wait_until 10 stock report
    run -1 monit -c "$BATS_TEST_TMPDIR/old" -B report
}

@test "monit speaks TLS where the portal does" {
    "$HIVE_BIN/hivectl" tls self-signed localhost
    printf '%s\n' 'certificate = tls/localhost.pem' 'key = tls/localhost.key' >>"$CONFIGURATION_DIRECTORY/portal.ini"
    "$HIVE_BIN/hivectl" restart portal
    wait_until 10 curl -sf --cacert "$CONFIGURATION_DIRECTORY/tls/localhost.pem" "https://localhost:$PORT/_ping"
    run -1 "$HIVE_BIN/hivectl" monitrc
    [[ "$output" == *'hivectl monitrc FILE'* ]]
    "$HIVE_BIN/hivectl" monitrc "$MONITRC"
    wait_until 10 stock report
    before=$(pid worker)
    run -0 stock restart worker
    wait_until 10 has_other_pid worker "$before"
}

@test "quit ends the supervisor" {
    run -0 stock quit
    wait_until 20 bash -c "! kill -0 $(cat "$RUNTIME_DIRECTORY/keeper")"
}
