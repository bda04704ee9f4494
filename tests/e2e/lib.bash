# tests/e2e/lib.bash - what the end-to-end tests share. HIVE_BIN and HIVE_WEB: where the
# programs and the pages were built.

export HIVE_BIN=${HIVE_BIN:-$PWD/build/release} HIVE_WEB=${HIVE_WEB:-$PWD/build/web}

# wait_until SECONDS COMMAND...: runs COMMAND until it succeeds; fails after four times SECONDS, which
# are those of a machine that does nothing else.
wait_until() {
    local deadline=$((EPOCHSECONDS + 4 * $1))
    shift
    until "$@" >/dev/null 2>&1; do
        if [ "$EPOCHSECONDS" -ge "$deadline" ]; then
            echo "gave up waiting for: $*" >&2
            return 1
        fi
        sleep 0.02
    done
}

# free_port: a TCP port nobody listens on now, and none the kernel gives to outgoing connections.
free_port() {
    python3 - <<'PY'
import random, socket
while True:
    port = random.randrange(20000, 32000)
    with socket.socket() as s:
        if s.connect_ex(("127.0.0.1", port)) != 0:
            break
print(port)
PY
}

# hive_directories DIR: the four directories of Hive below DIR, exported.
hive_directories() {
    export CONFIGURATION_DIRECTORY=$1/etc STATE_DIRECTORY=$1/lib RUNTIME_DIRECTORY=$1/run LOGS_DIRECTORY=$1/log
    mkdir -p "$CONFIGURATION_DIRECTORY" "$STATE_DIRECTORY" "$RUNTIME_DIRECTORY" "$LOGS_DIRECTORY"
}

# ask SOCKET 'VERB {JSON}': one request on a control socket, the answer's lines.
ask() {
    python3 - "$1" "$2" <<'PY'
import json, socket, sys
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
s.sendall(sys.argv[2].encode() + b"\n")
for line in s.makefile():
    print(line, end="")
    if json.loads(line).get("done"):
        break
PY
}

# end_process PID [SIGNAL]: ends a process this test started and waits until it is gone.
end_process() {
    kill "-${2:-TERM}" "$1" 2>/dev/null || return 0
    wait "$1" 2>/dev/null || wait_until 10 bash -c "! kill -0 $1"
}

# server_space NAME: a network namespace for servers.
server_space() {
    ip netns add "$1"
    ip -n "$1" link set lo up
}

# join_space SERVER CLIENT N: a network namespace CLIENT, 10.87.N.2 and fd00:87:N::2, beside the
# namespace SERVER, where the first address of these networks is.
join_space() {
    ip netns add "$2"
    ip link add "s$3" netns "$1" type veth peer name c0 netns "$2"
    ip -n "$1" addr add "10.87.$3.1/24" dev "s$3"
    ip -n "$1" addr add "fd00:87:$3::1/64" dev "s$3" nodad
    ip -n "$1" link set "s$3" up
    ip -n "$2" addr add "10.87.$3.2/24" dev c0
    ip -n "$2" addr add "fd00:87:$3::2/64" dev c0 nodad
    ip -n "$2" link set c0 up
}

# portal_files [LINE...]: what hive-portal needs: pages, the users ann (an administrator) and bob,
# and a portal.ini with those lines.
portal_files() {
    mkdir -p "$RUNTIME_DIRECTORY/pages"
    echo 'body {}' >"$RUNTIME_DIRECTORY/pages/hive.css"
    printf '%s\n' '[portal]' "pages = $RUNTIME_DIRECTORY/pages" "$@" >"$CONFIGURATION_DIRECTORY/portal.ini"
    printf 'ann:{PLAIN}honey\nbob:{PLAIN}wax\n' >"$CONFIGURATION_DIRECTORY/users"
    echo 'admin: ann' >"$CONFIGURATION_DIRECTORY/groups"
}

# portal_service PORT: its section of supervisor.ini.
portal_service() {
    printf '[service hive-portal]\ncommand = %s/hive-portal\nlisten = http 127.0.0.1:%s, proxied unix:portal-http.sock\n\n' "$HIVE_BIN" "$1"
}

# idle_service NAME [LINE...]: the section of a service that is there and does nothing.
idle_service() {
    printf '[service %s]\ncommand = sleep 1000000\nready = start\nprobe = none\n' "$1"
    shift
    [ $# -eq 0 ] || printf '%s\n' "$@"
    echo
}

# start_keeper: the supervisor for all tests of a file, from setup_file; stop_keeper ends it and
# removes its directories.
start_keeper() {
    "$HIVE_BIN/hive-supervisor" 2>"$LOGS_DIRECTORY/supervisor.log" 3>&- &
    echo $! >"$RUNTIME_DIRECTORY/keeper"
}
stop_keeper() {
    end_process "$(cat "$RUNTIME_DIRECTORY/keeper")"
    rm -rf "${CONFIGURATION_DIRECTORY%/etc}"
}

# start_suite DIR: the whole suite as `make run` starts it, in a tree of its own below DIR.
# Sets and exports HTTP_PORT, PORTAL_PORT and SUITE.
start_suite() {
    export HTTP_PORT PORTAL_PORT SUITE=$1
    HTTP_PORT=$(free_port)
    PORTAL_PORT=$(free_port)
    mkdir -p "$SUITE/tree"
    cp -r etc tools "$SUITE/tree/"
    (cd "$SUITE/tree" && exec tools/run.sh) >"$SUITE/output" 2>&1 3>&- &
    echo $! >"$SUITE/pid"
    wait_until 90 grep -q 'Hive is ready' "$SUITE/output" || {
        cat "$SUITE/output"
        return 1
    }
}

stop_suite() {
    local pid
    pid=$(cat "${SUITE:-}/pid" 2>/dev/null) || return 0
    kill -TERM "$pid" 2>/dev/null || return 0
    wait_until 20 bash -c "! kill -0 $pid"
}

suite_url() { echo "http://127.0.0.1:$HTTP_PORT"; }
suite_login() { cat "$SUITE/tree/run/credentials"; }
# suite_ctl ARGUMENT...: hivectl for the suite.
suite_ctl() { RUNTIME_DIRECTORY=$SUITE/tree/run/run "$HIVE_BIN/hivectl" "$@"; }
