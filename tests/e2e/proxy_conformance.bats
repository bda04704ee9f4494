#!/usr/bin/env bats
# RFC 9110 and 9112 by raw bytes: what hive-proxy answers, and what reaches the upstream.

load lib.bash

setup_file() {
    export TREE PORT
    TREE=$(mktemp -d /tmp/hive-proxy-rfc.XXXX)
    hive_directories "$TREE"
    PORT=$(free_port)
    printf '[proxy]\nlisten = 127.0.0.1:%s\nthreads = 2\nmax_connections_per_address = 5000\n[location /]\nproxy = unix:recorder.sock\nauth = off\n' "$PORT" >"$TREE/etc/proxy.ini"
    "$HIVE_BIN/hive-proxy" 2>"$TREE/proxy.log" 3>&- &
    echo $! >"$TREE/proxy.pid"
    wait_until 10 bash -c "(: <>/dev/tcp/127.0.0.1/$PORT) 2>&-"
}

teardown_file() {
    end_process "$(cat "$TREE/proxy.pid")"
    [ -z "${KEEP_TREE:-}" ] && rm -rf "$TREE"
}

@test "every request case of RFC 9110 and 9112 holds" {
    python3 tests/e2e/proxy_conformance.py "$PORT" "$RUNTIME_DIRECTORY/recorder.sock" proxy_request_cases
}

@test "every answer case of RFC 9110 and 9112 holds" {
    python3 tests/e2e/proxy_conformance.py "$PORT" "$RUNTIME_DIRECTORY/recorder.sock" proxy_answer_cases
}
