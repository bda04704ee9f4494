#!/usr/bin/env bats
# hive-proxy with TLS, seen by curl and openssl s_client; and its reload in place.

load lib.bash

setup_file() {
    export TREE PORT TLS_PORT URL TLS_URL
    TREE=$(mktemp -d /tmp/hive-proxy-tls.XXXX)
    hive_directories "$TREE"
    PORT=$(free_port)
    TLS_PORT=$(free_port)
    URL=http://127.0.0.1:$PORT
    TLS_URL=https://hive.example:$TLS_PORT
    for host in hive.example '*.apiary.example'; do "$HIVE_BIN/hivectl" tls self-signed "$host" >>"$TREE/made"; done
    mkdir -p "$TREE/site" "$TREE/acme"
    echo 'front page' >"$TREE/site/index.html"
    head -c 3000000 /dev/urandom >"$TREE/site/large.bin"
    echo 'token.thumbprint' >"$TREE/acme/token"
    configuration >"$TREE/etc/proxy.ini"
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

configuration() {
    cat <<INI
[proxy]
listen = 127.0.0.1:$PORT
listen_tls = 127.0.0.1:$TLS_PORT
redirect_to_tls = yes
hsts = 365d
acme_directory = $TREE/acme
threads = 2
[certificate hive]
certificate = tls/hive.example.pem
key = tls/hive.example.key
[certificate apiaries]
certificate = tls/_.apiary.example.pem
key = tls/_.apiary.example.key
[location /up/]
proxy = unix:upstream.sock
auth = off
[location /healthcheck]
answer = 200 ok
auth = off
log = no
plain = yes
[location /]
files = $TREE/site
auth = off
${1:-}
INI
}

# by_tls ARGUMENT...: curl that knows the host and trusts its certificate alone.
by_tls() { curl -s --cacert "$TREE/etc/tls/hive.example.pem" --resolve "hive.example:$TLS_PORT:127.0.0.1" "$@"; }
# handshake OPTION...: what openssl says of a connection that asks for the front page.
handshake() {
    printf 'GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n' |
        openssl s_client -connect "127.0.0.1:$TLS_PORT" -ign_eof "$@" 2>&1
}
subject_of() { handshake "$@" | openssl x509 -noout -subject -nameopt multiline | sed -n 's/ *commonName *= //p'; }

@test "pages come by TLS, with a certificate that is trusted" {
    [ "$(by_tls "$TLS_URL/")" = 'front page' ]
    run by_tls -i "$TLS_URL/up/page"
    [[ "$output" == *"Strict-Transport-Security: max-age=31536000"*page ]]
    [ "$(by_tls "$TLS_URL/large.bin" | sha256sum)" = "$(sha256sum <"$TREE/site/large.bin")" ]
    by_tls "$TLS_URL/up/echo" | grep -q '"X-Forwarded-Proto", "https"'
}

@test "50 MB and an upload go through TLS intact" {
    [ "$(by_tls "$TLS_URL/up/big" | wc -c)" = 50000000 ]
    sum=$(sha256sum <"$TREE/site/large.bin" | cut -d ' ' -f 1)
    by_tls -T "$TREE/site/large.bin" "$TLS_URL/up/echo" | grep -q "\"size\": 3000000, \"body\": \"$sum\""
}

@test "TLS 1.2 and 1.3 are spoken, 1.1 is not" {
    [[ "$(handshake -tls1_2)" == *"front page"* ]]
    [[ "$(handshake -tls1_3)" == *"front page"* ]]
    ! [[ "$(handshake -tls1_1 -cipher 'ALL:@SECLEVEL=0')" == *"front page"* ]]
}

@test "HTTP/1.1 is agreed on where the client asks" {
    [[ "$(handshake -alpn h2,http/1.1)" == *"ALPN protocol: http/1.1"* ]]
    [[ "$(handshake -alpn h2)" == *"No ALPN negotiated"* ]]
}

@test "each host gets its certificate, an unknown one the first" {
    [ "$(subject_of -servername hive.example)" = hive.example ]
    [ "$(subject_of -servername NORTH.apiary.example)" = '*.apiary.example' ]
    [ "$(subject_of -servername a.b.apiary.example)" = hive.example ]
    [ "$(subject_of -servername other.example)" = hive.example ]
    [ "$(subject_of -noservername)" = hive.example ]
}

@test "sessions are resumed, by ticket and by the cache" {
    handshake -tls1_3 -sess_out "$TREE/session" >/dev/null
    [[ "$(handshake -tls1_3 -sess_in "$TREE/session")" == *"Reused, TLSv1.3"* ]]
    handshake -tls1_2 -sess_out "$TREE/session" >/dev/null
    [[ "$(handshake -tls1_2 -sess_in "$TREE/session")" == *"Reused, TLSv1.2"* ]]
    handshake -tls1_2 -no_ticket -sess_out "$TREE/session" >/dev/null
    [[ "$(handshake -tls1_2 -no_ticket -sess_in "$TREE/session")" == *"Reused, TLSv1.2"* ]]
}

@test "clients without TLS are sent to it, but for challenges and the health check" {
    [ "$(curl -s -o /dev/null -w '%{http_code} %{redirect_url}' -H 'Host: hive.example:80' "$URL/up/page?a=1")" = "301 https://hive.example:$TLS_PORT/up/page?a=1" ]
    [ "$(curl -s -o /dev/null -w '%{http_code}' -X POST -d x "$URL/up/echo")" = 308 ]
    [ "$(curl -s "$URL/healthcheck")" = ok ]
    [ "$(curl -s "$URL/.well-known/acme-challenge/token")" = token.thumbprint ]
    run curl -si "$URL/healthcheck"
    [[ "$output" != *Strict-Transport-Security* ]]
}

@test "a client that speaks plain HTTP to the TLS port, or nothing, costs nobody else" {
    run timeout 5 bash -c "printf 'GET / HTTP/1.1\r\nHost: h\r\n\r\n' | python3 tests/e2e/proxy_raw.py $TLS_PORT"
    [[ "$output" != *"front page"* ]]
    [ "$(by_tls "$TLS_URL/")" = 'front page' ]
}

@test "a certificate that changes is served within two seconds, and tickets stay good" {
    handshake -tls1_3 -sess_out "$TREE/session" >/dev/null
    before=$(handshake | openssl x509 -noout -fingerprint)
    mkdir "$TREE/other"
    CONFIGURATION_DIRECTORY=$TREE/other "$HIVE_BIN/hivectl" tls self-signed hive.example >/dev/null
    cp "$TREE/other/tls/"hive.example.* "$TREE/etc/tls/"
    changed() { [ "$(handshake | openssl x509 -noout -fingerprint)" != "$before" ]; }
    wait_until 5 changed
    [[ "$(handshake -tls1_3 -sess_in "$TREE/session")" == *"Reused, TLSv1.3"* ]]
}

@test "a certificate that does not fit its key is not taken" {
    cp "$TREE/etc/tls/hive.example.key" "$TREE/key"
    cp "$TREE/etc/tls/_.apiary.example.key" "$TREE/etc/tls/hive.example.key"
    wait_until 5 grep -q 'kept the certificates why=.*hive.example.key' "$TREE/proxy.log"
    by_tls "$TLS_URL/" | grep -q 'front page'
    cp "$TREE/key" "$TREE/etc/tls/hive.example.key"
}

@test "SIGHUP changes the locations, and keeps the old ones when there is a mistake" {
    configuration '[location /new/]
answer = 200 new
auth = off
plain = yes' >"$TREE/etc/proxy.ini"
    kill -HUP "$(cat "$TREE/proxy.pid")"
    wait_until 5 grep -q 'reloaded locations=' "$TREE/proxy.log"
    wait_until 5 test "$(curl -s "$URL/new/")" = new
    configuration 'colour = red' >"$TREE/etc/proxy.ini"
    kill -HUP "$(cat "$TREE/proxy.pid")"
    wait_until 5 grep -q 'kept the configuration mistakes=1' "$TREE/proxy.log"
    [ "$(curl -s "$URL/new/")" = new ]
}

@test "SIGHUP under load fails no request" {
    configuration '' | sed 's/redirect_to_tls = yes//' >"$TREE/etc/proxy.ini"
    kill -HUP "$(cat "$TREE/proxy.pid")"
    wait_until 5 curl -sf "$URL/up/page"
    python3 tests/e2e/proxy_load.py "$URL/up/page" 8 4 >"$TREE/load" &
    load=$!
    while kill -0 "$load" 2>/dev/null; do
        kill -HUP "$(cat "$TREE/proxy.pid")"
        sleep 0.2
    done
    wait "$load"
    [[ "$(cat "$TREE/load")" =~ ^\{\"200\":\ [0-9]+\}$ ]]
}

@test "hivectl writes no certificate over another, and none for what is no host" {
    run "$HIVE_BIN/hivectl" tls self-signed hive.example
    [ "$status" -eq 1 ]
    [[ "$output" == *"is there already"* ]]
    run "$HIVE_BIN/hivectl" tls self-signed 'a b'
    [ "$status" -eq 1 ]
    [ "$(stat -c %a "$TREE/etc/tls/hive.example.key")" = 640 ]
    CONFIGURATION_DIRECTORY=$TREE/other "$HIVE_BIN/hivectl" --json tls self-signed 192.0.2.7 | grep -q '"host":"192.0.2.7"'
    openssl x509 -in "$TREE/other/tls/192.0.2.7.pem" -noout -text | grep -q 'IP Address:192.0.2.7'
}
