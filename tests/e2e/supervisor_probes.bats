# tests/e2e/supervisor_probes.bats - every way to ask a service whether it serves.

load lib.bash
load supervised.bash
load mariadb.bash

# bystander COMMAND...: a process that ends with the test.
bystander() {
    "$@" >"$work/bystander.log" 2>&1 3>&- &
    bystanders="${bystanders:-} $!"
}
end_bystanders() { for process in ${bystanders:-}; do end_process "$process"; done; }
probe() { timeout 20 "$HIVE_BIN/hive-probe" "$@"; }

# probed SPEC: hive-web with that probe, asked every 200 ms, after 2 of 3 failures started again.
probed() {
    start_supervisor <<INI
[service hive-web]
command = $work/supervised
listen = http 127.0.0.1:$port
probe = $1
probe_interval = 200ms
probe_timeout = 2s
probe_failures = 2 of 3
INI
    ctl wait --timeout 20
}
is_probed() { [ "$(field "$1" "['probe_ms'] > 0")" = True ]; }

@test "a web server: status, header, body; what is wrong is said" {
    mkdir "$work/site"
    echo 'all is fine' >"$work/site/health"
    bystander python3 -m http.server "$port" --bind 127.0.0.1 --directory "$work/site"
    wait_until 10 probe tcp "127.0.0.1:$port"
    run probe http "127.0.0.1:$port" /health 'body=is fine' 'header=^Server: SimpleHTTP' status=200-299
    [ "$status" -eq 0 ]
    [ "$output" = 'HTTP status 200' ]
    run probe http "127.0.0.1:$port" /health body=lost
    [ "$status" -eq 1 ]
    [ "$output" = 'answered HTTP status 200, but nothing in its body matches lost' ]
    run probe http "127.0.0.1:$port" /none
    [ "$output" = 'answered HTTP status 404' ]
    probe http "127.0.0.1:$port" /none status=404
    probe http "localhost:$port" /health
    end_bystanders
    run probe http "127.0.0.1:$port" /health
    [ "$status" -eq 1 ]
    [ "$output" = "connect to 127.0.0.1 port $port: Connection refused" ]
}

@test "https: the certificate counts, unless told otherwise" {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
        -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
        -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
    bystander openssl s_server -accept "127.0.0.1:$port" -key "$work/key.pem" -cert "$work/cert.pem" -www
    wait_until 10 probe tcp "127.0.0.1:$port"
    probe https "127.0.0.1:$port" / verify=no
    SSL_CERT_FILE=$work/cert.pem probe https "localhost:$port" /
    SSL_CERT_FILE=$work/cert.pem probe https "127.0.0.1:$port" /
    SSL_CERT_FILE=$work/cert.pem probe tls "127.0.0.1:$port" 'send=GET / HTTP/1.0\r\n\r\n' 'expect=^HTTP/1.0 200'
    run probe https "localhost:$port" /
    [ "$status" -eq 1 ]
    [[ "$output" == 'certificate: self'* ]]
    run env SSL_CERT_FILE="$work/cert.pem" "$HIVE_BIN/hive-probe" https "127.0.0.1:$port" / host=other.example
    [ "$status" -eq 1 ]
    [[ "$output" == 'certificate: '*ostname* ]]
    end_bystanders
}

@test "conversations over TCP and Unix sockets" {
    one_service </dev/null
    ctl wait --timeout 10
    probe unix "$work/run/web.sock" 'send=ping\n' 'expect="state": ?"ready"'
    run probe unix "$work/run/web.sock" 'send=ping\n' expect=degraded -t
    [ "$status" -eq 64 ]
    run probe -t 1 unix "$work/run/web.sock" 'send=ping\n' expect=degraded
    [ "$status" -eq 1 ]
    [ "$output" = 'no answer in time' ]
    run probe tcp "127.0.0.1:$port" 'send=GET / HTTP/1.1\r\n\r\n' 'expect=^HTTP/1.1 404'
    [ "$status" -eq 1 ]
    [ "$output" = 'nothing it said matches ^HTTP/1.1 404' ]
    probe tcp "127.0.0.1:$port" 'send=GET / HTTP/1.1\r\n\r\n' 'expect=^HTTP/1.1 200'
}

@test "a database server greets" {
    start_mariadb "$work/db"
    run probe mysql "unix:$work/db/socket"
    stop_mariadb "$work/db"
    [ "$status" -eq 0 ]
    [[ "$output" == *MariaDB* ]]
    run probe mysql "unix:$work/db/socket"
    [ "$status" -eq 1 ]
    bystander python3 -m http.server "$port" --bind 127.0.0.1
    wait_until 10 probe tcp "127.0.0.1:$port"
    run probe -t 2 mysql "127.0.0.1:$port"
    [ "$status" -eq 1 ]
    end_bystanders
}

@test "a name server answers" {
    bystander python3 -c "
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('127.0.0.1', $port))
while True:
    q, peer = s.recvfrom(512)
    code, count = (3, 0) if b'none' in q else (0, 1)
    record = b'\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04\xc0\0\x02\x07' if count else b''
    s.sendto(q[:2] + bytes([0x81, 0x80 | code]) + q[4:6] + bytes([0, count]) + bytes(4) + q[12:] + record, peer)"
    wait_until 10 probe -t 1 dns "127.0.0.1:$port" example.net
    [ "$(probe dns "127.0.0.1:$port" example.net 'expect=^192\.0\.2\.')" = 192.0.2.7 ]
    run probe dns "127.0.0.1:$port" none.example
    [ "$output" = 'answered NXDOMAIN' ]
    run probe dns "127.0.0.1:$port" example.net expect=^10
    [ "$output" = 'answered 192.0.2.7, which does not match ^10' ]
    end_bystanders
}

@test "a hang is seen over HTTP, and one lost probe of three does not matter" {
    probed "http 127.0.0.1:$port / status=200"
    wait_until 10 is_probed hive-web
    pid=$(status_of hive-web pid)
    kill -STOP "$pid"
    wait_until 20 is_anew hive-web "$pid"
    has_event hive-web 'no answer'
}

@test "hive-probe runs without rights, and is started again when it is killed" {
    probed "tcp 127.0.0.1:$port"
    wait_until 10 is_probed hive-web
    helper=$(pgrep -P "$keeper" -x hive-probe)
    if is_root; then [ "$(stat -c %U "/proc/$helper")" = nobody ]; fi
    grep -E '^NoNewPrivs:\s+1$' "/proc/$helper/status"
    grep -E '^CapEff:\s+0+$' "/proc/$helper/status" || not is_root
    pid=$(status_of hive-web pid)
    kill -9 "$helper"
    another() { [ -n "$(pgrep -P "$keeper" -x hive-probe)" ] && [ "$(pgrep -P "$keeper" -x hive-probe)" != "$helper" ]; }
    wait_until 10 another
    is hive-web pid "$pid"
    kill -9 "$(core_pid)"
    wait_until 10 is_probed hive-web
    [ "$(pgrep -c -P "$keeper" -x hive-probe)" -eq 1 ]
    is hive-web pid "$pid"
}

@test "a program as probe: it fails, it hangs, it serves" {
    touch "$work/healthy"
    probed "exec sh -c 'test -e $work/hang && sleep 100; test -e $work/healthy || { echo not well; exit 1; }'"
    wait_until 10 is_probed hive-web
    pid=$(status_of hive-web pid)
    rm "$work/healthy"
    wait_until 20 is_anew hive-web "$pid"
    has_event hive-web 'probe: not well'
    touch "$work/healthy" "$work/hang"
    wait_until 20 has_event hive-web 'did not end in time'
}

@test "the first question waits for the initial delay" {
    local begin
    begin=$(date +%s%N)
    start_supervisor <<INI
[service hive-web]
command = $work/supervised
probe = exec sh -c 'date +%s%N >>$work/asked'
probe_delay = 1500ms
probe_interval = 100ms
INI
    wait_until 20 test -s "$work/asked"
    [ $(($(head -n 1 "$work/asked") - begin)) -ge 1500000000 ]
}

@test "slow answers are degraded, and that is over when they are quick" {
    start_supervisor <<INI
[service hive-web]
command = $work/supervised
probe = exec sh -c 'test ! -e $work/slow || sleep 0.5'
probe_interval = 200ms
probe_slow = 300ms
INI
    ctl wait --timeout 20
    touch "$work/slow"
    wait_until 10 is hive-web state degraded
    [[ "$(status_of hive-web status)" == 'answers slowly: '* ]]
    rm "$work/slow"
    wait_until 10 is hive-web state ready
}

@test "a check of a host asks like a probe, and measures the time" {
    start_supervisor <<INI
[service hive-web]
command = $work/supervised
listen = http 127.0.0.1:$port
[check page]
type = host
probe = http 127.0.0.1:$port /
interval = 200ms
rules = response > 10s
INI
    wait_until 20 is page state ready
    field page "['metrics']['response']"
    ctl stop hive-web
    wait_until 10 is page state degraded
    [[ "$(status_of page status)" == *'Connection refused' ]]
}

@test "mistakes in a probe are named with their line" {
    cat >"$work/etc/supervisor.ini" <<INI
[service hive-web]
command = true
probe = http 127.0.0.1:80 / staus=200
[check page]
type = host
probe = ping example.net
INI
    run "$HIVE_BIN/hive-supervisor" -t
    [ "$status" -eq 78 ]
    [[ "$output" == *"supervisor.ini:3: probe: 'staus=200' means nothing here"* ]]
    [[ "$output" == *"supervisor.ini:6: probe: 'ping' is none of"* ]]
}
