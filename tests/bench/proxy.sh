#!/usr/bin/env bash
# tests/bench/proxy.sh [speed|login|guessed|idle|slow]... - hive-proxy beside nginx before the same
# upstream (nginx on a Unix socket); all parts when none is named. Prints one line a figure:
#   bench NAME ours=… peer=… ratio=… target=…
# Runs alternate, each is first in turn, figures are medians. Both write an access log and tell the upstream the same of
# the client. haproxy stands beside for the small GET where it is installed.
# Needs nginx-light, wrk, openssl, htpasswd and slowhttptest. HIVE_BIN: directory of the programs.
# ROUNDS, SECONDS_EACH: how long. CONNECTIONS: how many stand idle.
set -euo pipefail

bin=$(realpath "${HIVE_BIN:-build/release}")
here=$(dirname "$(realpath "$0")")
rounds=${ROUNDS:-3}
seconds=${SECONDS_EACH:-3}
work=$(mktemp -d)
chmod 755 "$work"
running=()
finish() {
    [ "${#running[@]}" = 0 ] || kill "${running[@]}" 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap finish EXIT

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
until_connected() { until (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do sleep 0.05; done; }
median() { sort -g | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }
print_ratio() {
    awk -v n="$1" -v o="$2" -v p="$3" -v t="$4" 'BEGIN { printf "bench %s ours=%.4g peer=%.4g ratio=%s target=%s\n", n, o, p, (p > 0 ? sprintf("%.2f", o / p) : "none"), t }'
}

ours=$(free_port)
peer=$(free_port)
ours_tls=$(free_port)
peer_tls=$(free_port)
mkdir -p "$work"/{etc,run,log,state,www,nginx}
head -c 600 /dev/zero | tr '\0' 'a' >"$work/www/small"
head -c 100000 /dev/urandom >"$work/www/large"
CONFIGURATION_DIRECTORY=$work/etc "$bin/hivectl" tls self-signed hive.example >/dev/null
printf 'ann:%s\n' "$(printf secret | openssl passwd -apr1 -stdin)" >"$work/etc/users"
htpasswd -nbB -C 10 bea secret >>"$work/etc/users"
chmod -R a+rX "$work/etc"

# $1 name, $2 the server block. Two workers, as hive-proxy has two threads here. Sets `started`.
start_nginx() {
    cat >"$work/$1.conf" <<END
worker_processes 2; pid $work/$1.pid; error_log $work/log/$1-error.log; daemon off;
worker_rlimit_nofile 40000;
events { worker_connections 16384; }
http {
    access_log $work/log/$1-access.log combined buffer=64k; sendfile on; tcp_nodelay on;
    keepalive_requests 1000000000; keepalive_timeout 600s; client_header_timeout 600s;
    client_body_temp_path $work/nginx; proxy_temp_path $work/nginx;
    fastcgi_temp_path $work/nginx; uwsgi_temp_path $work/nginx; scgi_temp_path $work/nginx;
    $2
}
END
    nginx -c "$work/$1.conf" -e "$work/log/$1-error.log" &
    started=$!
    running+=("$started")
}
start_upstream() { start_nginx upstream "access_log off; server { listen unix:$work/run/upstream.sock; root $work/www; }"; }
# Sets `peer_master`.
start_peer() {
    start_nginx peer "upstream up { server unix:$work/run/upstream.sock; keepalive 64; }
    ssl_session_cache shared:S:1m;
    server { listen 127.0.0.1:$peer backlog=4096; listen 127.0.0.1:$peer_tls ssl backlog=4096;
        ssl_certificate $work/etc/tls/hive.example.pem; ssl_certificate_key $work/etc/tls/hive.example.key;
        location /file/ { auth_basic Hive; auth_basic_user_file $work/etc/users; alias $work/www/; }
        location /login/ { auth_basic Hive; auth_basic_user_file $work/etc/users; proxy_pass http://up/;
            proxy_http_version 1.1; proxy_set_header Connection \"\"; }
        location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection \"\";
            proxy_set_header Host \$http_host; proxy_set_header Via \"1.1 nginx\";
            proxy_set_header X-Forwarded-For \$remote_addr; proxy_set_header X-Forwarded-Proto http;
            proxy_set_header X-Forwarded-Host \$http_host; proxy_set_header X-Real-IP \$remote_addr; } }"
    peer_master=$started
    until_connected "$peer"
}
# $1 lines for [proxy]. Sets `proxy`.
start_proxy() {
    cat >"$work/etc/proxy.ini" <<END
[proxy]
listen = 127.0.0.1:$ours
listen_tls = 127.0.0.1:$ours_tls
threads = 2
$1
[certificate hive]
certificate = tls/hive.example.pem
key = tls/hive.example.key
[location /]
proxy = unix:upstream.sock
auth = off
[location /login/]
proxy = unix:upstream.sock
[location /file/]
files = $work/www
END
    CONFIGURATION_DIRECTORY=$work/etc RUNTIME_DIRECTORY=$work/run LOGS_DIRECTORY=$work/log \
        STATE_DIRECTORY=$work/state "$bin/hive-proxy" 2>"$work/log/proxy.log" &
    proxy=$!
    running+=("$proxy")
    until_connected "$ours"
}
stop() {
    kill "$1"
    wait "$1" || true
}
peer_workers() { pgrep -P "$peer_master"; }
memory() { python3 "$here/proxy_memory.py" "$@"; }

# ---- requests a second and CPU seconds
# $1 URL, then options of wrk
on_cores=()  # before wrk, to keep it to some cores
rate() {
    "${on_cores[@]}" wrk -t2 -c64 -d"$seconds" --timeout 20s "${@:2}" "$1" |
        awk '/Requests\/sec/ { print $2 } /Non-2xx/ { print "failed" > "/dev/stderr"; exit 1 }'
}
ticks() { awk '{ sum += $14 + $15 } END { print sum }' "${@/#//proc/}"; }
proxy_ticks() { ticks "$proxy/stat"; }
peer_ticks() { ticks $(peer_workers | sed 's,$,/stat,'); }
# $1 and $2 ticks before and after, $3 requests a second: CPU seconds of 10,000 requests
cpu_each() { awk -v b="$1" -v a="$2" -v r="$3" -v s="$seconds" 'BEGIN { print r ? (a - b) / 100 * 10000 / (r * s) : 0 }'; }
# 99th percentile of the latency of few clients, milliseconds
slowest() { wrk -t1 -c8 -d"$seconds" --latency "$1" | awk '$1 == "99%" { f = 1; if ($2 ~ /us$/) f = 0.001; else if ($2 ~ /[0-9]s$/) f = 1000; print ($2 + 0) * f }'; }

# $1 ours or peer, $2 its ticks, $3 URL, then options of wrk
measure_rate() {
    local before requests
    before=$("$2")
    requests=$(rate "$3" "${@:4}")
    echo "$requests" >>"$work/$1"
    cpu_each "$before" "$("$2")" "$requests" >>"$work/$1_cpu"
}

# $1 figure, $2 our URL, $3 the peer's, $4 target, then options of wrk for both
compare() {
    local name=$1 our_url=$2 peer_url=$3 target=$4
    shift 4
    : >"$work/ours"; : >"$work/peer"; : >"$work/ours_cpu"; : >"$work/peer_cpu"
    local round
    for round in $(seq "$rounds"); do
        [ $((round % 2)) = 1 ] || measure_rate peer peer_ticks "$peer_url" "$@"
        measure_rate ours proxy_ticks "$our_url" "$@"
        [ $((round % 2)) = 0 ] || measure_rate peer peer_ticks "$peer_url" "$@"
    done
    print_ratio "${name}_rps" "$(median <"$work/ours")" "$(median <"$work/peer")" "$target"
}
compare_cpu() { print_ratio "$1_cpu_s_per_10000" "$(median <"$work/ours_cpu")" "$(median <"$work/peer_cpu")" '<=1.0'; }
compare_p99() {
    for _ in $(seq "$rounds"); do
        slowest "http://127.0.0.1:$ours/small" >>"$work/ours_p99"
        slowest "http://127.0.0.1:$peer/small" >>"$work/peer_p99"
    done
    print_ratio proxy_small_p99_ms "$(median <"$work/ours_p99")" "$(median <"$work/peer_p99")" '<=1.0'
}

compare_haproxy() {
    local other
    other=$(free_port)
    cat >"$work/haproxy.cfg" <<END
global
    nbthread 2
defaults
    mode http
    timeout client 60s
    timeout server 60s
    timeout connect 5s
frontend in
    bind 127.0.0.1:$other
    default_backend up
backend up
    http-reuse always
    option forwardfor
    server one unix@$work/run/upstream.sock
END
    haproxy -f "$work/haproxy.cfg" >"$work/log/haproxy.log" 2>&1 &
    running+=($!)
    until_connected "$other"
    compare proxy_small_haproxy "http://127.0.0.1:$ours/small" "http://127.0.0.1:$other/small" 'beside'
}

measure_speed() {
    start_peer
    start_proxy ''
    compare proxy_small "http://127.0.0.1:$ours/small" "http://127.0.0.1:$peer/small" '>=1.0'
    compare_cpu proxy_small
    compare_p99
    compare proxy_100k "http://127.0.0.1:$ours/large" "http://127.0.0.1:$peer/large" '>=1.5'
    compare_cpu proxy_100k
    compare proxy_tls "https://127.0.0.1:$ours_tls/small" "https://127.0.0.1:$peer_tls/small" '>=0.9'
    if command -v haproxy >/dev/null; then compare_haproxy; fi
    stop "$proxy"
    stop "$peer_master"
}

# ---- logins
# An upstream and wrk share the cores with what is measured: what a login itself costs shows in the
# CPU seconds, and in requests for a file.
measure_login() {
    start_peer
    start_proxy ''
    local apr1='Authorization: Basic YW5uOnNlY3JldA==' bcrypt='Authorization: Basic YmVhOnNlY3JldA=='
    local our_site=http://127.0.0.1:$ours peer_site=http://127.0.0.1:$peer
    compare_to_open "$our_site/login/small" "$our_site/small" "$apr1"
    compare proxy_apr1 "$our_site/login/small" "$peer_site/login/small" '>=5' -H "$apr1"
    compare_cpu proxy_apr1
    compare proxy_apr1_file "$our_site/file/small" "$peer_site/file/small" '>=5' -H "$apr1"
    measure_login_on_one_core "$our_site" "$peer_site" "$apr1"
    # A worker of nginx hashes for all its clients before it answers the first: it needs time.
    local rounds=1 seconds=20
    compare proxy_bcrypt10 "$our_site/login/small" "$peer_site/login/small" '>=1000' -H "$bcrypt"
    stop "$proxy"
    stop "$peer_master"
}
# $1 our site, $2 the peer's, $3 a field: what a core does for whom it has to itself, the upstream and
# wrk on the other one. Else they get the time that the faster one leaves them.
measure_login_on_one_core() {
    [ "$(nproc)" -ge 2 ] || return 0
    local on_cores=(taskset -c 1)
    taskset -acp 0 "$proxy" >/dev/null
    for worker in $(peer_workers); do taskset -cp 0 "$worker" >/dev/null; done
    for worker in $(pgrep -P "$upstream_master"); do taskset -cp 1 "$worker" >/dev/null; done
    compare proxy_apr1_one_core "$1/login/small" "$2/login/small" '>=5' -H "$3"
    local every=0-$(($(nproc) - 1))
    taskset -acp "$every" "$proxy" >/dev/null
    for worker in $(peer_workers) $(pgrep -P "$upstream_master"); do taskset -cp "$every" "$worker" >/dev/null; done
}
# $1 URL with a login, $2 without, $3 its field: the median of ratios of runs side by side
compare_to_open() {
    local with without
    for _ in $(seq $((rounds * 3))); do
        with=$(rate "$1" -H "$3")
        without=$(rate "$2" -H "$3")
        echo "$with $without" | awk '{ print $1 / $2, $1, $2 }'
    done | sort -g | awk '{ a[NR] = $0 } END { split(a[int((NR + 1) / 2)], m); printf "bench proxy_login_to_open_rps ours=%.4g peer=%.4g ratio=%.2f target=>=0.9\n", m[2], m[3], m[1] }'
}

# Others while 64 clients guess at a bcrypt password, each guess another one. They stand for other
# machines: their own work gets the cores last.
measure_guessed() {
    start_proxy 'lockout_failures = 0'
    local guesses
    for _ in $(seq "$rounds"); do
        slowest "http://127.0.0.1:$ours/small" >>"$work/calm"
        nice -n 19 python3 "$here/proxy_guesses.py" "$ours" 64 bea &
        guesses=$!
        running+=("$guesses")
        sleep 1
        slowest "http://127.0.0.1:$ours/small" >>"$work/guessed"
        stop "$guesses"
    done
    print_ratio proxy_p99_ms_while_guessed "$(median <"$work/guessed")" "$(median <"$work/calm")" '<=3'
    stop "$proxy"
}

# ---- memory: each figure with processes that have served nobody yet
measure_idle() {
    local plenty='max_connections = 30000
max_connections_per_address = 30000
head_timeout = 10m
idle_timeout = 10m' count=${CONNECTIONS:-10000} plain plain_tls
    start_proxy "$plenty"
    print_ratio proxy_private_idle_mb "$(memory private "$proxy" | awk '{ print $1 / 1048576 }')" 5 '<=1.0'
    plain=$(memory idle "$ours" "$count" "$proxy")
    stop "$proxy"
    start_proxy "$plenty"
    plain_tls=$(memory idle-tls "$ours_tls" "$count" "$proxy")
    stop "$proxy"
    print_ratio proxy_idle_connection_bytes "$plain" 1536 '<=1.0'
    start_peer
    print_ratio proxy_idle_connection_bytes_nginx "$plain" "$(memory idle "$peer" "$count" $(peer_workers))" 'beside'
    stop "$peer_master"
    start_peer
    print_ratio proxy_idle_tls_bytes "$plain_tls" "$(memory idle-tls "$peer_tls" "$count" $(peer_workers))" '<=1.1'
    stop "$peer_master"
}

# ---- slowhttptest: heads, bodies and reading that drip, 3000 connections, all options default
measure_slow() {
    start_proxy ''
    for attack in -H -B -X; do
        slowhttptest "$attack" -c 3000 -r 1000 -i 2 -l 12 -p 3 -u "http://127.0.0.1:$ours/small" >"$work/slow" 2>&1 || true
        sed 's/\x1b\[[0-9;]*m//g' "$work/slow" | awk -v a="$attack" '/service available:/ { n += 1; if ($3 == "NO") bad += 1 } END { printf "bench proxy_slowhttptest%s ours=%d peer=%d ratio=%.2f target=1.00\n", a, n - bad, n, (n - bad) / (n ? n : 1) }'
    done
    stop "$proxy"
}

start_upstream
upstream_master=$started
[ $# -gt 0 ] || set -- speed login guessed idle slow
for part in "$@"; do "measure_$part"; done
