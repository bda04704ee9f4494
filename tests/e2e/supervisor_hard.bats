# tests/e2e/supervisor_hard.bats - bad days: storms of crashes, full disks, jumping clocks, many services.

load lib.bash
load supervised.bash

running_count() { pgrep -f -c "$work/$1" || true; }
core_answers() { core_pid; }

@test "kill -9 of the core at 50 random moments loses and doubles no service" {
    for name in one two three four; do install -m 755 tests/e2e/supervised.py "$work/$name"; done
    start_supervisor <<INI
[supervisor]
figures_interval = 250ms
[service hive-one]
command = $work/one
[service hive-two]
command = $work/two
depends = hive-one
[service hive-three]
command = $work/three
depends = hive-one
restart_with = hive-one
[service hive-four]
command = $work/four exit 70
restart_delay = 20ms
restart_delay_max = 200ms
INI
    wait_until 20 is hive-three state ready
    python3 - "$keeper" <<'PY'
import os, random, signal, subprocess, sys, time
keeper, kills = sys.argv[1], 0
while kills < 50:
    found = subprocess.run(["pgrep", "-P", keeper, "-f", "hive-supervisor-core"], capture_output=True, text=True).stdout.split()
    services = subprocess.run(["pgrep", "-P", keeper, "-x", "python3"], capture_output=True, text=True).stdout.split()
    if kills % 5 == 4 and services:
        os.kill(int(random.choice(services)), signal.SIGKILL)
    if found:
        os.kill(int(found[0]), signal.SIGKILL)
        kills += 1
    time.sleep(random.choice([0.002, 0.01, 0.05, 0.3, 1.1]) * random.random() * 2)
PY
    wait_until 20 core_answers
    for name in one two three; do
        wait_until 20 is "hive-$name" state ready
        [ "$(running_count "$name")" -eq 1 ]
        [ "$(pgrep -f "$work/$name")" = "$(status_of "hive-$name" pid)" ]
    done
    tries=$(status_of hive-four restarts)
    more() { [ "$(status_of hive-four restarts)" -gt "$tries" ]; }
    wait_until 10 more
    [ "$(running_count four)" -le 1 ]
}

@test "when the keeper dies nothing is left, and the next one starts everything anew" {
    one_service forks </dev/null
    ctl wait --timeout 10
    wait_until 5 pgrep -f 'sleep 7772'
    old="$(pgrep -f "$work/supervised") $(pgrep -f 'sleep 7771') $(pgrep -f 'sleep 7772')"
    kill -9 "$keeper"
    wait "$keeper" || true
    "$HIVE_BIN/hive-supervisor" 3>&- 2>>"$work/log/supervisor.log" &
    keeper=$!
    ctl wait --timeout 10
    [ "$(running_count supervised)" -eq 1 ]
    curl -sf "127.0.0.1:$port"
    for process in $old; do wait_until 5 not kill -0 "$process"; done
}

@test "as process 1 of a container it starts, reaps, restarts and ends" {
    is_root || skip 'needs root to make a namespace'
    cat >"$work/etc/supervisor.ini" <<INI
[service hive-web]
command = $work/supervised orphans
listen = http 127.0.0.1:$port
INI
    unshare --pid --fork --mount-proc --kill-child "$HIVE_BIN/hive-supervisor" 3>&- 2>>"$work/log/supervisor.log" &
    container=$!
    ctl wait --timeout 20
    keeper=$(pgrep -P "$container")
    [ "$(ctl --json status | python3 -c 'import json,sys; print(json.load(sys.stdin)["keeper_pid"])')" = 1 ]
    zombies() { ps -o stat= --ppid "$keeper" | grep -q Z; }
    wait_until 5 not zombies
    first=$(curl -sf "127.0.0.1:$port")
    kill -9 "$(pgrep -P "$keeper" -f "$work/supervised")"
    wait_until 10 is hive-web restarts 1
    wait_until 10 bash -c "[ \"\$(curl -sf 127.0.0.1:$port)\" != $first ]"
    kill -9 "$(pgrep -P "$keeper" -f hive-supervisor-core)"
    wait_until 10 is hive-web state ready
    kill -TERM "$keeper"
    wait "$container"
    keeper=
    not running
}

@test "one in a container that shares our cgroups ends nobody outside" {
    start_supervisor < <(printf '[service outer]\ncommand = sleep 77733\nready = start\nprobe = none\n')
    ctl wait --timeout 20
    outside=$(status_of outer pid)
    (
        hive_directories "$work/inner"
        printf '[service inner]\ncommand = sleep 77734\nready = start\nprobe = none\n' >"$CONFIGURATION_DIRECTORY/supervisor.ini"
        unshare --pid --fork --mount-proc --kill-child "$HIVE_BIN/hive-supervisor" 3>&- 2>>"$work/log/inner.log" &
        container=$!
        ctl wait --timeout 20
        kill -TERM "$(pgrep -P $container)"
        wait $container
    )
    is outer pid "$outside"
}

@test "200 services start, survive the core and end" {
    for i in $(seq 200); do
        printf '[service s%d]\ncommand = sleep 77731\nready = start\nprobe = none\n' "$i"
    done >"$work/all.ini"
    start_supervisor <"$work/all.ini"
    ctl wait --timeout 60
    pids() { ctl --json status | python3 -c 'import json,sys; print(sorted(s["pid"] for s in json.load(sys.stdin)["services"]))'; }
    before=$(pids)
    kill -9 "$(core_pid)"
    wait_until 20 ctl health
    [ "$(pids)" = "$before" ]
    kill -9 "$(status_of s7 pid)" "$(status_of s77 pid)" "$(status_of s177 pid)"
    wait_until 10 is s177 restarts 1
    wait_until 10 ctl health
    kill -TERM "$keeper"
    wait "$keeper"
    keeper=
    [ "$(pgrep -c -f 'sleep 77731')" -eq 0 ]
}

@test "a full disk below the state directory is told, and everything goes on" {
    is_root || skip 'needs root to mount'
    mount -t tmpfs -o size=256k tmpfs "$work/lib" || skip 'may not mount here'
    one_service <<<'umask = 0022'
    ctl wait --timeout 10
    dd if=/dev/zero of="$work/lib/filler" bs=4k 2>/dev/null || true
    for i in 1 2 3; do
        before=$(status_of hive-web pid)
        kill -9 "$before"
        wait_until 20 is_anew hive-web "$before"
    done
    wait_until 20 grep -q 'database or disk is full\|disk I/O error\|No space left' "$work/log/supervisor.log"
    kill -9 "$(core_pid)"
    wait_until 10 is hive-web state ready
    has_event hive-web 'signal 9 (KILL)'
    rm "$work/lib/filler"
    written() { sqlite3 "$work/lib/supervisor/events.db" 'SELECT text FROM event' | grep -q 'signal 9'; }
    wait_until 20 written
    kill -TERM "$keeper"
    wait "$keeper"
    keeper=
    umount "$work/lib"
}

@test "clocks that jump start, stop and forget nothing" {
    library=$(find /usr/lib -name libfaketime.so.1 | head -n 1)
    echo '+0' >"$work/clock"
    cat >"$work/etc/supervisor.ini" <<INI
[supervisor]
figures_interval = 250ms
[service hive-web]
command = $work/supervised
watchdog = 600s
probe_interval = 200ms
[service hive-loop]
command = $work/supervised exit 70
restart_delay = 300ms
restart_delay_max = 1s
INI
    env LD_PRELOAD="$library" FAKETIME_TIMESTAMP_FILE="$work/clock" FAKETIME_NO_CACHE=1 \
        DONT_FAKE_MONOTONIC=1 "$HIVE_BIN/hive-supervisor" 3>&- 2>>"$work/log/supervisor.log" &
    keeper=$!
    wait_until 10 is hive-web state ready
    pid=$(status_of hive-web pid)
    for jump in +400d -4000d '+0'; do
        echo "$jump" >"$work/clock"
        tries=$(status_of hive-loop restarts)
        goes_on() { [ "$(status_of hive-loop restarts)" -gt "$((tries + 2))" ]; }
        wait_until 15 goes_on
        kill -9 "$(core_pid)"
        wait_until 10 is hive-web state ready
        is hive-web pid "$pid"
    done
    kill -9 "$pid"
    wait_until 10 is_anew hive-web "$pid"
}

@test "a service that exhausts its descriptors harms nobody else" {
    start_supervisor <<INI
[service hive-greedy]
command = python3 -c 'import time; f = []; exec("while True:\n try: f.append(open(\"/dev/null\"))\n except OSError as e:\n  print(e, len(f), flush=True); time.sleep(1000)")'
files = 50
ready = start
probe = none
[service hive-web]
command = $work/supervised
listen = http 127.0.0.1:$port
INI
    wait_until 10 grep -q 'Too many open files' "$work/log/greedy.log"
    wait_until 10 is hive-web state ready
    curl -sf "127.0.0.1:$port"
    descriptors_shown() { [ "$(field hive-greedy "['descriptors'] >= 49")" = True ]; }
    wait_until 10 descriptors_shown
}

@test "events outlive the supervisor, and older ones come from the database" {
    one_service <<INI
rules = uptime < 0
INI
    ctl wait --timeout 10
    kill -9 "$(status_of hive-web pid)"
    wait_until 10 is hive-web restarts 1
    kill -TERM "$keeper"
    wait "$keeper"
    sed -i '1i [supervisor]\nevents_kept = 10' "$work/etc/supervisor.ini"
    "$HIVE_BIN/hive-supervisor" 3>&- 2>>"$work/log/supervisor.log" &
    keeper=$!
    ctl wait --timeout 10
    events() { ask "$work/run/supervisor.sock" "events $1" | python3 -c 'import json,sys; print(*[e["id"] for e in json.load(sys.stdin)["events"]])'; }
    for i in 1 2 3 4 5 6; do
        ctl unmonitor web
        ctl monitor web
    done
    all=$(events '{"limit": 1000}')
    [ "$(wc -w <<<"$all")" -gt 20 ]
    [ "$(tr ' ' '\n' <<<"$all" | sort -nr | uniq | xargs)" = "$all" ]
    ask "$work/run/supervisor.sock" 'events {"kind": "exited", "limit": 1000}' | grep -q 'signal 9 (KILL)'
    [ "$(events '{"limit": 3, "before": 4}')" = '3 2 1' ]
}
