# tests/e2e/supervisor.bats - hive-supervisor and hivectl with real services.

load lib.bash
load supervised.bash

# Requests without a pause until $work/stop exists; each failure is a line in $work/failed.
request_loop() {
    python3 - "$port" "$work" <<'PY' 3>&- &
import http.client, os, sys, time
port, work = int(sys.argv[1]), sys.argv[2]
count, slowest = 0, 0.0
with open(work + "/failed", "w") as failed:
    while not os.path.exists(work + "/stop"):
        begin = time.monotonic()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", "/")
            answer = connection.getresponse()
            assert answer.status == 200 and int(answer.read()) > 0
            connection.close()
        except Exception as error:
            print(repr(error), file=failed, flush=True)
        count, slowest = count + 1, max(slowest, time.monotonic() - begin)
        time.sleep(0.002)
print(count, slowest, file=open(work + "/count", "w"))
PY
    requester=$!
    wait_until 30 test -e "$work/failed"
}
end_requests() {
    touch "$work/stop"
    wait "$requester"
    echo "requests and slowest: $(cat "$work/count")" >&2
    cat "$work/failed" >&2
}

@test "services start when what they depend on is ready, and stop the other way round" {
    start_supervisor <<INI
[service hive-top]
command = $work/supervised
depends = hive-middle
[service hive-middle]
command = $work/supervised delay 0.3
depends = hive-bottom
[service hive-bottom]
command = $work/supervised delay 0.3
INI
    wait_until 5 is hive-top status 'waits for hive-middle'
    ctl wait --timeout 10
    kill -TERM "$keeper"
    wait "$keeper"
    keeper=
    run grep -oE '(ready|stopped) service=hive-(top|middle|bottom)' "$work/log/supervisor.log"
    [ "$output" = "ready service=hive-bottom
ready service=hive-middle
ready service=hive-top
stopped service=hive-top
stopped service=hive-middle
stopped service=hive-bottom" ]
    not running
}

@test "a slow starter delays nobody that does not need it" {
    start_supervisor <<INI
[service hive-slow]
command = $work/supervised delay 30
[service hive-quick]
command = $work/supervised
INI
    wait_until 15 is hive-quick state ready
    is hive-slow state starting
}

@test "kill -9 of a service refuses no connection, and it is back with a new pid" {
    one_service </dev/null
    ctl wait --timeout 10
    request_loop
    for i in 1 2 3; do
        before=$(status_of hive-web pid)
        kill -9 "$before"
        wait_until 10 is_anew hive-web "$before"
    done
    end_requests
    # What the killed process had accepted is cut off; nothing else fails.
    not grep -vE 'ConnectionResetError|RemoteDisconnected' "$work/failed"
    is hive-web restarts 3
    has_event hive-web 'signal 9 (KILL)'
}

@test "kill -9 of the core under load loses nothing: services keep their pid and are adopted" {
    one_service </dev/null
    ctl wait --timeout 10
    pid=$(status_of hive-web pid)
    request_loop
    for i in 1 2 3; do
        core=$(core_pid)
        kill -9 "$core"
        wait_until 5 bash -c "$HIVE_BIN/hivectl --json status | grep -q core_pid"
        [ "$(core_pid)" != "$core" ]
        is hive-web pid "$pid"
        is hive-web state ready
    done
    end_requests
    [ ! -s "$work/failed" ]
    has_event hive-web adopted
    kill -9 "$pid"
    wait_until 10 is_anew hive-web "$pid"
}

@test "kill -9 of service and core together: the next core learns how it ended" {
    one_service </dev/null
    ctl wait --timeout 10
    pid=$(status_of hive-web pid)
    kill -9 "$pid" "$(core_pid)"
    wait_until 10 is_anew hive-web "$pid"
    has_event hive-web 'signal 9 (KILL)'
    curl -sf "127.0.0.1:$port"
}

@test "a service that ends while the core is being restarted is started again" {
    one_service </dev/null
    ctl wait --timeout 10
    pid=$(status_of hive-web pid)
    core=$(core_pid)
    kill -STOP "$core"
    kill -9 "$pid"
    kill -9 "$core"
    wait_until 10 is_anew hive-web "$pid"
}

@test "SIGTERM to the keeper leaves nothing running, whatever the core does" {
    one_service forks deaf <<<"stop_timeout = 1s"
    ctl wait --timeout 10
    pgrep -f 'sleep 777[12]'
    core=$(core_pid)
    kill -STOP "$core"
    kill -TERM "$keeper"
    kill -9 "$core"
    wait "$keeper" || true
    keeper=
    not running
    not pgrep -f 'sleep 777[12]'
}

@test "stopping kills a service that ignores SIGTERM, with all below it" {
    one_service forks deaf <<<"stop_timeout = 1s"
    ctl wait --timeout 10
    ctl stop hive-web
    wait_until 5 is hive-web state stopped
    not running
    not pgrep -f 'sleep 7771'
    wait_until 2 not pgrep -f 'sleep 7772'
}

@test "what a crashed service left behind is ended" {
    one_service forks </dev/null
    ctl wait --timeout 10
    child=$(pgrep -f 'sleep 7771')
    kill -9 "$(status_of hive-web pid)"
    wait_until 5 not kill -0 "$child"
    wait_until 5 is hive-web state ready
}

@test "a stopped service refuses connections instead of letting clients wait" {
    one_service </dev/null
    ctl wait --timeout 10
    ctl stop web
    wait_until 5 is hive-web state stopped
    run curl -s --max-time 2 "127.0.0.1:$port"
    [ "$status" -eq 7 ]
    ctl start web
    ctl wait --timeout 5
    curl -sf "127.0.0.1:$port"
    has_event hive-web 'stop by'
}

@test "start brings up what is needed first" {
    start_supervisor <<INI
[service hive-a]
command = $work/supervised
enabled = no
[service hive-b]
command = $work/supervised
depends = hive-a
enabled = no
INI
    wait_until 5 ctl health
    is hive-a state stopped
    ctl start hive-b
    wait_until 5 is hive-b state ready
    is hive-a state ready
}

@test "exit 78 is misconfigured: no retry until the configuration changes" {
    one_service misconfigured "$work/good" -c "$work/etc/web.ini" </dev/null
    wait_until 5 is hive-web state misconfigured
    is hive-web restarts 0
    touch "$work/good"
    is hive-web state misconfigured
    echo '; mended' >"$work/etc/web.ini"
    wait_until 8 is hive-web state ready
}

@test "exit 78 is over when an operator starts it" {
    one_service misconfigured "$work/good" </dev/null
    wait_until 5 is hive-web state misconfigured
    touch "$work/good"
    ctl start hive-web
    wait_until 5 is hive-web state ready
}

@test "a port taken by another program is named; the rest starts, and it is tried again" {
    python3 -c "
import socket, signal
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('127.0.0.1', $port)); s.listen(); signal.pause()" 3>&- &
    squatter=$!
    wait_until 5 bash -c "exec 9<>/dev/tcp/127.0.0.1/$port"
    start_supervisor <<INI
[service hive-web]
command = $work/supervised
listen = http 127.0.0.1:$port
restart_delay_max = 500ms
[service hive-other]
command = $work/supervised
INI
    wait_until 5 is hive-other state ready
    wait_until 5 is hive-web state backoff
    [[ "$(status_of hive-web status)" == "port $port is taken by python3"*"(pid $squatter)" ]]
    end_process "$squatter"
    wait_until 5 is hive-web state ready
}

@test "a hanging service is seen by its probe and started again" {
    one_service <<INI
probe_interval = 200ms
probe_timeout = 200ms
probe_failures = 2
INI
    ctl wait --timeout 10
    pid=$(status_of hive-web pid)
    kill -STOP "$pid"
    wait_until 10 is_anew hive-web "$pid"
    has_event hive-web 'no answer within 200 ms'
}

@test "a hanging service is seen by its watchdog" {
    one_service <<INI
probe = none
watchdog = 1s
INI
    wait_until 10 has_event hive-web 'no sign of life for 1 s'
}

@test "an HTTP probe that is not answered with 200 restarts" {
    one_service <<INI
probe = http 127.0.0.1:$port /ping
probe_interval = 200ms
probe_timeout = 200ms
probe_failures = 2
INI
    ctl wait --timeout 10
    [ "$(ctl --json status web | python3 -c 'import json,sys; print(json.load(sys.stdin)["probe_ms"] > 0)')" = True ]
    pid=$(status_of hive-web pid)
    kill -STOP "$pid"
    wait_until 10 has_event hive-web 'probe: no answer'
}

@test "degraded is shown, and counts as up" {
    one_service degraded </dev/null
    wait_until 5 is hive-web state degraded
    ctl health
}

@test "a service that never says READY=1 is ended; a child's READY=1 does not count" {
    one_service cheat <<<"start_timeout = 1s"
    wait_until 10 has_event hive-web 'not ready after 1 s'
}

@test "a crash loop backs off and says when it tries again" {
    one_service exit 70 </dev/null
    says_when() { ctl status | grep -qE 'backoff .*try [5-9] in [0-9.]+ s: last words'; }
    wait_until 20 says_when
    run ctl health
    [ "$status" -eq 1 ]
    [[ "$output" == 'hive-web is '* ]]
    has_event hive-web 'exit 70'
    ctl stop web
    is hive-web state stopped
}

@test "a program that is not there is named and tried again" {
    start_supervisor <<INI
[service hive-web]
command = no-such-program
restart_delay_max = 200ms
INI
    wait_until 5 is hive-web state backoff
    [[ "$(status_of hive-web status)" == "no program no-such-program in "* ]]
}

@test "logs of a service outlive it, and can be followed over a crash of the core" {
    one_service </dev/null
    ctl wait --timeout 10
    ctl logs web | grep -q '^began'
    "$HIVE_BIN/hivectl" logs -f -n 0 web >"$work/followed" 2>&1 3>&- &
    follower=$!
    wait_until 5 bash -c "ls -l /proc/$follower/fd | grep -q socket"
    kill -9 "$(core_pid)"
    wait_until 5 is hive-web state ready
    wait_until 5 bash -c "echo a-line-\$RANDOM >>$work/log/web.log; grep -q a-line $work/followed"
    end_process "$follower"
}

@test "bad configuration: every mistake with file and line, exit 78, nothing started" {
    cat >"$work/etc/supervisor.ini" <<INI
[service hive-a]
command = $work/supervised
depends = hive-b, ghost
[service hive-b]
command = $work/supervised
depends = hive-a
capabilities = CAP_FLY
nonsense = 1
INI
    for arguments in '' -t; do
        run "$HIVE_BIN/hive-supervisor" $arguments
        [ "$status" -eq 78 ]
        [[ "$output" == *"supervisor.ini:3: "*"no service is called 'ghost'"* ]]
        [[ "$output" == *"supervisor.ini:3: "*"hive-a -> hive-b -> hive-a"* ]]
        [[ "$output" == *"supervisor.ini:7: "*"CAP_FLY"* ]]
        [[ "$output" == *"supervisor.ini:8: "*"nonsense"* ]]
    done
    not running
    [ ! -e "$work/run/supervisor.sock" ]
}

@test "a second supervisor for the same directories refuses to start" {
    one_service </dev/null
    ctl wait --timeout 10
    run "$HIVE_BIN/hive-supervisor"
    [ "$status" -eq 70 ]
    [[ "$output" == *"already in use"* ]]
    is hive-web state ready
}

@test "when the keeper is killed no service outlives it" {
    one_service </dev/null
    ctl wait --timeout 10
    kill -9 "$keeper"
    wait "$keeper" || true
    keeper=
    wait_until 5 not running
}

@test "as root: user, groups, capabilities, no_new_privs and seccomp are in force" {
    [ "$(id -u)" -eq 0 ] || skip 'needs root'
    one_service <<INI
user = nobody
capabilities = CAP_NET_ADMIN
INI
    ctl wait --timeout 10
    status=/proc/$(status_of hive-web pid)/status
    grep -E "^Uid:\s+$(id -u nobody)\s+$(id -u nobody)\s+$(id -u nobody)\s" "$status"
    for set in CapInh CapPrm CapEff CapBnd CapAmb; do
        grep -E "^$set:\s+0000000000001000$" "$status"
    done
    grep -E '^NoNewPrivs:\s+1$' "$status"
    grep -E '^Seccomp:\s+2$' "$status"
    [ "$(stat -c '%a %U' "$work/lib/web")" = '750 nobody' ]
    [ "$(stat -c '%a %U' "$work/log/web.log")" = '640 root' ]
    kill -9 "$(core_pid)"
    wait_until 5 is hive-web state ready
}

@test "files outside the state directory cannot be written" {
    start_supervisor <<INI
[service hive-writer]
command = sh -c 'touch \$STATE_DIRECTORY/writer/ok; touch $work/escape; echo done; exec sleep 1000'
ready = start
probe = none
INI
    wait_until 5 grep -q done "$work/log/writer.log"
    [ -e "$work/lib/writer/ok" ]
    if python3 -c 'import ctypes; exit(ctypes.CDLL(None).syscall(444, None, 0, 1) < 1)'; then
        [ ! -e "$work/escape" ]
        grep -q 'Permission denied' "$work/log/writer.log"
    fi
}

@test "unprivileged: no user is switched, and everything else works" {
    [ "$(id -u)" -eq 0 ] || skip 'needs root to become nobody'
    chown -R nobody "$work"
    mkdir "$work/bin"
    cp "$HIVE_BIN"/{hive-supervisor,hive-supervisor-core,hivectl} "$work/bin"
    cat >"$work/etc/supervisor.ini" <<INI
[service hive-web]
command = $work/supervised
user = root
listen = http 127.0.0.1:$port
INI
    setpriv --reuid nobody --regid nogroup --clear-groups "$work/bin/hive-supervisor" 3>&- 2>>"$work/log/supervisor.log" &
    keeper=$!
    ctl wait --timeout 10
    grep -q 'unprivileged' "$work/log/supervisor.log"
    [ "$(stat -c %U "/proc/$(status_of hive-web pid)")" = nobody ]
    grep -E '^NoNewPrivs:\s+1$' "/proc/$(status_of hive-web pid)/status"
    kill -9 "$(status_of hive-web pid)"
    wait_until 5 is hive-web restarts 1
    curl -sf "127.0.0.1:$port"
}

@test "hivectl says which socket does not answer" {
    run ctl status
    [ "$status" -eq 1 ]
    [[ "$output" == "hivectl: hive-supervisor does not answer on $work/run/supervisor.sock: "* ]]
    run ctl frob
    [ "$status" -eq 64 ]
    run ctl wait --timeout 1s
    [ "$status" -eq 1 ]
}

@test "hivectl shutdown ends everything, and the supervisor with 0" {
    one_service </dev/null
    ctl wait --timeout 10
    ctl shutdown
    wait "$keeper"
    keeper=
    not running
}

@test "reload adopts the running, starts what is new and ends what is gone" {
    start_supervisor <<INI
[service hive-web]
command = $work/supervised
listen = http 127.0.0.1:$port
[service hive-old]
command = $work/supervised
INI
    ctl wait --timeout 20
    pid=$(status_of hive-web pid)
    old=$(status_of hive-old pid)
    echo 'nonsense = 1' >>"$work/etc/supervisor.ini"
    run ctl reload
    [ "$status" -eq 1 ]
    [[ "$output" == *"supervisor.ini:6: "*nonsense* ]]
    is hive-old pid "$old"
    sed -i '/hive-old/,$d' "$work/etc/supervisor.ini"
    printf '[service hive-new]\ncommand = %s\n' "$work/supervised" >>"$work/etc/supervisor.ini"
    request_loop
    kill -HUP "$keeper"
    wait_until 10 is hive-new state ready
    is hive-web pid "$pid"
    wait_until 5 not kill -0 "$old"
    end_requests
    [ ! -s "$work/failed" ]
    not grep -q 'restarted core' "$work/log/supervisor.log"
}

@test "a log that floods is kept within its size, and a follower goes on" {
    start_supervisor <<INI
[supervisor]
log_size = 64k
logs_kept = 2
figures_interval = 250ms
[service hive-flood]
command = sh -c 'while :; do head -c 20000 /dev/zero | tr "\\\\0" x; echo; sleep 0.05; done'
ready = start
probe = none
INI
    wait_until 20 test -e "$work/log/flood.log.2"
    [ ! -e "$work/log/flood.log.3" ]
    wait_until 20 bash -c "[ \$(stat -c %s $work/log/flood.log) -lt 65536 ]"
}
