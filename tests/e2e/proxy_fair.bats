#!/usr/bin/env bats
# hive-proxy between clients that take more than their share and those that do not.

load lib.bash

setup_file() {
    export TREE PORT URL
    TREE=$(mktemp -d /tmp/hive-proxy-fair.XXXX)
    hive_directories "$TREE"
    PORT=$(free_port)
    URL=http://127.0.0.1:$PORT
    htpasswd -nbB -C 4 ann 'right one' >"$TREE/etc/users"
    cat >"$TREE/etc/proxy.ini" <<INI
[proxy]
listen = 127.0.0.1:$PORT
threads = 1
idle_timeout = 2s
lockout_failures = 3
trusted_proxies = 127.0.3.1
[location /tunnel/]
proxy = unix:tunnel.sock
auth = off
[location /stuck/]
proxy = unix:stuck.sock
auth = off
[location /login/]
answer = 200 in
[location /]
answer = 200 ok
auth = off
INI
    "$HIVE_BIN/hive-proxy" 2>"$TREE/proxy.log" 3>&- &
    echo $! >"$TREE/proxy.pid"
    wait_until 10 curl -sf "$URL/"
}

teardown_file() {
    end_process "$(cat "$TREE/proxy.pid")"
    [ -z "${KEEP_TREE:-}" ] && rm -rf "$TREE"
}

status_of() { curl -s -o /dev/null -w '%{http_code}' "$@"; }

@test "who sends two thousand requests at once has sixteen answered before the next client" {
    kill -STOP "$(cat "$TREE/proxy.pid")"
    python3 - "$PORT" "$TREE/sent" >"$TREE/answers" <<'PY' 3>&- &
import socket, sys
many, one = (socket.create_connection(("127.0.0.1", int(sys.argv[1]))) for _ in range(2))
many.sendall(b"GET /many HTTP/1.1\r\nHost: h\r\n\r\n" * 2000)
one.sendall(b"GET /one HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
open(sys.argv[2], "w").close()
answers = b""
while answers.count(b"HTTP/1.1 200 OK") < 2000:
    answers += many.recv(65536)
while one.recv(65536):
    pass
print("fine")
PY
    client=$!
    wait_until 10 test -e "$TREE/sent"
    kill -CONT "$(cat "$TREE/proxy.pid")"
    wait "$client"
    grep -qx fine "$TREE/answers"
    told() { [ "$(grep -c 'GET /many' "$LOGS_DIRECTORY/proxy-access.log")" = 2000 ]; }
    wait_until 5 told
    [ "$(grep -n 'GET /one' "$LOGS_DIRECTORY/proxy-access.log" | cut -d : -f 1)" -lt 100 ]
}

@test "an address that guesses cannot go on with what is remembered from elsewhere" {
    login() { status_of --interface "127.0.2.$1" -u "ann:$2" "$URL/login/"; }
    [ "$(login 1 'right one')$(login 2 'right one')" = 200200 ]
    for guess in 1 2 3; do [ "$(login 2 $guess)$(login 3 $guess)" = 401401 ]; done
    [ "$(login 3 'right one')" = 429 ]
    [ "$(login 2 'right one')$(login 1 'right one')" = 200200 ]
    for guess in 4 5 6; do [ "$(login 2 $guess)" = 429 ]; done
    [ "$(login 2 'right one')$(login 1 'right one')" = 429200 ]
}

@test "a tunnel whose reader paused is kept for tunnel_timeout, not for idle_timeout" {
    run python3 - "$PORT" "$RUNTIME_DIRECTORY/tunnel.sock" <<'PY'
import array, fcntl, socket, sys, termios, time
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[2])
server.listen()
step = 8192
def is_taken(peer, patience=0.5):
    end = time.monotonic() + patience
    left = array.array("i", [1])
    while left[0] and time.monotonic() < end:
        time.sleep(0.001)
        fcntl.ioctl(peer, termios.TIOCOUTQ, left)
    return not left[0]
def tunnel():
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    client.settimeout(20)
    client.connect(("127.0.0.1", int(sys.argv[1])))
    client.sendall(b"GET /tunnel/ HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: raw\r\n\r\n")
    peer = server.accept()[0]
    peer.recv(65536)
    peer.sendall(b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: raw\r\n\r\n")
    while b"\r\n\r\n" not in client.recv(4096, socket.MSG_PEEK):
        pass
    return client, peer
# How much is taken while nobody reads: what came last then waits for the client.
client, peer = tunnel()
most = 0
while peer.send(bytes(step)) and is_taken(peer):
    most += step
client.close()
kept = []
for less in range(4):
    client, peer = tunnel()
    for _ in range(most // step - less):
        peer.sendall(bytes(step))
        is_taken(peer)
    kept.append((client, peer, most - less * step))
for client, peer, size in kept:
    data = b""
    while b"\r\n\r\n" not in data or len(data.partition(b"\r\n\r\n")[2]) < size:
        data += client.recv(1 << 18)
# Longer than idle_timeout: that is what must not count.
time.sleep(3.5)
for client, peer, size in kept:
    client.sendall(b"still here")
    assert peer.recv(100) == b"still here"
    peer.sendall(b"so am I")
    assert client.recv(100) == b"so am I"
print("fine")
PY
    echo "$output"
    [ "$output" = fine ]
}

@test "a ban cuts what its client has under way, and nobody else's" {
    python3 - "$RUNTIME_DIRECTORY/ban.sock" "$TREE/ban-now" <<'PY' 3>&- &
import json, os, socket, sys, threading, time
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
server.listen()
def serve(peer):
    for line in peer.makefile():
        if not line.startswith("follow"):
            continue
        peer.sendall(b'{"synced":true}\n')
        while not os.path.exists(sys.argv[2]):
            time.sleep(0.05)
        for client in "127.0.3.9", "198.51.100.9":
            peer.sendall(json.dumps({"ban": client, "until": time.time() + 600}).encode() + b"\n")
while True:
    threading.Thread(target=serve, args=server.accept()[:1], daemon=True).start()
PY
    ban=$!
    wait_until 10 bash -c '"$HIVE_BIN/hivectl" proxy status | grep -q "^ban_link.*yes\|^ban_link.*true"'
    run python3 - "$PORT" "$RUNTIME_DIRECTORY/tunnel.sock" "$TREE/ban-now" <<'PY'
import os, socket, sys, threading
if os.path.exists(sys.argv[2]):
    os.unlink(sys.argv[2])
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[2])
server.listen()
def serve(peer):
    peer.recv(65536)
    peer.sendall(b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: raw\r\n\r\n")
    while data := peer.recv(100):
        peer.sendall(data)
def accept():
    while True:
        threading.Thread(target=serve, args=server.accept()[:1], daemon=True).start()
threading.Thread(target=accept, daemon=True).start()
def tunnel(source, claims=""):
    client = socket.socket()
    client.settimeout(10)
    client.bind((source, 0))
    client.connect(("127.0.0.1", int(sys.argv[1])))
    client.sendall(f"GET /tunnel/ HTTP/1.1\r\nHost: h\r\n{claims}Connection: upgrade\r\nUpgrade: raw\r\n\r\n".encode())
    head = b""
    while b"\r\n\r\n" not in head:
        head += client.recv(1)
    return client
banned = tunnel("127.0.3.9")
behind = tunnel("127.0.3.1", "X-Forwarded-For: 198.51.100.9\r\n")
other = tunnel("127.0.3.8")
beside = tunnel("127.0.3.1", "X-Forwarded-For: 198.51.100.8\r\n")
open(sys.argv[3], "w").close()
def is_cut(client):
    try:
        return client.recv(1) == b""
    except ConnectionResetError:
        return True
assert is_cut(banned) and is_cut(behind)
for client in other, beside:
    client.sendall(b"x")
    assert client.recv(1) == b"x"
print("fine")
PY
    echo "$output"
    [ "$output" = fine ]
    [ "$(status_of --interface 127.0.3.9 "$URL/")" = 403 ]
    end_process "$ban" KILL
}

@test "a connection that was let in is not for another field, nor with other accounts" {
    htpasswd -nbB -C 4 bea first >>"$TREE/etc/users"
    known() { "$HIVE_BIN/hivectl" --json proxy status | grep -q '"users":2[,}]'; }
    wait_until 5 known
    run python3 - "$PORT" "$TREE/etc/users" <<'PY'
import base64, http.client, subprocess, sys, time
first, second = ("Basic " + base64.b64encode(f"bea:{word}".encode()).decode() for word in ("first", "second"))
def connect():
    return http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), source_address=("127.0.4.2", 0))
def ask(connection, *fields):
    connection.putrequest("GET", "/login/")
    for field in fields:
        connection.putheader("Authorization", field)
    connection.endheaders()
    answer = connection.getresponse()
    answer.read()
    return answer.status
kept, other = connect(), connect()
assert [ask(kept, first) for _ in range(3)] == [200, 200, 200]
assert [ask(kept, second), ask(kept), ask(kept, first)] == [401, 401, 200]
assert ask(kept, first, first) == 400
kept = connect()
assert [ask(kept, first), ask(kept, first)] == [200, 200]
lines = [line for line in open(sys.argv[2]) if not line.startswith("bea")]
lines.append(subprocess.run(["htpasswd", "-nbB", "-C", "4", "bea", "second"], capture_output=True, text=True).stdout)
open(sys.argv[2], "w").writelines(lines)
while ask(kept, first) == 200:
    time.sleep(0.05)
assert [ask(other, second), ask(kept, second)] == [200, 200]
print("fine")
PY
    echo "$output"
    [ "$output" = fine ]
}

@test "thousands who send much and take nothing do not fill the memory" {
    run python3 - "$PORT" "$(cat "$TREE/proxy.pid")" "$RUNTIME_DIRECTORY/stuck.sock" <<'PY'
import resource, socket, sys, time
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[3])
server.listen(4096)  # nobody is ever answered
def memory():
    with open(f"/proc/{sys.argv[2]}/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon"))
before = memory()
ahead = b"GET /stuck/ HTTP/1.1\r\nHost: h\r\n\r\n" * 2000  # 66 kB
clients = []
for number in range(2000):
    client = socket.socket()
    client.bind((f"127.0.5.{1 + number % 100}", 0))
    client.connect(("127.0.0.1", int(sys.argv[1])))
    client.setblocking(False)
    client.send(ahead)
    clients.append(client)
    if number % 100 == 0:
        time.sleep(0.25)  # what waits is counted five times a second
print(len(clients), memory() - before)
assert memory() - before < 75_000  # kB; 128,000 would wait without a bound
PY
    echo "$output"
    [ "$status" = 0 ]
    wait_until 10 curl -sf "$URL/"
}
