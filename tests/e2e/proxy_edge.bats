#!/usr/bin/env bats
# hive-proxy at the edge: WebSockets, upstream groups, limits, proxies in front, events behind.

load lib.bash

setup_file() {
    export TREE PORT URL
    TREE=$(mktemp -d /tmp/hive-proxy-edge.XXXX)
    hive_directories "$TREE"
    PORT=$(free_port)
    URL=http://127.0.0.1:$PORT
    mkdir -p "$TREE/site"
    printf '0123456789' >"$TREE/site/digits.txt"
    echo 'plain text' >"$TREE/site/page.txt"
    echo 'brotli bytes' >"$TREE/site/page.txt.br"
    gzip -k "$TREE/site/page.txt"
    htpasswd -nbB -C 4 ann 'right one' >"$TREE/etc/users"
    configuration >"$TREE/etc/proxy.ini"
    python3 tests/e2e/proxy_upstream.py "$RUNTIME_DIRECTORY/one.sock" 3>&- &
    echo $! >"$TREE/one.pid"
    python3 tests/e2e/proxy_upstream.py "$RUNTIME_DIRECTORY/two.sock" 3>&- &
    echo $! >"$TREE/two.pid"
    tests/e2e/proxy_websocket.py serve "$RUNTIME_DIRECTORY/socket.sock" 3>&- &
    echo $! >"$TREE/websocket.pid"
    for name in one two socket; do wait_until 10 test -S "$RUNTIME_DIRECTORY/$name.sock"; done
    "$HIVE_BIN/hive-proxy" 2>"$TREE/proxy.log" 3>&- &
    echo $! >"$TREE/proxy.pid"
    wait_until 10 curl -sf "$URL/healthcheck"
}

teardown_file() {
    for name in proxy one two websocket; do end_process "$(cat "$TREE/$name.pid")"; done
    [ -z "${KEEP_TREE:-}" ] && rm -rf "$TREE"
}

configuration() {
    cat <<INI
[proxy]
listen = 127.0.0.1:$PORT
threads = 2
response_timeout = 1s
max_target = 500
lockout_failures = 4
lockout_time = 3s
trusted_proxies = 127.0.0.2
proxy_protocol = 127.0.0.3
log_size = 20k
log_keep = 2
${1:-}
[upstream pair]
servers = unix:one.sock, unix:two.sock
failure_timeout = 1s
max_failures = 1
[upstream checked]
servers = unix:one.sock, unix:two.sock
check_path = /page
check_interval = 1s
[location /pair/]
upstream = pair
auth = off
[location /checked/]
upstream = checked
auth = off
[location /slow/]
proxy = unix:one.sock
response_timeout = 10s
rewrite = /deep/er/
host = inner.example
auth = off
[location /quick/]
proxy = unix:one.sock
auth = off
[location /socket/]
proxy = unix:socket.sock
auth = off
[location /guarded/]
proxy = unix:socket.sock
[location /rated/]
answer = 200 rated
auth = off
requests_per_second = 1
request_burst = 2
[location /small/]
proxy = unix:one.sock
auth = off
max_body = 10
[location /inside/]
answer = 200 inside
auth = off
allow = 10.0.0.0/8, 127.0.0.4
[location /either/]
answer = 200 either
allow = 127.0.0.4
satisfy = any
[location /both/]
answer = 200 both
allow = 127.0.0.4
[location /moved/]
redirect = 308 https://hive.example/
auth = off
[location /login/]
answer = 200 in
[location /healthcheck]
answer = 200 ok
auth = off
log = no
[location /]
files = $TREE/site
auth = off
INI
}

status_of() { curl -s -o /dev/null -w '%{http_code}' "$@"; }
proxy_status() { "$HIVE_BIN/hivectl" --json proxy "$1" | python3 -c "import json, sys; data = json.load(sys.stdin); print($2)"; }

@test "a WebSocket carries texts, bytes and pings, with and without a login" {
    [ "$(tests/e2e/proxy_websocket.py talk "ws://127.0.0.1:$PORT/socket/")" = 'fine 1000' ]
    [ "$(tests/e2e/proxy_websocket.py talk "ws://127.0.0.1:$PORT/guarded/" 'ann:right one')" = 'fine 1000' ]
    run tests/e2e/proxy_websocket.py talk "ws://127.0.0.1:$PORT/guarded/" 'ann:wrong'
    [[ "$output" == *401* ]]
}

@test "a WebSocket lives on over a reload" {
    tests/e2e/proxy_websocket.py hold "ws://127.0.0.1:$PORT/socket/" "$TREE/go-on" >"$TREE/held" 2>&1 &
    holder=$!
    wait_until 5 grep -q held "$TREE/held"
    [ "$(proxy_status connections 'sum(c["state"] == "tunnel" for c in data["connections"])')" = 1 ]
    kill -HUP "$(cat "$TREE/proxy.pid")"
    wait_until 5 grep -q 'reloaded' "$TREE/proxy.log"
    touch "$TREE/go-on"
    wait "$holder"
    grep -q fine "$TREE/held"
}

@test "a 101 that was not asked for is a 502" {
    [ "$(status_of "$URL/socket/")" != 101 ]
}

@test "requests are shared out, and a server that dies fails no repeatable one" {
    for _ in $(seq 10); do [ "$(status_of "$URL/pair/page")" = 200 ]; done
    [ "$(proxy_status upstreams 'min(u["answered"] for u in data["upstreams"] if u["upstream"] == "pair") > 0')" = True ]
    end_process "$(cat "$TREE/two.pid")" KILL
    # What cannot be repeated was not sent to a server that cannot be reached.
    for _ in $(seq 4); do [ "$(status_of -d x "$URL/pair/echo")" = 200 ]; done
    for _ in $(seq 10); do [ "$(status_of "$URL/pair/page")" = 200 ]; done
    [ "$(proxy_status upstreams 'sorted(u["state"] for u in data["upstreams"] if u["upstream"] == "pair")')" = "['resting', 'up']" ]
    down() { [ "$(proxy_status upstreams 'sorted(u["state"] for u in data["upstreams"] if u["upstream"] == "checked")')" = "['down', 'up']" ]; }
    wait_until 8 down
    rm -f "$RUNTIME_DIRECTORY/two.sock"
    python3 tests/e2e/proxy_upstream.py "$RUNTIME_DIRECTORY/two.sock" 3>&- &
    echo $! >"$TREE/two.pid"
    up() { [ "$(proxy_status upstreams 'all(u["state"] == "up" for u in data["upstreams"])')" = True ]; }
    wait_until 8 up
    "$HIVE_BIN/hivectl" proxy upstreams | grep -q '^pair .*one.sock'
}

@test "backends killed in the middle of an answer cut it, and the next request is served" {
    curl -sN "$URL/quick/events" >"$TREE/cut" &
    reader=$!
    wait_until 5 grep -q first "$TREE/cut"
    end_process "$(cat "$TREE/one.pid")" KILL
    run wait "$reader"
    [ "$status" -ne 0 ]
    rm -f "$RUNTIME_DIRECTORY/one.sock"
    python3 tests/e2e/proxy_upstream.py "$RUNTIME_DIRECTORY/one.sock" 3>&- &
    echo $! >"$TREE/one.pid"
    wait_until 10 curl -sf "$URL/quick/page"
}

@test "a location has its own time, path and host towards its upstream" {
    [ "$(status_of "$URL/quick/wait")" = 504 ]
    run curl -s "$URL/slow/a%20b?x=1"
    [[ "$output" == *'"path": "/deep/er/a%20b?x=1"'* ]]
    [[ "$output" == *'["Host", "inner.example"]'* ]]
    curl -s --max-time 9 "$URL/slow/../quick/release" >/dev/null
}

@test "a location has its own limits" {
    [ "$(status_of -d 0123456789 "$URL/small/echo")" = 200 ]
    [ "$(status_of -d 0123456789a "$URL/small/echo")" = 413 ]
    # One connection: three programs may take longer than the second that brings the next request.
    local three=(-o /dev/null "$URL/rated/" -o /dev/null "$URL/rated/" -o /dev/null "$URL/rated/")
    [ "$(curl -s -w '%{http_code}' "${three[@]}")" = 200200429 ]
    [ "$(status_of "$URL/$(head -c 600 /dev/zero | tr '\0' a)")" = 414 ]
}

@test "addresses open, close or replace the login, as satisfy says" {
    [ "$(status_of "$URL/inside/")" = 403 ]
    [ "$(status_of --interface 127.0.0.4 "$URL/inside/")" = 200 ]
    [ "$(status_of "$URL/either/")" = 401 ]
    [ "$(status_of --interface 127.0.0.4 "$URL/either/")" = 200 ]
    [ "$(status_of -u 'ann:right one' "$URL/either/")" = 200 ]
    [ "$(status_of -u 'ann:right one' "$URL/both/")" = 403 ]
    [ "$(status_of --interface 127.0.0.4 "$URL/both/")" = 401 ]
    [ "$(status_of --interface 127.0.0.4 -u 'ann:right one' "$URL/both/")" = 200 ]
}

@test "a redirect sends elsewhere" {
    [ "$(curl -s -o /dev/null -w '%{http_code} %{redirect_url}' "$URL/moved/")" = '308 https://hive.example/' ]
}

@test "a trusted proxy names the client, and nobody else does" {
    answer() { curl -s "$@" -H 'X-Forwarded-For: 198.51.100.9, 192.0.2.7' -H 'X-Forwarded-Proto: https' "$URL/quick/echo"; }
    [[ "$(answer --interface 127.0.0.2)" == *'["X-Forwarded-For", "192.0.2.7, 127.0.0.2"]'*'["X-Forwarded-Proto", "https"]'*'["X-Hive-Address", "192.0.2.7"]'* ]]
    [[ "$(answer)" == *'["X-Forwarded-For", "127.0.0.1"]'*'["X-Hive-Address", "127.0.0.1"]'* ]]
}

@test "a PROXY header names the client, from the load balancer only" {
    run python3 - "$PORT" <<'PY'
import socket, struct, sys
request = b"GET /quick/echo HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
def ask(source, *pieces):
    s = socket.socket()
    s.bind((source, 0))
    s.connect(("127.0.0.1", int(sys.argv[1])))
    for piece in pieces:
        s.sendall(piece)
    text = b""
    try:
        while more := s.recv(65536):
            text += more
    except ConnectionResetError:
        pass
    return text.decode()
v2 = b"\r\n\r\n\0\r\nQUIT\n\x21\x21" + struct.pack(">H", 36) + socket.inet_pton(socket.AF_INET6, "2001:db8::7") + bytes(20)
assert '"X-Hive-Address", "192.0.2.7"' in ask("127.0.0.3", b"PROXY TCP4 192.0.2.7 ", b"10.0.0.1 1 2\r\n", request)
assert '"X-Hive-Address", "2001:db8::7"' in ask("127.0.0.3", v2 + request)
assert '"X-Hive-Address", "127.0.0.3"' in ask("127.0.0.3", b"PROXY UNKNOWN\r\n" + request)
assert ask("127.0.0.3", request) == ""
assert " 400 " in ask("127.0.0.1", b"PROXY TCP4 192.0.2.7 10.0.0.1 1 2\r\n" + request).splitlines()[0]
print("fine")
PY
    [ "$output" = fine ]
}

@test "an address that guesses is locked out for a while, but for who is known" {
    [ "$(status_of --interface 127.0.0.5 -u 'ann:right one' "$URL/login/")" = 200 ]
    for guess in 1 2 3 4; do [ "$(status_of --interface 127.0.0.5 -u "ann:$guess" "$URL/login/")" = 401 ]; done
    [ "$(status_of --interface 127.0.0.5 -u ann:5 "$URL/login/")" = 429 ]
    [ "$(status_of --interface 127.0.0.5 -H 'X-Forwarded-For: 192.0.2.1' -u ann:6 "$URL/login/")" = 429 ]
    [ "$(status_of --interface 127.0.0.5 -u 'ann:right one' "$URL/login/")" = 200 ]
    [ "$(status_of --interface 127.0.0.6 -u ann:5 "$URL/login/")" = 401 ]
    again() { [ "$(status_of --interface 127.0.0.5 -u ann:7 "$URL/login/")" = 401 ]; }
    wait_until 6 again
}

@test "a login that is not checked in time is a 503, and its late verdict moves nothing" {
    cp "$TREE/etc/users" "$TREE/users.before"
    users=$(proxy_status status 'data["users"]')
    # A cost of 15 takes seconds; no password fits.
    printf 'slow:$2y$15$%s\n' "$(printf 'a%.0s' {1..53})" >>"$TREE/etc/users"
    configuration 'idle_timeout = 1s' >"$TREE/etc/proxy.ini"
    reloads=$(grep -c reloaded "$TREE/proxy.log" || true)
    kill -HUP "$(cat "$TREE/proxy.pid")"
    reloaded() { [ "$(grep -c reloaded "$TREE/proxy.log")" -gt "$reloads" ] && [ "$(proxy_status status 'data["users"]')" -gt "$users" ]; }
    wait_until 5 reloaded
    hashed=$(proxy_status status 'data["auth_hashed"]')
    failed=$(proxy_status status 'data["failed_logins"]')
    # One alone: the next login would wait behind it.
    [ "$(status_of -u slow:wrong "$URL/login/")" = 503 ]
    checked() { [ "$(proxy_status status 'data["auth_hashed"]')" -gt "$hashed" ]; }
    wait_until 30 checked # hashing yields to everything else
    for _ in 1 2 3 4; do [ "$(status_of "$URL/healthcheck")" = 200 ]; done
    [ "$(proxy_status status 'data["failed_logins"]')" = "$failed" ]
    mv "$TREE/users.before" "$TREE/etc/users"
    gone() { [ "$(proxy_status status 'data["users"]')" = "$users" ]; }
    wait_until 5 gone
    configuration '' >"$TREE/etc/proxy.ini"
    kill -HUP "$(cat "$TREE/proxy.pid")"
}

@test "a bcrypt password of more than 72 bytes is wrong, whatever follows" {
    long=$(head -c 73 /dev/zero | tr '\0' p)
    users=$(proxy_status status 'data["users"]')
    htpasswd -nbB -C 4 eve "${long:0:72}" >>"$TREE/etc/users"
    known() { [ "$(proxy_status status 'data["users"]')" = $((users + 1)) ]; }
    wait_until 5 known
    [ "$(status_of --interface 127.0.0.7 -u "eve:${long:0:72}" "$URL/login/")" = 200 ]
    [ "$(status_of --interface 127.0.0.7 -u "eve:$long" "$URL/login/")" = 401 ]
}

@test "a file is sent only as the version the client means" {
    tag=$(curl -sI "$URL/digits.txt" | tr -d '\r' | awk 'tolower($1) == "etag:" { print $2 }')
    [ "$(status_of -H "If-Match: $tag" "$URL/digits.txt")" = 200 ]
    [ "$(status_of -H 'If-Match: "other"' "$URL/digits.txt")" = 412 ]
    [ "$(status_of -H 'If-Unmodified-Since: Sunday, 06-Nov-94 08:49:37 GMT' "$URL/digits.txt")" = 412 ]
    [ "$(status_of -H "If-Modified-Since: $(date -u '+%a %b %e %H:%M:%S %Y')" "$URL/digits.txt")" = 304 ]
}

@test "a load balancer that leaves in the middle of its header costs nothing" {
    python3 - "$PORT" <<'PY'
import socket, sys
s = socket.socket()
s.bind(("127.0.0.3", 0))
s.connect(("127.0.0.1", int(sys.argv[1])))
s.sendall(b"PROXY TCP4 192.0.2.7 ")
s.shutdown(socket.SHUT_WR)
s.settimeout(5)
try:
    assert s.recv(1) == b""
except ConnectionResetError:
    pass
PY
}

@test "parts of a file are served, and compressed files where they are taken" {
    [ "$(curl -s -r 2-4 "$URL/digits.txt")" = 234 ]
    [ "$(curl -s -r -3 "$URL/digits.txt")" = 789 ]
    run curl -si -r 2-4 "$URL/digits.txt"
    [[ "$output" == "HTTP/1.1 206 "*"Content-Range: bytes 2-4/10"* ]]
    run curl -si -r 10- "$URL/digits.txt"
    [[ "$output" == "HTTP/1.1 416 "*"Content-Range: bytes */10"* ]]
    [ "$(curl -s -H 'Accept-Encoding: gzip;q=0.5, br' "$URL/page.txt")" = 'brotli bytes' ]
    [ "$(curl -s --compressed -H 'Accept-Encoding: gzip, br;q=0' "$URL/page.txt")" = 'plain text' ]
    run curl -si -H 'Accept-Encoding: br' "$URL/page.txt"
    [[ "$output" == *"Content-Type: text/plain"*"Vary: Accept-Encoding"*"Content-Encoding: br"* ]]
    [ "$(curl -s "$URL/page.txt")" = 'plain text' ]
}

@test "hive-guard hears of connections and requests, and is never waited for" {
    python3 - "$RUNTIME_DIRECTORY/guard-events.sock" "$TREE/events" <<'PY' 3>&- &
import socket, struct, sys, time
server = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
server.bind(sys.argv[1])
server.listen()
server.settimeout(20)
names = {1: "opened", 2: "head", 3: "answered", 4: "aborted", 5: "idle", 6: "closed"}
import threading
def read(peer):
    while datagram := peer.recv(1 << 16):
        while datagram:
            size, kind = struct.unpack_from("<HB", datagram)
            rest, texts = datagram[64:size], []
            while rest:
                length = struct.unpack_from("<H", rest)[0]
                texts.append(rest[2:2 + length].decode())
                rest = rest[2 + length:]
            print(names[kind], struct.unpack_from("<H", datagram, 4)[0], *texts, file=out, flush=True)
            datagram = datagram[size:]
out = open(sys.argv[2], "w")
while True:
    threading.Thread(target=read, args=server.accept()[:1], daemon=True).start()
PY
    guard=$!
    heard() { curl -s "$URL/quick/page?heard" >/dev/null; grep -q "^$1" "$TREE/events"; }
    for what in 'answered 200 GET /quick/page' opened head closed; do wait_until 8 heard "$what"; done
    grep -q 'answered 200 GET /quick/page?heard 127.0.0.1:.* curl/.* /quick/' "$TREE/events"
    end_process "$guard" KILL
    for _ in 1 2 3; do [ "$(status_of "$URL/quick/page")" = 200 ]; done
    [ "$(proxy_status status 'data["events_sent"] > 0 and data["events_dropped"] > 0')" = True ]
}

@test "a log is renamed when it has grown, and old ones go" {
    grown() {
        for _ in $(seq 40); do echo "url = $URL/digits.txt?$(head -c 200 /dev/zero | tr '\0' x)"; echo 'output = /dev/null'; done | curl -s -K - || true
        [ -e "$LOGS_DIRECTORY/proxy-access.log.2" ]
    }
    wait_until 15 grown
    [ ! -e "$LOGS_DIRECTORY/proxy-access.log.3" ]
}

@test "hivectl shows what the proxy does" {
    curl -sf -o /dev/null "$URL/quick/page"
    "$HIVE_BIN/hivectl" proxy status | grep -q '^requests'
    "$HIVE_BIN/hivectl" proxy locations | grep -q '^/quick/ .*proxy'
    "$HIVE_BIN/hivectl" proxy connections | grep -q '^NUMBER'
    "$HIVE_BIN/hivectl" --json control proxy metrics | python3 -c '
import json, sys
metrics = json.load(sys.stdin)["metrics"]
of = lambda name: [m for m in metrics if m["name"] == "hive_proxy_" + name]
total = sum(m["value"] for m in of("requests_total"))
[latency] = of("request_duration_seconds")
assert total > 0 and latency["count"] == total and latency["sum"] > 0, (total, latency)
assert any(m["labels"] == {"location": "/quick/", "status": "2xx"} and m["value"] > 0 for m in of("location_requests_total"))
'
    run "$HIVE_BIN/hivectl" proxy nonsense
    [ "$status" -eq 1 ]
}

@test "slow heads, slow bodies and slow readers leave the service available" {
    for attack in -H -B -X; do
        slowhttptest "$attack" -c "${SLOW_CONNECTIONS:-1000}" -r 1000 -i 1 -l "${SLOW_SECONDS:-5}" -p 3 \
            -u "$URL/quick/page" >"$TREE/slow$attack" 2>&1 3>&- &
    done
    wait $(jobs -p) || true
    for attack in -H -B -X; do
        grep -q 'service available:.*YES' "$TREE/slow$attack"
        ! grep -q 'service available:.*NO' "$TREE/slow$attack"
    done
}

@test "a body that drips is ended, and so is a request that takes too long" {
    configuration 'request_timeout = 2s' >"$TREE/etc/proxy.ini"
    kill -HUP "$(cat "$TREE/proxy.pid")"
    # 18 and 56: the answer was cut; 28 would be curl's own patience.
    ended() {
        local code=0
        curl -s --max-time 9 "$URL/pair/events" >/dev/null || code=$?
        [ "$code" -eq 18 ] || [ "$code" -eq 56 ]
    }
    wait_until 9 ended
    configuration '' >"$TREE/etc/proxy.ini"
    kill -HUP "$(cat "$TREE/proxy.pid")"
    run python3 - "$PORT" <<'PY'
import socket, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
s.sendall(b"POST /quick/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10000\r\n\r\n")
s.settimeout(0.2)
for _ in range(100):
    s.sendall(b"x")
    try:
        print(s.recv(100).split()[1].decode())
        break
    except TimeoutError:
        pass
PY
    [ "$output" = 408 ]
}

@test "a client that stops in its body is ended, and its upstream is not blamed" {
    configuration 'idle_timeout = 2s
min_body_rate = 0' >"$TREE/etc/proxy.ini"
    kill -HUP "$(cat "$TREE/proxy.pid")"
    stopped() {
        bash -c "exec 5<>/dev/tcp/127.0.0.1/$PORT
            printf 'POST /quick/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf.' >&5
            timeout 9 head -1 <&5" | grep -q ' 408 '
    }
    wait_until 20 stopped
    [ "$(proxy_status upstreams 'sum(u["failed"] for u in data["upstreams"] if "one.sock" in u["upstream"])')" = 0 ]
    configuration '' >"$TREE/etc/proxy.ini"
    kill -HUP "$(cat "$TREE/proxy.pid")"
}

@test "a reader that drips is cut, of an upstream's answer and of a file; one that is slow is not" {
    configuration 'idle_timeout = 2s
min_send_rate = 10k' >"$TREE/etc/proxy.ini"
    kill -HUP "$(cat "$TREE/proxy.pid")"
    head -c 20000000 /dev/zero >"$TREE/site/large"
    cat >"$TREE/reader.py" <<'PY'
import socket, sys, time
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
s.connect(("127.0.0.1", int(sys.argv[1])))
s.sendall(f"GET {sys.argv[2]} HTTP/1.1\r\nHost: h\r\n\r\n".encode())
size, end = int(sys.argv[3]), time.monotonic() + float(sys.argv[4])
try:
    while time.monotonic() < end and s.recv(size):
        time.sleep(0.05)
    print("kept" if time.monotonic() >= end else "ended")
except ConnectionResetError:
    print("cut")
PY
    for path in /quick/big /large; do
        [ "$(python3 "$TREE/reader.py" "$PORT" "$path" 50 15)" = cut ]
        [ "$(python3 "$TREE/reader.py" "$PORT" "$path" 4096 6)" = kept ]
    done
    [ "$(proxy_status status 'data["slow_readers"]')" = 2 ]
    configuration '' >"$TREE/etc/proxy.ini"
    kill -HUP "$(cat "$TREE/proxy.pid")"
}

@test "ten thousand silent connections cost little, and others are served" {
    [ "$(ulimit -Hn)" = unlimited ] || [ "$(ulimit -Hn)" -ge 10500 ] || skip "too few descriptors"
    configuration 'max_connections_per_address = 20000
max_connections = 20000' >"$TREE/etc/proxy.ini"
    kill -HUP "$(cat "$TREE/proxy.pid")"
    run python3 - "$PORT" "$(cat "$TREE/proxy.pid")" <<'PY'
import resource, socket, sys, urllib.request
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
def private():
    return sum(int(line.split()[1]) for line in open(f"/proc/{sys.argv[2]}/smaps_rollup") if line.startswith("Private"))
before = private()
held = []
for i in range(10000):
    s = socket.socket()
    s.bind((f"127.0.1.{1 + i % 200}", 0))
    s.connect(("127.0.0.1", int(sys.argv[1])))
    held.append(s)
assert urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/healthcheck").read() == b"ok"
print("bytes", (private() - before) * 1024 // 10000)
PY
    echo "$output"
    [[ "$output" == bytes* ]]
}
