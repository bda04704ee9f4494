# tests/e2e/supervisor_notify.bats - everything a service may say to its supervisor (sd_notify).

load lib.bash
load supervised.bash

# notifier: hive-web, which says what say() tells it; its options come on standard input.
notifier() {
    mkfifo -m 666 "$work/orders"
    install -m 755 tests/e2e/notifier.py "$work/supervised-notifier"
    start_supervisor <<INI
[supervisor]
figures_interval = 250ms
[service hive-web]
command = $work/supervised-notifier $work/orders
writable = $work/orders
probe = none
$(cat)
INI
    wait_until 10 grep -q '^began' "$work/log/web.log"
}
said() { [ "$(grep -cF "$1" "$work/log/web.log")" -ge "${2:-1}" ]; }
say() {
    local before
    before=$(grep -cF "did $1" "$work/log/web.log" || true)
    echo "$1" >"$work/orders"
    wait_until 10 said "did $1" $((before + 1))
}
ready() {
    say 'READY=1'
    wait_until 5 is hive-web state ready
}

@test "STATUS is shown as it was said, without control bytes" {
    notifier </dev/null
    ready
    say 'STATUS=copied 5 rows'
    wait_until 5 is hive-web status 'copied 5 rows'
}

@test "MAINPID: a child goes on in place of its parent, and is what is watched" {
    notifier </dev/null
    ready
    first=$(status_of hive-web pid)
    echo become >"$work/orders"
    wait_until 10 grep -q '^child' "$work/log/web.log"
    child=$(sed -n 's/^child //p' "$work/log/web.log")
    wait_until 5 is hive-web pid "$child"
    wait_until 5 not kill -0 "$first"
    is hive-web state ready
    is hive-web restarts 0
    kill -9 "$(core_pid)"
    wait_until 5 is hive-web state ready
    is hive-web pid "$child"
    kill -9 "$child"
    wait_until 10 has_event hive-web 'signal 9 (KILL)'
    wait_until 10 said began 2
}

@test "MAINPID of a process below one that stays: its end is seen, and both are gone" {
    notifier </dev/null
    ready
    first=$(status_of hive-web pid)
    echo child >"$work/orders"
    wait_until 10 grep -q '^child' "$work/log/web.log"
    child=$(sed -n 's/^child //p' "$work/log/web.log")
    wait_until 5 is hive-web pid "$child"
    kill -9 "$child"
    wait_until 10 said began 2
    wait_until 5 not kill -0 "$first"
}

@test "a process named by MAINPID does not outlive the keeper" {
    notifier </dev/null
    ready
    echo become >"$work/orders"
    wait_until 10 grep -q '^child' "$work/log/web.log"
    child=$(sed -n 's/^child //p' "$work/log/web.log")
    wait_until 5 is hive-web pid "$child"
    core=$(core_pid)
    kill -9 "$keeper"
    wait_until 10 not kill -0 "$child"
    wait_until 10 not kill -0 "$core"
}

@test "what a keeper and its core left behind is ended by the next one" {
    notifier </dev/null
    ready
    echo become >"$work/orders"
    wait_until 10 grep -q '^child' "$work/log/web.log"
    child=$(sed -n 's/^child //p' "$work/log/web.log")
    wait_until 5 is hive-web pid "$child"
    kill -STOP "$keeper" # or it would have another core at once
    kill -9 "$(core_pid)" "$keeper"
    kill -0 "$child"
    "$HIVE_BIN/hive-supervisor" 3>&- 2>>"$work/log/supervisor.log" &
    keeper=$!
    wait_until 10 said began 2
    wait_until 5 not kill -0 "$child"
}

@test "MAINPID of a process that is not the service's is refused" {
    notifier </dev/null
    ready
    pid=$(status_of hive-web pid)
    sleep 1000 3>&- &
    stranger=$!
    say "mainpid $stranger"
    wait_until 5 grep -q "process $stranger is not of this service" "$work/log/supervisor.log"
    is hive-web pid "$pid"
    end_process "$stranger"
}

@test "EXTEND_TIMEOUT_USEC gives a slow start its time" {
    notifier <<<'start_timeout = 1s'
    say 'EXTEND_TIMEOUT_USEC=30000000'
    pid=$(status_of hive-web pid)
    sleep 1.5 # past the timeout that would have ended it: the point of the test
    ready
    is hive-web pid "$pid"
}

@test "EXTEND_TIMEOUT_USEC gives a slow end its time" {
    notifier <<<'stop_timeout = 1s'
    ready
    say 'linger 2'
    ctl stop hive-web
    wait_until 10 is hive-web state stopped
    said lingered
    has_event hive-web 'exit 0'
}

@test "RELOADING is shown until READY; one that never ends is a hang" {
    notifier <<<'start_timeout = 60s'
    ready
    pid=$(status_of hive-web pid)
    say 'RELOADING=1|MONOTONIC_USEC=18000000000000000000'
    wait_until 5 field_is hive-web "['reloading']" True
    is hive-web state ready
    say 'READY=1'
    wait_until 5 field_is hive-web "['reloading']" False
    is hive-web pid "$pid"
    echo 'RELOADING=1|EXTEND_TIMEOUT_USEC=500000' >"$work/orders"
    wait_until 10 has_event hive-web 'still reloading 0.5 s later'
    wait_until 10 said began 2
}

@test "STOPPING is no crash of a hanging service: it may end, and is started again" {
    notifier <<<'stop_timeout = 30s'
    ready
    say 'STOPPING=1'
    wait_until 5 is hive-web state stopping
    has_event hive-web 'it says that it stops'
    kill -TERM "$(status_of hive-web pid)"
    wait_until 10 said began 2
}

@test "descriptors in the store come back after a crash, of the core as well" {
    notifier </dev/null
    ready
    say 'store session-1 alpha'
    say 'store session-2 beta'
    say 'store session-2 gamma'
    wait_until 5 field_is hive-web "['stored_descriptors']" 3
    say 'FDSTOREREMOVE=1|FDNAME=session-2'
    wait_until 5 field_is hive-web "['stored_descriptors']" 1
    kill -9 "$(core_pid)"
    wait_until 5 field_is hive-web "['stored_descriptors']" 1
    kill -9 "$(status_of hive-web pid)"
    wait_until 10 said 'given session-1 alpha'
    not said session-2\ gamma 2
    ready
    ctl stop hive-web
    wait_until 5 is hive-web state stopped
    field_is hive-web "['stored_descriptors']" 0
}

@test "the store has a limit" {
    notifier <<<'stored_descriptors = 2'
    ready
    for i in 1 2 3; do say "store s$i text$i"; done
    wait_until 5 field_is hive-web "['stored_descriptors']" 2
    wait_until 5 grep -q 'keeps 2 descriptors already' "$work/log/supervisor.log"
}

@test "WATCHDOG_USEC is given, and can be changed by the service" {
    notifier <<<'watchdog = 600s'
    said 'began 1 600000000'
    ready
    field_is hive-web "['watchdog_seconds']" 600.0
    say 'WATCHDOG_USEC=300000'
    wait_until 10 has_event hive-web 'no sign of life for 0.3 s'
}

@test "WATCHDOG=trigger is answered at once" {
    notifier <<<'watchdog = 600s'
    ready
    echo 'WATCHDOG=trigger' >"$work/orders"
    wait_until 5 has_event hive-web 'WATCHDOG=trigger'
    wait_until 10 said began 2
}
