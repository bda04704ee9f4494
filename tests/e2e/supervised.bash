# tests/e2e/supervised.bash - a supervisor of one's own for each test, and questions to it.

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return 1
    export HIVE_BIN=${HIVE_BIN:-build/release}
    work=$(mktemp -d /tmp/hive-supervisor.XXXXXX)
    chmod 755 "$work"
    hive_directories "$work"
    install -m 755 tests/e2e/supervised.py "$work/supervised"
    port=$(free_port)
    keeper=
}

teardown() {
    if [ -n "$keeper" ]; then
        # Whatever a failed test left: the keeper ends all below it.
        kill -TERM "$keeper" 2>/dev/null && wait "$keeper" 2>/dev/null
    fi
    [ -z "$BATS_TEST_COMPLETED" ] && tail -n 40 "$work"/log/*.log >&2
    rm -rf "$work"
}

# start_supervisor: with the services on standard input as supervisor.ini.
start_supervisor() {
    cat >"$work/etc/supervisor.ini"
    "$HIVE_BIN/hive-supervisor" 3>&- 2>>"$work/log/supervisor.log" &
    keeper=$!
}

ctl() { "$HIVE_BIN/hivectl" "$@"; }
status_of() { ctl --json status "$1" | python3 -c "import json,sys; print(json.load(sys.stdin)['$2'])"; }
is() { [ "$(status_of "$1" "$2" 2>/dev/null)" = "$3" ]; }
# is_anew NAME PID: ready with another pid than that.
is_anew() { is "$1" state ready && ! is "$1" pid "$2"; }
core_pid() { ctl --json status | python3 -c 'import json,sys; print(json.load(sys.stdin)["core_pid"])'; }
has_event() { ctl --json events "$1" | grep -q "$2"; }
running() { pgrep -f "$work/supervised" >/dev/null; }
# A plain ! would not fail a test: bats sees only what set -e sees.
not() { ! "$@"; }

# one_service [ARGUMENTS...]: hive-web on $port; its options come on standard input.
one_service() {
    start_supervisor <<INI
[service hive-web]
command = $work/supervised $*
listen = http 127.0.0.1:$port
restart_delay_max = 2s
$(cat)
INI
}

# field NAME EXPRESSION: of the status of a service, in Python: "['sandbox']['nice']".
field() { ctl --json status "$1" | python3 -c "import json,sys; print(json.load(sys.stdin)$2)"; }
field_is() { [ "$(field "$1" "$2" 2>/dev/null)" = "$3" ]; }
is_root() { [ "$(id -u)" -eq 0 ]; }
