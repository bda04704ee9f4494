#!/usr/bin/env bats
# hive-proxy seen from outside: real clients before it, a real HTTP server behind it.

load lib.bash

setup_file() {
    export TREE
    TREE=$(mktemp -d /tmp/hive-proxy.XXXX)
    hive_directories "$TREE"
    export PORT URL="http://127.0.0.1"
    PORT=$(free_port)
    URL=http://127.0.0.1:$PORT
    mkdir -p "$TREE/site/docs"
    echo '<h1>front page</h1>' >"$TREE/site/index.html"
    echo 'body { margin: 0 }' >"$TREE/site/docs/a.css"
    head -c 1000000 /dev/urandom >"$TREE/site/large.bin"
    echo secret >"$TREE/secret"
    ln -s ../secret "$TREE/site/link"
    # Every form that Apache's own program makes, and yescrypt by ours.
    htpasswd -nbB -C 6 ann 'right one' >"$TREE/etc/users"
    htpasswd -nbB -C 12 slow 'right four' >>"$TREE/etc/users"
    htpasswd -nbm bob 'right two' >>"$TREE/etc/users"
    htpasswd -nbs eve 'right three' >>"$TREE/etc/users"
    htpasswd -nbd dan 'right five' 2>/dev/null >>"$TREE/etc/users"
    htpasswd -nb2 fay 'right six' >>"$TREE/etc/users"
    htpasswd -nb5 gus 'right seven' >>"$TREE/etc/users"
    printf 'right eight' | "$HIVE_BIN/hive-passwd" -f "$TREE/etc/users" add hal
    echo 'admin: ann' >"$TREE/etc/groups"
    cat >"$TREE/etc/proxy.ini" <<INI
[proxy]
listen = 127.0.0.1:$PORT
threads = 2
max_body = 2M
head_timeout = 2s
response_timeout = 3s
lockout_failures = 10000
[location /app/]
proxy = unix:upstream.sock
[location /open/]
proxy = unix:upstream.sock
auth = off
[location /kept/]
proxy = unix:upstream.sock
strip_authorization = no
strip_prefix = no
[location /away/]
proxy = unix:nobody.sock
auth = off
[location /healthcheck]
answer = 200 ok
auth = off
log = no
[location /]
files = $TREE/site
auth = off
INI
    python3 tests/e2e/proxy_upstream.py "$RUNTIME_DIRECTORY/upstream.sock" 3>&- &
    echo $! >"$TREE/upstream.pid"
    "$HIVE_BIN/hive-proxy" 2>"$TREE/proxy.log" 3>&- &
    echo $! >"$TREE/proxy.pid"
    wait_until 10 curl -sf "$URL/healthcheck"
    wait_until 10 test -S "$RUNTIME_DIRECTORY/upstream.sock"
}

teardown_file() {
    end_process "$(cat "$TREE/proxy.pid")"
    end_process "$(cat "$TREE/upstream.pid")"
    [ -z "${KEEP_TREE:-}" ] && rm -rf "$TREE"
}

status_of() { curl -s -o /dev/null -w '%{http_code}' "$@"; }
raw() { printf "$1" | python3 tests/e2e/proxy_raw.py "$PORT"; }
raw_status() { raw "$1" | head -n 1 | cut -d ' ' -f 2; }
field_seen() { python3 -c '
import json, sys
print("|".join(v for n, v in json.load(sys.stdin)["fields"] if n.lower() == sys.argv[1].lower()))' "$1"; }
count_of() { ask "$RUNTIME_DIRECTORY/proxy.sock" status | python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }

@test "a location asks for a login" {
    run curl -si "$URL/app/echo"
    [[ "$output" == "HTTP/1.1 401 Unauthorized"* ]]
    [[ "$output" == *'WWW-Authenticate: Basic realm="Hive", charset="UTF-8"'* ]]
    [[ "$output" == *"Content-Security-Policy: default-src 'self'"* ]]
}

@test "the right password of each form lets in, at once the second time" {
    [ "$(status_of -u 'ann:right one' "$URL/app/echo")" = 200 ]
    [ "$(status_of -u 'bob:right two' "$URL/app/echo")" = 200 ]
    [ "$(status_of -u 'eve:right three' "$URL/app/echo")" = 200 ]
    [ "$(status_of -u 'dan:right five' "$URL/app/echo")" = 200 ]
    [ "$(status_of -u 'fay:right six' "$URL/app/echo")" = 200 ]
    [ "$(status_of -u 'gus:right seven' "$URL/app/echo")" = 200 ]
    [ "$(status_of -u 'hal:right eight' "$URL/app/echo")" = 200 ]
    hashed=$(count_of auth_hashed)
    [ "$(status_of -u 'ann:right one' "$URL/app/echo")" = 200 ]
    [ "$(count_of auth_hashed)" = "$hashed" ]
}

@test "failed logins are logged in the form of fail2ban's nginx-http-auth" {
    [ "$(status_of -u 'ann:wrong' "$URL/app/failed-one")" = 401 ]
    [ "$(status_of -u 'no "one", client: 198.51.100.1:x' "$URL/app/failed-two")" = 401 ]
    [ "$(status_of "$URL/app/without-login")" = 401 ]
    log=$LOGS_DIRECTORY/proxy-error.log
    grep -q 'user "ann": password mismatch, client: 127.0.0.1, .*/app/failed-one' "$log"
    grep -q 'was not found in ".*/users", client: 127.0.0.1, .*/app/failed-two' "$log"
    ! grep -q without-login "$log"
    fail2ban-regex --print-all-matched "$log" /etc/fail2ban/filter.d/nginx-http-auth.conf >"$TREE/matches"
    lines=$(wc -l <"$log")
    [[ "$(grep '^Lines:' "$TREE/matches")" == "Lines: $lines lines, 0 ignored, $lines matched, 0 missed"* ]]
    fail2ban-regex -o ip "$log" /etc/fail2ban/filter.d/nginx-http-auth.conf | sort -u | grep -qx 127.0.0.1
}

@test "a password changed in the users file counts within two seconds" {
    users=$(count_of users)
    htpasswd -nbm carl first >>"$TREE/etc/users"
    known() { [ "$(count_of users)" = $((users + 1)) ]; }
    wait_until 3 known
    [ "$(status_of -u carl:first "$URL/app/echo")" = 200 ]
    sed -i '/^carl:/d' "$TREE/etc/users"
    htpasswd -nbm carl second >>"$TREE/etc/users"
    wait_until 3 curl -sf -u carl:second "$URL/app/echo"
    [ "$(status_of -u carl:first "$URL/app/echo")" = 401 ]
}

@test "upstreams learn who asks, and nothing a client claims" {
    answer=$(curl -s -u 'ann:right one' -H 'X-Hive-User: root' -H 'X_Hive_Groups: admin' -H 'X-Real-IP: 1.2.3.4' \
        -H 'X-Forwarded-For: 1.2.3.4' -H 'Forwarded: for=1.2.3.4' -H 'Proxy: http://evil' \
        -H 'Connection: X-Secret' -H 'X-Secret: hop' -H 'TE: trailers' -H 'Upgrade: h2c' "$URL/app/echo?a=%2f")
    [[ "$answer" == *'"path": "/echo?a=%2f"'* ]]
    [ "$(field_seen X-Hive-User <<<"$answer")" = ann ]
    [ "$(field_seen X-Hive-Groups <<<"$answer")" = admin ]
    [ "$(field_seen X-Hive-Address <<<"$answer")" = 127.0.0.1 ]
    [ "$(field_seen X-Forwarded-For <<<"$answer")" = 127.0.0.1 ]
    [ "$(field_seen X-Forwarded-Proto <<<"$answer")" = http ]
    [ "$(field_seen X-Forwarded-Host <<<"$answer")" = "127.0.0.1:$PORT" ]
    [ "$(field_seen Host <<<"$answer")" = "127.0.0.1:$PORT" ]
    [ "$(field_seen Forwarded <<<"$answer")" = "for=127.0.0.1;proto=http" ]
    for gone in Authorization X_Hive_Groups X-Real-IP Proxy Connection X-Secret TE Upgrade; do
        [ -z "$(field_seen "$gone" <<<"$answer")" ]
    done
}

@test "a location may keep the prefix and the Authorization field" {
    answer=$(curl -s -u 'ann:right one' "$URL/kept/echo")
    [[ "$answer" == *'"path": "/kept/echo"'* ]]
    [[ "$(field_seen Authorization <<<"$answer")" == Basic* ]]
}

@test "one connection serves many requests, and one upstream connection, too" {
    run curl -sv "$URL/open/page" "$URL/open/page" "$URL/docs/a.css" "$URL/open/page" -o /dev/null
    [ "$(grep -c 'Re-using existing connection' <<<"$output")" = 3 ]
    before=$(curl -s "$URL/open/count")
    for _ in $(seq 20); do curl -s "$URL/open/page" -o /dev/null; done
    [ $(($(curl -s "$URL/open/count") - before)) -le 2 ]
}

@test "requests sent ahead are answered in order" {
    answer=$(raw 'GET /open/page HTTP/1.1\r\nHost: h\r\n\r\nGET /healthcheck HTTP/1.1\r\nHost: h\r\n\r\nGET /docs/a.css HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')
    [ "$(grep -o 'HTTP/1.1 200 OK' <<<"$answer" | wc -l)" = 3 ]
    [[ "$answer" == *page*ok*margin* ]]
}

@test "bodies go up chunked and by length, intact" {
    head -c 1500000 /dev/urandom >"$TREE/upload"
    sum=$(sha256sum <"$TREE/upload" | cut -d ' ' -f 1)
    curl -s -T "$TREE/upload" "$URL/open/echo" | grep -q "\"size\": 1500000, \"body\": \"$sum\""
    curl -s -X POST -H 'Transfer-Encoding: chunked' --data-binary "@$TREE/upload" "$URL/open/echo" |
        grep -q "\"size\": 1500000, \"body\": \"$sum\""
}

@test "a body over max_body is refused, told or not" {
    head -c 2200000 /dev/zero >"$TREE/over"
    [ "$(status_of -T "$TREE/over" "$URL/open/echo")" = 413 ]
    [ "$(status_of -X POST -H 'Transfer-Encoding: chunked' --data-binary "@$TREE/over" "$URL/open/echo")" = 413 ]
}

@test "Expect: 100-continue is passed on and its answer back" {
    run curl -sv --expect100-timeout 30 -H 'Expect: 100-continue' -d hello "$URL/open/echo"
    [[ "$output" == *"HTTP/1.1 100 Continue"*"HTTP/1.1 200 OK"* ]]
    [[ "$output" == *'"size": 5'* ]]
    [ "$(raw_status 'POST /open/ HTTP/1.1\r\nHost: h\r\nExpect: cake\r\nContent-Length: 0\r\n\r\n')" = 417 ]
}

@test "other interim answers reach the client" {
    [[ "$(raw 'GET /open/hints HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')" == "HTTP/1.1 103 "*"HTTP/1.1 200 "*ok ]]
}

@test "50 MB come down intact, at full speed and to a slow reader" {
    sum=$(python3 -c '
import hashlib
p = bytes(i * i % 251 for i in range(65521)); whole, rest = divmod(50_000_000, len(p))
print(hashlib.sha256(p * whole + p[:rest]).hexdigest())')
    [ "$(curl -s "$URL/open/big" | sha256sum | cut -d ' ' -f 1)" = "$sum" ]
    pid=$(cat "$TREE/proxy.pid")
    before=$(awk '/VmRSS/ { print $2 }' "/proc/$pid/status")
    [ "$(curl -s --limit-rate 25M "$URL/open/big" | sha256sum | cut -d ' ' -f 1)" = "$sum" ]
    [ $(($(awk '/VmRSS/ { print $2 }' "/proc/$pid/status") - before)) -lt 8000 ] || [ -n "${SANITIZED:-}" ]
}

@test "server-sent events arrive one by one, as they are sent" {
    curl -sN "$URL/open/events" >"$TREE/events" &
    reader=$!
    wait_until 5 grep -q 'data: first' "$TREE/events"
    ! grep -q second "$TREE/events"
    curl -s "$URL/open/release"
    wait "$reader"
    grep -q 'data: second' "$TREE/events"
}

@test "HEAD, 304 and a body that ends with the connection" {
    [ "$(curl -sI "$URL/open/page" | grep -ic 'content-length: 4')" = 1 ]
    [ "$(status_of -H 'If-None-Match: "v1"' "$URL/open/page")" = 304 ]
    [ "$(curl -s "$URL/open/until-end")" = 'until the end' ]
    run raw 'GET /open/until-end HTTP/1.0\r\n\r\n'
    [[ "$output" == *"Connection: close"*"until the end" ]]
    [[ "$output" != *chunked* ]]
}

@test "an answer that is cut is not passed off as whole" {
    run curl -s "$URL/open/cut"
    [ "$status" -eq 18 ] || [ "$status" -eq 56 ]
}

@test "malformed answers and absent upstreams are a 502 with a page" {
    [ "$(status_of "$URL/open/twice")" = 502 ]
    [ "$(status_of "$URL/open/nothing")" = 502 ]
    run curl -s "$URL/away/x"
    [[ "$output" == *"<h1>502 Bad Gateway</h1>"*"cannot be reached"* ]]
}

@test "a repeatable request is sent again when the upstream closed without an answer" {
    [ "$(status_of "$URL/open/nothing-once")" = 200 ]
    [ "$(status_of -X POST "$URL/open/nothing-once-posted")" = 502 ]
}

@test "an upstream that does not answer is a 504 after response_timeout" {
    mkfifo "$TREE/silent"
    socat_like='import socket, sys; s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(5); open(sys.argv[2]).read()'
    python3 -c "$socat_like" "$RUNTIME_DIRECTORY/nobody.sock" "$TREE/silent" 3>&- &
    silent=$!
    wait_until 5 test -S "$RUNTIME_DIRECTORY/nobody.sock"
    [ "$(status_of --max-time 10 "$URL/away/x")" = 504 ]
    end_process "$silent"
    rm -f "$RUNTIME_DIRECTORY/nobody.sock"
}

@test "an early answer reaches a client that is still sending" {
    head -c 1900000 /dev/zero >"$TREE/early"
    [ "$(curl -s -X POST --data-binary "@$TREE/early" "$URL/open/early")" = early ]
}

@test "files have types, tags and an index; directories get their slash" {
    run curl -si "$URL/docs/a.css"
    [[ "$output" == *"Content-Type: text/css"* ]]
    tag=$(grep -i '^etag:' <<<"$output" | cut -d ' ' -f 2 | tr -d '\r')
    [ "$(status_of -H "If-None-Match: $tag" "$URL/docs/a.css")" = 304 ]
    since=$(grep -i '^last-modified:' <<<"$output" | cut -d ' ' -f 2- | tr -d '\r')
    [ "$(status_of -H "If-Modified-Since: $since" "$URL/docs/a.css")" = 304 ]
    curl -s "$URL/" | grep -q 'front page'
    [ "$(curl -s -o /dev/null -w '%{redirect_url}' "$URL/docs?x=1")" = "$URL/docs/?x=1" ]
    [ "$(curl -s -o /dev/null -w '%{redirect_url}' "$URL/app")" = "$URL/app/" ]
    [ "$(curl -s "$URL/large.bin" | sha256sum)" = "$(sha256sum <"$TREE/site/large.bin")" ]
    [ "$(curl -sI "$URL/large.bin" | grep -ic 'content-length: 1000000')" = 1 ]
    [ "$(status_of "$URL/missing")" = 404 ]
    [ "$(status_of -X POST -d x "$URL/docs/a.css")" = 405 ]
}

@test "no path leads out of the directory" {
    for path in /../secret /..%2fsecret /%2e%2e/secret /%2e%2e%2fsecret /docs/../../secret /docs/%2e%2e/..%2fsecret \
        /..%5csecret '/..\secret' /docs/..%00/secret /%252e%252e/secret //../secret /./../secret /link; do
        run curl -s --path-as-is -w '%{http_code}' "$URL$path"
        [[ "$output" != *secret*200 ]]
        [[ "$output" == *400 || "$output" == *404 ]]
    done
}

@test "no path leads around the login" {
    for path in /open/../app/echo /open/%2e%2e/app/echo //app/echo /./app/echo /%61pp/echo /app%2fecho /open/..%2fapp/echo; do
        [ "$(status_of --path-as-is "$URL$path")" = 401 ]
    done
}

@test "what could be read in two ways is refused and reaches no upstream" {
    before=$(grep -c smuggled "$LOGS_DIRECTORY/proxy-access.log" || true)
    inner='GET /open/smuggled HTTP/1.1\r\nHost: h\r\n\r\n'
    refused() { [ "$(raw_status "$1$inner")" = "$2" ]; }
    refused 'POST /open/ HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n' 400
    refused 'POST /open/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n' 400
    refused 'POST /open/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n' 501
    refused 'POST /open/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n' 400
    refused 'POST /open/ HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nContent-Length: 44\r\n\r\n' 400
    refused 'POST /open/ HTTP/1.1\r\nHost: h\r\nContent-Length: +0\r\n\r\n' 400
    refused 'GET /open/ HTTP/1.1\r\nHost: h\r\nA: b\r\n Content-Length: 44\r\n\r\n' 400
    refused 'GET /open/ HTTP/1.1\r\nHost: h\nContent-Length: 44\r\n\r\n' 400
    refused 'GET /open/ HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n' 400
    refused 'GET /open/ HTTP/1.1\r\n\r\n' 400
    refused 'GET /open/ HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n' 400
    refused 'GET /open/\r\n\r\n' 505
    refused 'GET /open/ HTTP/2.0\r\nHost: h\r\n\r\n' 505
    refused 'CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n' 501
    refused 'TRACE /open/ HTTP/1.1\r\nHost: h\r\n\r\n' 501
    refused 'GET /open/#x HTTP/1.1\r\nHost: h\r\n\r\n' 400
    refused 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' 400
    after=$(grep -c smuggled "$LOGS_DIRECTORY/proxy-access.log" || true)
    [ "$before" = "$after" ]
}

@test "a bad chunk in a body ends the request" {
    [ "$(raw_status 'POST /open/echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello7\r\n')" = 400 ]
    [ "$(raw_status 'POST /open/echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\nx\r\n0\r\n\r\n')" = 400 ]
}

@test "heads that are too large or too slow are ended" {
    long=$(head -c 17000 /dev/zero | tr '\0' a)
    [ "$(status_of -H "A: $long" "$URL/")" = 431 ]
    many=$(for i in $(seq 101); do printf 'A: b\\r\\n'; done)
    [ "$(raw_status "GET / HTTP/1.1\r\nHost: h\r\n$many\r\n")" = 400 ]
    run timeout 8 python3 -c '
import socket, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
s.sendall(b"GET / HTTP/1.1\r\nHost: h\r\n")
print(s.recv(100).split()[1].decode())' "$PORT"
    [ "$output" = 408 ]
}

@test "the health check leaves no line, every other request one" {
    [ "$(curl -s "$URL/healthcheck")" = ok ]
    [ "$(status_of -A 'a "quoted" agent' "$URL/docs/a.css?logged")" = 200 ]
    log=$LOGS_DIRECTORY/proxy-access.log
    grep -q '"GET /docs/a.css?logged HTTP/1.1" 200 19 "-" "a \\x22quoted\\x22 agent" ' "$log"
    ! grep -q healthcheck "$log"
}

@test "SIGUSR1 opens the logs anew" {
    log=$LOGS_DIRECTORY/proxy-access.log
    mv "$log" "$log.1"
    kill -USR1 "$(cat "$TREE/proxy.pid")"
    wait_until 5 test -e "$log"
    [ "$(status_of "$URL/docs/a.css?reopened")" = 200 ]
    grep -q reopened "$log"
}

@test "twenty clients with one wrong password share the hashing" {
    before=$(count_of auth_hashed)
    for _ in $(seq 20); do status_of -u 'slow:same guess' "$URL/app/echo" >>"$TREE/twenty" & done
    wait
    [ "$(grep -o 401 "$TREE/twenty" | wc -l)" = 20 ]
    [ $(($(count_of auth_hashed) - before)) -le 10 ]
}

@test "the control socket tells how it is and what it counted" {
    [[ "$(ask "$RUNTIME_DIRECTORY/proxy.sock" ping)" == *'"state":"ready"'* ]]
    [ "$(count_of requests)" -gt 50 ]
    [ "$(count_of users)" -ge 3 ]
}

@test "a users file that cannot be read makes it degraded, not open" {
    mv "$TREE/etc/users" "$TREE/etc/users.away"
    degraded() { [[ "$(ask "$RUNTIME_DIRECTORY/proxy.sock" ping)" == *'"state":"degraded"'* ]]; }
    wait_until 5 degraded
    [ "$(status_of -u 'ann:never right' "$URL/app/echo")" = 401 ]
    mv "$TREE/etc/users.away" "$TREE/etc/users"
    ready() { [[ "$(ask "$RUNTIME_DIRECTORY/proxy.sock" ping)" == *'"state":"ready"'* ]]; }
    wait_until 5 ready
}

@test "every mistake of a bad configuration is named with its line" {
    cat >"$TREE/bad.ini" <<'INI'
[proxy]
listen = somewhere
threads = -1
colour = red
[location nowhere]
proxy = unix:x.sock
files = /srv
[location /]
auth = maybe
INI
    run "$HIVE_BIN/hive-proxy" -t -c "$TREE/bad.ini"
    [ "$status" -eq 78 ]
    for line in 2 3 4 9; do [[ "$output" == *"bad.ini:$line: "* ]]; done
    [[ "$output" == *"a prefix starts with '/'"* ]]
    [[ "$output" == *"exactly one of proxy, upstream, files"* ]]
    run "$HIVE_BIN/hive-proxy" -c "$TREE/bad.ini"
    [ "$status" -eq 78 ]
}

@test "the examples of the manual are valid" {
    printf '[upstream notes]\nservers = 10.0.0.1:3000, 10.0.0.2:3000, 10.0.0.3:3000 weight=2\ncheck_path = /health\n[location /shared/]\nupstream = notes\n[location /cams/]\nproxy = 127.0.0.1:8090\nallow = 192.168.0.0/16, fd00::/8\nsatisfy = any\n' >"$TREE/manual.ini"
    "$HIVE_BIN/hive-proxy" -t -c "$TREE/manual.ini"
    printf '[location /notes/]\nproxy = 127.0.0.1:3000\n[location /pictures/]\nfiles = /srv/pictures\nauth = off\n' >"$TREE/manual.ini"
    "$HIVE_BIN/hive-proxy" -t -c "$TREE/manual.ini"
    "$HIVE_BIN/hive-proxy" -t -c etc/proxy.ini
    sed 's/^;\([a-z\[]\)/\1/' etc/proxy.ini >"$TREE/all.ini"
    "$HIVE_BIN/hive-proxy" -t -c "$TREE/all.ini"
}

# Runs a second hive-proxy under a holder of its socket, restarts it $1 times with signal $2
# under load, and prints what the clients saw.
restart_under_load() {
    local tree port holder load pid
    tree=$(mktemp -d /tmp/hive-proxy.XXXX)
    port=$(free_port)
    cp -r "$TREE/etc" "$tree/"
    (
        hive_directories "$tree"
        ln -s "$TREE/run/upstream.sock" "$tree/run/upstream.sock"
        exec python3 tests/e2e/proxy_holder.py "$port" "$tree/pid"
    ) 2>"$tree/log.txt" 3>&- &
    holder=$!
    wait_until 5 curl -sf "http://127.0.0.1:$port/healthcheck"
    python3 tests/e2e/proxy_load.py "http://127.0.0.1:$port/open/page" 8 4 >"$tree/load" &
    load=$!
    for _ in $(seq "$1"); do
        pid=$(cat "$tree/pid")
        kill "-$2" "$pid"
        new() { [ "$(cat "$tree/pid")" != "$pid" ]; }
        wait_until 8 new
        wait_until 5 curl -sf "http://127.0.0.1:$port/healthcheck"
    done
    wait "$load"
    cat "$tree/load"
    end_process "$holder"
    rm -rf "$tree"
}

@test "restarts under load break no request" {
    run restart_under_load 3 TERM
    echo "$output"
    [[ "$output" =~ ^\{\"200\":\ [0-9]+\}$ ]]
}

@test "kill -9 under load refuses no connection" {
    run restart_under_load 2 KILL
    echo "$output"
    [[ "$output" != *Refused* ]]
}

@test "failures wait for hive-ban and reach it once" {
    tree=$(mktemp -d /tmp/hive-proxy.XXXX)
    port=$(free_port)
    hive_directories "$tree"
    cp "$TREE/etc/users" "$tree/etc/"
    printf '[proxy]\nlisten = 127.0.0.1:%s\n[location /]\nanswer = 200 inside\n' "$port" >"$tree/etc/proxy.ini"
    printf '[ban]\nmode = dry-run\n' >"$tree/etc/ban.ini"
    "$HIVE_BIN/hive-proxy" 2>"$tree/proxy.txt" 3>&- &
    proxy=$!
    wait_until 5 status_of "http://127.0.0.1:$port/"
    for guess in 1 2; do [ "$(status_of -u "ann:$guess" "http://127.0.0.1:$port/")" = 401 ]; done
    waiting() { [[ "$(ask "$RUNTIME_DIRECTORY/proxy.sock" status)" == *"\"failures_waiting\":$1,"* ]]; }
    wait_until 5 waiting 2
    "$HIVE_BIN/hive-ban" -v 2>"$tree/ban.txt" 3>&- &
    ban=$!
    wait_until 10 waiting 0
    [ "$(status_of -u ann:3 "http://127.0.0.1:$port/")" = 401 ]
    wait_until 5 grep -q 'failures=3' "$tree/ban.txt"
    [ "$(grep -c 'counted address=127.0.0.1' "$tree/ban.txt")" = 3 ]
    end_process "$ban"
    end_process "$proxy"
    rm -rf "$tree"
}

@test "an address has no more connections than it may, and gets them back" {
    tree=$(mktemp -d "$TREE/limit.XXXX")
    port=$(free_port)
    printf '[proxy]\nlisten = 127.0.0.1:%s\nmax_connections_per_address = 3\n[location /]\nanswer = 200 ok\nauth = off\n' "$port" >"$tree/proxy.ini"
    (hive_directories "$tree" && exec "$HIVE_BIN/hive-proxy" -c "$tree/proxy.ini" 2>"$tree/log.txt") 3>&- &
    daemon=$!
    wait_until 5 curl -sf "http://127.0.0.1:$port/"
    run python3 -c '
import socket, sys
def connect():
    s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=5)
    s.sendall(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
    return s
held = [connect() for _ in range(3)]
print(*[s.recv(1000).split()[1].decode() for s in held], connect().recv(1000).split()[1].decode())' "$port"
    [ "$output" = "200 200 200 429" ]
    wait_until 5 curl -sf "http://127.0.0.1:$port/"
    end_process "$daemon"
}

@test "SIGTERM stops it with status 0" {
    tree=$(mktemp -d "$TREE/stop.XXXX")
    port=$(free_port)
    printf '[proxy]\nlisten = 127.0.0.1:%s\n[location /]\nanswer = 200 ok\nauth = off\n' "$port" >"$tree/proxy.ini"
    (hive_directories "$tree" && exec "$HIVE_BIN/hive-proxy" -c "$tree/proxy.ini" 2>"$tree/log.txt") 3>&- &
    daemon=$!
    wait_until 5 curl -sf "http://127.0.0.1:$port/"
    kill -TERM "$daemon"
    wait "$daemon"
}
