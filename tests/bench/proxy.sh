#!/usr/bin/env bash
# tests/bench/proxy.sh - hive-proxy beside nginx before the same upstream (nginx on a Unix
# socket), by wrk, in alternate runs. Prints one line a figure:
#   bench NAME ours=… peer=… ratio=… target=…
# Both write an access log and tell the upstream the same of the client.
# Needs nginx-light and wrk. HIVE_BIN: directory of the programs. ROUNDS, SECONDS_EACH: how long.
set -euo pipefail

bin=${HIVE_BIN:-build/release}
rounds=${ROUNDS:-3}
seconds=${SECONDS_EACH:-3}
work=$(mktemp -d)
chmod 755 "$work"
running=()
finish() {
    kill "${running[@]}" 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap finish EXIT

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
until_connected() { until (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do sleep 0.05; done; }

ours=$(free_port)
peer=$(free_port)
mkdir -p "$work"/{etc,run,log,state,www,nginx}
head -c 600 /dev/zero | tr '\0' 'a' >"$work/www/small"
head -c 100000 /dev/urandom >"$work/www/large"

# $1 name, $2 the server block. Two workers, as hive-proxy has two threads here.
start_nginx() {
    cat >"$work/$1.conf" <<EOF
worker_processes 2; pid $work/$1.pid; error_log $work/log/$1-error.log; daemon off;
events { worker_connections 4096; }
http {
    access_log $work/log/$1-access.log combined buffer=64k; sendfile on; tcp_nodelay on;
    keepalive_requests 1000000000; client_body_temp_path $work/nginx; proxy_temp_path $work/nginx;
    fastcgi_temp_path $work/nginx; uwsgi_temp_path $work/nginx; scgi_temp_path $work/nginx;
    $2
}
EOF
    nginx -c "$work/$1.conf" -e "$work/log/$1-error.log" &
    running+=($!)
}
start_nginx upstream "access_log off; server { listen unix:$work/run/upstream.sock; root $work/www; }"
start_nginx peer "upstream up { server unix:$work/run/upstream.sock; keepalive 64; }
    server { listen 127.0.0.1:$peer;
        location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection \"\";
            proxy_set_header Host \$http_host; proxy_set_header Via \"1.1 nginx\";
            proxy_set_header X-Forwarded-For \$remote_addr; proxy_set_header X-Forwarded-Proto http;
            proxy_set_header X-Forwarded-Host \$http_host; proxy_set_header X-Real-IP \$remote_addr; } }"

printf 'ann:%s\n' "$(printf secret | openssl passwd -apr1 -stdin)" >"$work/etc/users"
cat >"$work/etc/proxy.ini" <<EOF
[proxy]
listen = 127.0.0.1:$ours
threads = 2
[location /]
proxy = unix:upstream.sock
auth = off
[location /login/]
proxy = unix:upstream.sock
EOF
CONFIGURATION_DIRECTORY=$work/etc RUNTIME_DIRECTORY=$work/run LOGS_DIRECTORY=$work/log \
    STATE_DIRECTORY=$work/state "$bin/hive-proxy" 2>"$work/log/proxy.log" &
running+=($!)
proxy=$!
until_connected "$ours"
until_connected "$peer"

rate() { wrk -t2 -c64 -d"$seconds" "${@:2}" "$1" | awk '/Requests\/sec/ { print $2 } /Non-2xx/ { print "failed" > "/dev/stderr"; exit 1 }'; }
median() { sort -g | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
peer_ticks() { local sum=0 pid; for pid in $(pgrep -P "${running[1]}"); do sum=$((sum + $(ticks "$pid"))); done; echo "$sum"; }

# $1 figure, $2 our URL, $3 the peer's, $4 target, then options of wrk for ours
compare() {
    local name=$1 our_url=$2 peer_url=$3 target=$4
    shift 4
    : >"$work/ours"; : >"$work/peer"; : >"$work/ours_cpu"; : >"$work/peer_cpu"
    local before requests
    for _ in $(seq "$rounds"); do
        before=$(ticks "$proxy"); requests=$(rate "$our_url" "$@"); echo "$requests" >>"$work/ours"
        echo "$(ticks "$proxy") $before $requests" | awk -v s="$seconds" '{ print ($1 - $2) * 10000 / ($3 * s) * 1000 }' >>"$work/ours_cpu"
        before=$(peer_ticks); requests=$(rate "$peer_url"); echo "$requests" >>"$work/peer"
        echo "$(peer_ticks) $before $requests" | awk -v s="$seconds" '{ print ($1 - $2) * 10000 / ($3 * s) * 1000 }' >>"$work/peer_cpu"
    done
    print_ratio "${name}_rps" "$(median <"$work/ours")" "$(median <"$work/peer")" "$target"
    [ "$#" -gt 0 ] || print_ratio "${name}_cpu_ns" "$(median <"$work/ours_cpu")" "$(median <"$work/peer_cpu")" '<=1.0'
}
print_ratio() {
    awk -v n="$1" -v o="$2" -v p="$3" -v t="$4" 'BEGIN { printf "bench %s ours=%.0f peer=%.0f ratio=%.2f target=%s\n", n, o, p, o / p, t }'
}

compare proxy_small "http://127.0.0.1:$ours/small" "http://127.0.0.1:$peer/small" '>=1.0'
compare proxy_100k "http://127.0.0.1:$ours/large" "http://127.0.0.1:$peer/large" '>=1.5'
compare proxy_login_to_open "http://127.0.0.1:$ours/login/small" "http://127.0.0.1:$ours/small" '>=0.9' \
    -H 'Authorization: Basic YW5uOnNlY3JldA=='
