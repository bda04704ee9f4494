# tests/e2e/checks.bats - checks of foreign things: processes, programs, files, machines.

load lib.bash

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return 1
    work=$(mktemp -d /tmp/hive-checks.XXXXXX)
    hive_directories "$work"
    install -m 755 tests/e2e/supervised.py "$work/supervised"
    keeper=
}

teardown() {
    [ -z "$keeper" ] || { kill -TERM "$keeper" 2>/dev/null && wait "$keeper" 2>/dev/null; }
    [ -z "$BATS_TEST_COMPLETED" ] && tail -n 40 "$work"/log/*.log >&2
    [ ! -s "$work/foreign.pid" ] || kill -9 "$(cat "$work/foreign.pid")" 2>/dev/null
    rm -rf "$work"
}

ctl() { "$HIVE_BIN/hivectl" "$@"; }
not() { ! "$@"; }
check() { ctl --json status "$1" | python3 -c "import json,sys; print(json.load(sys.stdin)$2)"; }
is() { [ "$(check "$1" "['state']" 2>/dev/null)" = "$2" ]; }
has_event() { ctl --json events -n 200 | grep -q "$1"; }
firing() { ctl alerts firing | grep -q "$1"; }

start_supervisor() {
    cat >"$work/etc/supervisor.ini"
    "$HIVE_BIN/hive-supervisor" 3>&- 2>>"$work/log/supervisor.log" &
    keeper=$!
    wait_until 20 ctl report
}

@test "a foreign process is started when it is missing, again when it dies, and stopped on request" {
    cat >"$work/start" <<SH
#!/bin/sh
setsid sleep 7781 </dev/null >/dev/null 2>&1 &
echo \$! >$work/foreign.pid
SH
    cat >"$work/stop" <<SH
#!/bin/sh
kill \$(cat $work/foreign.pid) && rm $work/foreign.pid
SH
    chmod 755 "$work/start" "$work/stop"
    start_supervisor <<INI
[check foreign]
type = process
pid_file = $work/foreign.pid
start = $work/start
stop = $work/stop
interval = 200ms
INI
    wait_until 10 is foreign ready
    firing 'check:foreign:missing' || has_event 'start by rule missing'
    first=$(cat "$work/foreign.pid")
    kill -9 "$first"
    wait_until 15 bash -c "[ \"\$(cat $work/foreign.pid)\" != $first ]"
    wait_until 10 is foreign ready
    [ "$(check foreign "['metrics']['pid']")" = "$(cat "$work/foreign.pid").0" ]
    ctl stop foreign
    wait_until 10 not test -e "$work/foreign.pid"
    is foreign unmonitored
    ctl start foreign
    wait_until 10 is foreign ready
    ctl procmatch 'sleep 778[1]' | grep -qx "$(cat "$work/foreign.pid") sleep"
}

@test "files, directories, fifos and filesystems: what is wrong is told, and over when it is mended" {
    echo secret >"$work/file"
    chmod 600 "$work/file"
    mkfifo "$work/fifo"
    start_supervisor <<INI
[check paper]
type = file
path = $work/file
interval = 200ms
rules = permission != 0600, content contains panic, sha256 changes, size > 1k
[check folder]
type = directory
path = $work/folder
interval = 200ms
[check pipe]
type = fifo
path = $work/fifo
interval = 200ms
[check root]
type = filesystem
path = /
rules = space > 101%, inodes > 101%
[check ghost]
type = filesystem
path = $work/nowhere
INI
    wait_until 10 is paper ready
    wait_until 10 is pipe ready
    wait_until 10 is root ready
    wait_until 10 is ghost degraded
    wait_until 10 is folder degraded
    mkdir "$work/folder"
    wait_until 10 is folder ready
    wait_until 10 not firing check:folder
    chmod 644 "$work/file"
    wait_until 10 firing 'check:paper:permission'
    [[ "$(ctl status paper)" == *'permission != 0600 (is 0644)'* ]]
    chmod 600 "$work/file"
    wait_until 10 is paper ready
    echo panic >>"$work/file"
    wait_until 10 has_event 'sha256 changes'
    wait_until 10 firing 'check:paper:content'
    rm "$work/fifo"
    wait_until 10 is pipe degraded
}

@test "programs and hosts: exit status, output, a program that hangs" {
    echo 0 >"$work/status"
    cat >"$work/probe" <<SH
#!/bin/sh
echo "the answer is \$(cat $work/status)"
exit \$(cat $work/status)
SH
    chmod 755 "$work/probe"
    start_supervisor <<INI
[check plain]
type = program
command = $work/probe
interval = 200ms
[check words]
type = program
command = $work/probe
interval = 200ms
rules = output contains "answer is 7" for 2 of 3
[check hanging]
type = program
command = /bin/sleep 7782
timeout = 300ms
[check far]
type = host
command = $work/probe
interval = 200ms
INI
    wait_until 10 is plain ready
    wait_until 10 is far ready
    wait_until 10 is hanging degraded
    [[ "$(ctl status hanging)" == *'did not end in time'* || "$(ctl status hanging)" == *'status != 0'* ]]
    not pgrep -f 'sleep 7782'
    echo 7 >"$work/status"
    wait_until 10 is plain degraded
    wait_until 10 is words degraded
    wait_until 10 is far degraded
    [[ "$(ctl status far)" == *'the answer is 7'* ]]
}

@test "network and system figures, and a passive check does nothing but tell" {
    start_supervisor <<INI
[check loop]
type = network
interface = lo
interval = 200ms
rules = link != 1, saturation > 90%
[check wire]
type = network
interface = none0
[check machine]
type = system
interval = 200ms
rules = load1 >= 0 then exec /usr/bin/touch $work/acted, swap > 101%
mode = passive
[check busy]
type = system
interval = 200ms
rules = memory > 0% then exec /usr/bin/touch $work/active
INI
    wait_until 10 is loop ready
    wait_until 10 is wire degraded
    wait_until 10 is machine degraded
    wait_until 10 test -e "$work/active"
    [ ! -e "$work/acted" ]
    wait_until 10 bash -c "$HIVE_BIN/hivectl status machine | grep -q cpu"
}

@test "monitor and unmonitor by name and group; report, summary and validate" {
    start_supervisor <<INI
[service hive-web]
command = $work/supervised
groups = front
[check one]
type = directory
path = $work/one
interval = 1h
groups = front
[check two]
type = directory
path = $work
on_reboot = nostart
INI
    ctl wait --timeout 20
    wait_until 10 is one degraded
    is two unmonitored
    [ "$(ctl report down)" = 1 ]
    [ "$(ctl report total)" = 3 ]
    run ctl validate
    [ "$status" -eq 1 ]
    ctl summary -g front | grep -q one
    not bash -c "$HIVE_BIN/hivectl summary -g front | grep -q two"
    ctl status -g front | grep -q '1 of 1 services up'
    not bash -c "$HIVE_BIN/hivectl status -g front | grep -q two"
    [ "$(ctl summary web | wc -l)" = 2 ]
    run -1 ctl summary three
    [[ "$output" == *"no service or check is called 'three'"* ]]
    run -1 ctl status -g nobody
    [[ "$output" == *"no service or check is in group 'nobody'"* ]]
    ctl unmonitor -g front
    is one unmonitored
    wait_until 5 is hive-web unmonitored
    pid=$(check hive-web "['pid']")
    kill -0 "$pid"
    # A core that comes anew leaves alone what was left alone.
    ctl reexec
    is one unmonitored
    is hive-web unmonitored
    [ "$(check hive-web "['pid']")" = "$pid" ]
    ctl monitor -g front
    wait_until 10 is hive-web ready
    mkdir "$work/one"
    ctl monitor two
    ctl validate
    run ctl monitor -g nobody
    [[ "$output" == *"no service is in group 'nobody'"* ]]
}

@test "a service above a limit is told and started again" {
    start_supervisor <<INI
[supervisor]
figures_interval = 250ms
[service hive-web]
command = $work/supervised forks
rules = children >= 1 for 2 of 2 then restart
INI
    wait_until 20 has_event 'restart by rule hive-web: children >= 1'
}

@test "mistakes in checks are named with file and line" {
    cat >"$work/etc/supervisor.ini" <<INI
[check a]
type = file
[check b]
type = process
pattern = x
rules = cpu > high
[check c]
type = directory
path = /
rules = cpu > 3
when = 61 * * * *
[check d]
type = directory
path = /
rules = age > 1d then restart
INI
    run "$HIVE_BIN/hive-supervisor" -t
    [ "$status" -eq 78 ]
    [[ "$output" == *"supervisor.ini:2: "*"a file needs a path"* ]]
    [[ "$output" == *"supervisor.ini:6: "*"'high' is not a number"* ]]
    [[ "$output" == *"supervisor.ini:10: "*"a directory has missing age"* ]]
    [[ "$output" == *"supervisor.ini:11: "*"'61' is not within 0-59"* ]]
    [[ "$output" == *"supervisor.ini:15: "*"no program to do it"* ]]
}

@test "SIGUSR1 to the process of supervisor.pid looks at every check now" {
    start_supervisor <<INI
[check paper]
type = file
path = $work/paper
interval = 1h
INI
    wait_until 10 is paper degraded
    touch "$work/paper"
    kill -USR1 "$(cat "$RUNTIME_DIRECTORY/supervisor.pid")"
    wait_until 10 is paper ready
    ctl quit
    wait_until 10 not test -e "$RUNTIME_DIRECTORY/supervisor.pid"
}

@test "every and crontab times say when a check looks" {
    start_supervisor <<INI
[check often]
type = program
command = sh -c 'echo >>$work/often'
interval = 100ms
when = * * * * *
[check seldom]
type = program
command = sh -c 'echo >>$work/seldom'
interval = 100ms
every = 5
[check never]
type = program
command = sh -c 'echo >>$work/never'
interval = 100ms
not_when = * * * * *
INI
    lines() { [ "$(wc -l <"$work/$1")" -ge "$2" ]; }
    wait_until 30 lines seldom 4
    lines often 12
    [ ! -e "$work/never" ]
    [ "$(check never "['looked']")" = 0.0 ]
}

@test "on_reboot says which checks are looked at after a start, enabled which services run" {
    start_supervisor <<INI
[check plain]
type = system
interval = 200ms
[check asleep]
type = system
on_reboot = nostart
[check last]
type = system
interval = 200ms
on_reboot = laststate
[service hive-tail]
command = sleep 7783
enabled = laststate
ready = start
probe = none
INI
    wait_until 10 is plain ready
    wait_until 10 is last ready
    wait_until 10 is hive-tail ready
    is asleep unmonitored
    ctl unmonitor plain
    ctl unmonitor last
    ctl stop hive-tail
    wait_until 10 is hive-tail stopped
    wait_until 10 grep -q hive-tail "$work/lib/supervisor/stopped"
    again() {
        kill -TERM "$keeper"
        wait "$keeper" || true
        start_supervisor <"$work/etc/supervisor.ini.kept"
    }
    cp "$work/etc/supervisor.ini" "$work/etc/supervisor.ini.kept"
    again
    wait_until 10 is plain ready
    is last unmonitored
    is hive-tail stopped
    ctl monitor last
    ctl start hive-tail
    wait_until 10 is last ready
    wait_until 10 is hive-tail ready
    again
    wait_until 10 is last ready
    wait_until 10 is hive-tail ready
}
