# tests/e2e/supervisor_trees.bats - whole trees of processes, and services that hang together.

load lib.bash
load supervised.bash

cgroups_left() { find /sys/fs/cgroup -maxdepth 4 -type d -name "hive.$1.*" 2>/dev/null | grep -q .; }

@test "what a killed service left behind is ended, wherever it went" {
    one_service forks </dev/null
    ctl wait --timeout 10
    wait_until 5 pgrep -f 'sleep 7772'
    first="$(pgrep -f 'sleep 7771') $(pgrep -f 'sleep 7772')"
    kill -9 "$(status_of hive-web pid)"
    wait_until 5 is hive-web restarts 1
    for process in $first; do wait_until 5 not kill -0 "$process"; done
}

@test "the same without cgroups, as an ordinary user" {
    is_root || skip 'needs root to become nobody'
    chown -R nobody "$work"
    mkdir "$work/bin"
    cp "$HIVE_BIN"/{hive-supervisor,hive-supervisor-core,hivectl} "$work/bin"
    cat >"$work/etc/supervisor.ini" <<INI
[service hive-web]
command = $work/supervised forks
INI
    setpriv --reuid nobody --regid nogroup --clear-groups "$work/bin/hive-supervisor" 3>&- 2>>"$work/log/supervisor.log" &
    keeper=$!
    ctl wait --timeout 10
    wait_until 5 pgrep -u nobody -f 'sleep 7772'
    first="$(pgrep -u nobody -f 'sleep 7771') $(pgrep -u nobody -f 'sleep 7772')"
    kill -9 "$(status_of hive-web pid)"
    for process in $first; do wait_until 5 not kill -0 "$process"; done
    ctl wait --timeout 10
    second="$(pgrep -u nobody -f 'sleep 7771') $(pgrep -u nobody -f 'sleep 7772')"
    ctl stop hive-web
    wait_until 10 is hive-web state stopped
    for process in $second; do wait_until 5 not kill -0 "$process"; done
}

@test "cgroups go with their services" {
    one_service forks </dev/null
    ctl wait --timeout 10
    cgroups_left "$keeper" || skip 'no cgroup can be made here'
    kill -9 "$(status_of hive-web pid)"
    wait_until 5 is hive-web restarts 1
    ctl stop hive-web
    wait_until 5 is hive-web state stopped
    wait_until 5 not cgroups_left "$keeper"
}

@test "orphans that come to the keeper are reaped" {
    one_service orphans </dev/null
    ctl wait --timeout 10
    zombies() { ps -o stat= --ppid "$keeper" | grep -q Z; }
    wait_until 5 grep -q '^orphaned' "$work/log/web.log"
    wait_until 5 not zombies
}

@test "a service restarts with the one it names, and keeps running when another does" {
    start_supervisor <<INI
[service hive-a]
command = $work/supervised
[service hive-b]
command = $work/supervised
depends = hive-a
restart_with = hive-a
[service hive-c]
command = $work/supervised
depends = hive-a
INI
    ctl wait --timeout 10
    b=$(status_of hive-b pid)
    c=$(status_of hive-c pid)
    kill -9 "$(status_of hive-a pid)"
    wait_until 10 is_anew hive-b "$b"
    has_event hive-b 'restart by hive-a'
    b=$(status_of hive-b pid)
    ctl restart hive-a
    wait_until 10 is_anew hive-b "$b"
    is hive-c pid "$c"
}

@test "a service that ends again and again is an alert, and is started again all the same" {
    one_service exit 70 <<INI
restart_delay = 10ms
restart_alert = 4
INI
    wait_until 10 grep -q 'unstable service=hive-web text="ended 4 times within 600 s"' "$work/log/supervisor.log"
    wait_until 10 grep -q 'alerted key=service:hive-web event=fired severity=critical' "$work/log/supervisor.log"
    tries=$(status_of hive-web restarts)
    more() { [ "$(status_of hive-web restarts)" -gt "$((tries + 3))" ]; }
    wait_until 10 more
}

@test "a run that a new core took over counts from its own start when it ends" {
    one_service </dev/null
    ctl wait --timeout 10
    pid=$(status_of hive-web pid)
    kill -9 "$pid" # the first end: it is started again at once, after a second one it would wait
    wait_until 10 is_anew hive-web "$pid"
    ctl wait --timeout 10
    sleep 16
    kill -9 "$(core_pid)"
    wait_until 5 core_pid
    sleep 15 # ready for more than 30 s, which wipes out what was before
    pid=$(status_of hive-web pid)
    kill -9 "$pid"
    wait_until 10 is_anew hive-web "$pid"
    not has_event hive-web backoff
    kill -9 "$(status_of hive-web pid)"
    wait_until 10 has_event hive-web backoff
}
