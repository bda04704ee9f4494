#!/usr/bin/env bats
# hivectl: backup and restore, top, events -f, completion.

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
    hive_directories "$BATS_TEST_TMPDIR/hive"
    { idle_service broker && idle_service copier; } >"$CONFIGURATION_DIRECTORY/supervisor.ini"
    printf 'ann:{PLAIN}honey\n' >"$CONFIGURATION_DIRECTORY/users"
    chmod 640 "$CONFIGURATION_DIRECTORY/users"
    keeper=
}

teardown() {
    [ -z "$keeper" ] || end_process "$keeper"
}

ctl() { "$HIVE_BIN/hivectl" "$@"; }
start() {
    "$HIVE_BIN/hive-supervisor" 2>"$LOGS_DIRECTORY/supervisor.log" 3>&- &
    keeper=$!
    ctl wait --timeout 20s
}

@test "a backup of a running system is put back when nothing runs" {
    start
    mkdir "$STATE_DIRECTORY/sync"
    sqlite3 "$STATE_DIRECTORY/sync/rows.db" 'PRAGMA journal_mode=WAL; CREATE TABLE row(n); INSERT INTO row VALUES(7)' >/dev/null
    # A connection that keeps its log: the row is not in the file of the database yet.
    sqlite3 "$STATE_DIRECTORY/sync/rows.db" 'PRAGMA wal_autocheckpoint=0; INSERT INTO row VALUES(8); SELECT 1' '.shell sleep 0' >/dev/null
    run -0 ctl backup "$BATS_TEST_TMPDIR/kept.tar"
    [ "$(stat -c %a "$BATS_TEST_TMPDIR/kept.tar")" = 600 ]
    tar -tf "$BATS_TEST_TMPDIR/kept.tar" | grep -qx state/sync/rows.db
    run -1 ctl backup "$BATS_TEST_TMPDIR/kept.tar"
    [[ "$output" == *'File exists'* ]]
    run -1 ctl restore --yes "$BATS_TEST_TMPDIR/kept.tar"
    [[ "$output" == *'the supervisor runs'* ]]

    end_process "$keeper"
    keeper=
    echo 'eve:{PLAIN}comb' >"$CONFIGURATION_DIRECTORY/users"
    sqlite3 "$STATE_DIRECTORY/sync/rows.db" 'DELETE FROM row'
    run -1 ctl restore "$BATS_TEST_TMPDIR/kept.tar"
    [[ "$output" == *'say --yes'* ]]
    grep -q '^eve' "$CONFIGURATION_DIRECTORY/users"
    run -0 ctl --json restore --yes "$BATS_TEST_TMPDIR/kept.tar"
    [[ "$output" == *'"files":'* ]]
    grep -q '^ann' "$CONFIGURATION_DIRECTORY/users"
    [ "$(stat -c %a "$CONFIGURATION_DIRECTORY/users")" = 640 ]
    [ "$(sqlite3 "$STATE_DIRECTORY/sync/rows.db" 'SELECT group_concat(n) FROM row')" = 7,8 ]
}

@test "a damaged backup changes nothing" {
    ctl backup "$BATS_TEST_TMPDIR/kept.tar"
    echo 'eve:{PLAIN}comb' >"$CONFIGURATION_DIRECTORY/users"
    printf 'x' | dd of="$BATS_TEST_TMPDIR/kept.tar" bs=1 seek=1030 conv=notrunc status=none
    run -1 ctl restore --yes "$BATS_TEST_TMPDIR/kept.tar"
    [[ "$output" == *'damaged'* ]]
    grep -q '^eve' "$CONFIGURATION_DIRECTORY/users"
}

@test "top is a plain table when nobody looks" {
    start
    run -0 ctl top
    [[ "$output" == *'2 of 2 up'*'broker'*'copier'* ]]
    [[ "$output" != *$'\e'* ]]
    [ "$(ctl top -n 2 | grep -c '2 of 2 up')" = 2 ]
    ctl --json top | python3 -c 'import json, sys; json.load(sys.stdin)["services"]'
}

@test "top fills a terminal of 80x24, sorts, and leaves it as it was" {
    start
    run -0 python3 - "$HIVE_BIN/hivectl" <<'PY'
import fcntl, os, pty, select, struct, sys, termios, time
pid, fd = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm"
    os.execv(sys.argv[1], ["hivectl", "top"])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
before = termios.tcgetattr(fd)[3] | termios.ICANON | termios.ECHO
out = b""
def read_until(text):
    global out
    end = time.monotonic() + 20
    while text not in out:
        assert time.monotonic() < end, out
        if select.select([fd], [], [], 0.2)[0]:
            out += os.read(fd, 65536)
read_until(b"copier")
assert b"\x1b[?1049h" in out
os.write(fd, b"c")
os.write(fd, b"q")
read_until(b"\x1b[?1049l")
_, status = os.waitpid(pid, 0)
assert status == 0, status
assert termios.tcgetattr(fd)[3] & (termios.ICANON | termios.ECHO) == before & (termios.ICANON | termios.ECHO)
PY
}

@test "events -f goes on with new events" {
    start
    ctl events -f copier >"$BATS_TEST_TMPDIR/events" 3>&- &
    follower=$!
    wait_until 10 grep -q ready "$BATS_TEST_TMPDIR/events"
    ctl restart copier
    wait_until 10 grep -q 'stopping\|operator' "$BATS_TEST_TMPDIR/events"
    run ! grep -q broker "$BATS_TEST_TMPDIR/events"
    end_process "$follower"
}

@test "bash completes commands and what follows them" {
    start
    complete() { PATH=$HIVE_BIN:$PATH bash -c '. etc/completion/hivectl.bash; COMP_WORDS=(hivectl "$@"); COMP_CWORD=$#; _hivectl; echo "${COMPREPLY[@]}"' bash "$@"; }
    [ "$(complete mon)" = 'monitor monitrc' ]
    [ "$(complete unmonitor b)" = broker ]
    [ "$(complete report init)" = initialising ]
}
