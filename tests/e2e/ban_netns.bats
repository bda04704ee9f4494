#!/usr/bin/env bats
# Bans in the real kernel: a server and two clients, each in a network namespace, joined by
# veth pairs; hive-ban and hive-proxy serve in the server's.

load lib.bash

setup() {
    [ "$(id -u)" -eq 0 ] || skip "network namespaces take root"
    [ -x "$HIVE_BIN/hive-proxy" ] || skip "hive-proxy is not built"
    dir=$BATS_TEST_TMPDIR
    hive_directories "$dir"
    socket=$RUNTIME_DIRECTORY/ban.sock
    server=srv$$ ann=ann$$ bob=bob$$
    ban= proxy=
    server_space "$server"
    join_space "$server" "$ann" 1
    join_space "$server" "$bob" 2
    printf 'ann:{PLAIN}right\n' >"$CONFIGURATION_DIRECTORY/users"
    printf '[proxy]\nlisten = *:8080\nthreads = 1\n[location /]\nanswer = 200 hello\n' \
        >"$CONFIGURATION_DIRECTORY/proxy.ini"
    : >"$CONFIGURATION_DIRECTORY/ban.ini"
}

teardown() {
    local name
    [ -z "$ban" ] || end_process "$ban" KILL
    [ -z "$proxy" ] || end_process "$proxy" KILL
    for name in "$server" "$ann" "$bob"; do
        ip netns del "$name" 2>/dev/null || true
    done
}

start_ban() {
    ip netns exec "$server" "$@" "$HIVE_BIN/hive-ban" 2>>"$dir/ban.err" 3>&- &
    ban=$!
    wait_until 10 answers
}
answers() { ask "$socket" ping | grep -q '"state":"ready"'; }

start_proxy() {
    ip netns exec "$server" "$HIVE_BIN/hive-proxy" 2>>"$dir/proxy.err" 3>&- &
    proxy=$!
    wait_until 10 linked
}
linked() { ask "$RUNTIME_DIRECTORY/proxy.sock" status | grep -q '"ban_link":true'; }

# login CLIENT URL PASSWORD: the status hive-proxy answers with; 000 when it cannot be reached.
login() {
    ip netns exec "$1" curl -gs -o "$dir/body" -w '%{http_code}' --connect-timeout 1 -m 5 \
        -u "ann:$3" "$2"
}

is_status() { [ "$(login "$2" "$3" "$4")" = "$1" ]; }

# fail_logins CLIENT URL COUNT [WORD]: so many different wrong passwords, each answered 401.
fail_logins() {
    local i
    for ((i = 1; i <= $3; i++)); do
        [ "$(login "$1" "$2" "${4:-wrong} $i")" = 401 ]
    done
}

# reach CLIENT SOURCE ADDRESS: what a connection to a port nobody listens on comes to: 7
# refused by the server, 28 no answer at all (curl's exit statuses).
reach() {
    local status=0
    ip netns exec "$1" curl -gs --interface "$2" --connect-timeout 1 "http://$3:9/" || status=$?
    echo "$status"
}

# The addresses of a set as nft shows it.
elements() {
    ip netns exec "$server" nft -j list set inet hive "$1" | python3 -c '
import json, sys
for item in json.load(sys.stdin)["nftables"]:
    for entry in item.get("set", {}).get("elem", []):
        print(entry["elem"]["val"])'
}

# The addresses of our own list that the kernel holds.
banned() {
    ask "$socket" banned | python3 -c '
import json, sys
for ban in json.load(sys.stdin)["bans"]:
    if ban["kernel"]:
        print(ban["address"])'
}

left() { ask "$socket" banned | python3 -c 'import json, sys; print(json.load(sys.stdin)["bans"][0]["left"])'; }
is_banned() { [ "$(banned)" = "$1" ]; }

@test "four wrong logins are served, the fifth bans in the kernel, another client is served" {
    start_ban
    start_proxy
    fail_logins "$ann" http://10.87.1.1:8080/ 4
    [ "$(login "$ann" http://10.87.1.1:8080/ right)" = 200 ]
    [ "$(login "$ann" http://10.87.1.1:8080/ 'wrong 5')" = 401 ]
    wait_until 5 is_banned 10.87.1.2
    [ "$(login "$ann" http://10.87.1.1:8080/ right)" = 000 ]
    [ "$(login "$bob" http://10.87.2.1:8080/ right)" = 200 ]
    [ "$(elements ban4-hive-auth)" = 10.87.1.2 ]
    [ "$(elements ban4-hive-auth)" = "$(banned)" ]
    grep -q 'banned address=10.87.1.2 jail=hive-auth failures=5 until=' "$dir/ban.err"
}

@test "the same over IPv6" {
    start_ban
    start_proxy
    fail_logins "$ann" 'http://[fd00:87:1::1]:8080/' 5
    wait_until 5 is_banned fd00:87:1::2
    [ "$(login "$ann" 'http://[fd00:87:1::1]:8080/' right)" = 000 ]
    [ "$(login "$bob" 'http://[fd00:87:2::1]:8080/' right)" = 200 ]
    [ "$(elements host6-hive-auth)" = fd00:87:1::2 ]
}

@test "an IPv6 ban closes the whole /64 of a client elsewhere" {
    ip -n "$ann" addr add 2001:db8:7::5/64 dev c0 nodad
    ip -n "$ann" addr add 2001:db8:7::6/64 dev c0 nodad
    ip -n "$server" route add 2001:db8:7::/64 via fd00:87:1::2
    start_ban
    [ "$(reach "$ann" 2001:db8:7::6 '[fd00:87:1::1]')" = 7 ]
    ask "$socket" 'ban {"address": "2001:db8:7::5", "seconds": 60}'
    [ "$(banned)" = 2001:db8:7::/64 ]
    [ "$(reach "$ann" 2001:db8:7::6 '[fd00:87:1::1]')" = 28 ]
    [ "$(reach "$ann" fd00:87:1::2 '[fd00:87:1::1]')" = 7 ]
    ask "$socket" 'unban {"address": "2001:db8:7::6"}'
    [ "$(reach "$ann" 2001:db8:7::6 '[fd00:87:1::1]')" = 7 ]
}

@test "twenty parallel requests with one wrong password count once" {
    start_ban
    start_proxy
    local requests=()
    for i in {1..20}; do
        login "$ann" http://10.87.1.1:8080/ stale >>"$dir/codes" &
        requests+=($!)
    done
    wait "${requests[@]}"
    [ "$(cat "$dir/codes")" = "$(printf '401%.0s' {1..20})" ]
    ask "$socket" status | grep -q '"name":"hive-auth","lines":0,"failures":1,"bans":0'
    [ "$(login "$ann" http://10.87.1.1:8080/ right)" = 200 ]
}

@test "an open connection of a banned client is cut" {
    start_ban
    start_proxy
    coproc talk { ip netns exec "$ann" python3 -c '
import socket, sys
s = socket.create_connection(("10.87.1.1", 8080), 5)
for line in sys.stdin:
    s.settimeout(1)
    try:
        s.sendall(b"GET /healthcheck HTTP/1.1\r\nHost: h\r\n\r\n")
        print("answer" if s.recv(1000) else "end", flush=True)
    except TimeoutError:
        print("silence", flush=True)' 3>&-; }
    echo >&"${talk[1]}"
    read -r said <&"${talk[0]}"
    [ "$said" = answer ]
    ask "$socket" 'ban {"address": "10.87.1.2", "seconds": 60}'
    wait_until 5 is_banned 10.87.1.2
    echo >&"${talk[1]}"
    read -r said <&"${talk[0]}"
    [ "$said" = silence ]
    kill "$talk_PID"
}

@test "kill -9 keeps the ban, and a restart keeps it with the time left" {
    start_ban
    start_proxy
    fail_logins "$ann" http://10.87.1.1:8080/ 5
    wait_until 5 is_banned 10.87.1.2
    end_process "$ban" KILL
    [ "$(login "$ann" http://10.87.1.1:8080/ right)" = 000 ]
    [ "$(elements ban4-hive-auth)" = 10.87.1.2 ]
    start_ban
    [ "$(login "$ann" http://10.87.1.1:8080/ right)" = 000 ]
    [ "$(left)" -lt 600 ]
    [ "$(left)" -gt 500 ]
    grep -q 'restored bans=1 by=kernel' "$dir/ban.err"
}

@test "the timeout lifts the ban, also while hive-ban is away" {
    printf '[jail hive-auth]\nban_time = 4s\n' >"$CONFIGURATION_DIRECTORY/ban.ini"
    start_ban
    start_proxy
    fail_logins "$ann" http://10.87.1.1:8080/ 5
    wait_until 5 is_banned 10.87.1.2
    [ "$(login "$ann" http://10.87.1.1:8080/ right)" = 000 ]
    wait_until 10 is_status 200 "$ann" http://10.87.1.1:8080/ right
    wait_until 5 grep -q 'unbanned address=10.87.1.2 jail=hive-auth reason=expired' "$dir/ban.err"
    fail_logins "$ann" http://10.87.1.1:8080/ 5 again
    wait_until 5 is_banned 10.87.1.2
    end_process "$ban" KILL
    wait_until 10 is_status 200 "$ann" http://10.87.1.1:8080/ right
}

@test "a log jail with a stock filter of fail2ban closes its ports only" {
    [ -r /etc/fail2ban/filter.d/nginx-http-auth.conf ] || skip "fail2ban is not installed"
    printf '[jail nginx]\nfilter = nginx-http-auth\nlog = %s\nports = 8080\n' "$dir/error.log" \
        >"$CONFIGURATION_DIRECTORY/ban.ini"
    start_ban
    start_proxy
    line='[error] 6#6: *1 user "ann": password mismatch, client: 10.87.1.2, server: h, request: "GET / HTTP/1.1", host: "h"'
    for i in 1 2 3 4 5; do
        echo "$(date '+%Y/%m/%d %H:%M:%S') $line" >>"$dir/error.log"
    done
    wait_until 10 is_banned 10.87.1.2
    [ "$(elements ban4-nginx)" = 10.87.1.2 ]
    [ "$(login "$ann" http://10.87.1.1:8080/ right)" = 000 ]
    [ "$(reach "$ann" 10.87.1.2 10.87.1.1)" = 7 ]
    [ "$(login "$bob" http://10.87.2.1:8080/ right)" = 200 ]
}

@test "a table somebody flushed comes back with its bans" {
    start_ban
    ask "$socket" 'ban {"address": "10.87.1.2", "seconds": 600}'
    ip netns exec "$server" nft flush ruleset
    wait_until 5 grep -q 'restored bans=1 reason=' "$dir/ban.err"
    [ "$(elements ban4-manual)" = 10.87.1.2 ]
}

@test "a stop leaves the bans, or with on_stop = remove takes the table away until the next start" {
    start_ban
    ask "$socket" 'ban {"address": "10.87.1.2", "seconds": 600}'
    end_process "$ban"
    [ "$(elements ban4-manual)" = 10.87.1.2 ]
    printf '[ban]\non_stop = remove\n' >"$CONFIGURATION_DIRECTORY/ban.ini"
    start_ban
    ask "$socket" reload
    [ "$(elements ban4-manual)" = 10.87.1.2 ]
    end_process "$ban"
    [ -z "$(ip netns exec "$server" nft list tables)" ]
    start_ban
    [ "$(elements ban4-manual)" = 10.87.1.2 ]
}

@test "rules of others are left alone" {
    ip netns exec "$server" nft add table inet operator
    start_ban
    ask "$socket" 'ban {"address": "10.87.1.2", "seconds": 600}'
    end_process "$ban"
    start_ban
    ip netns exec "$server" nft list table inet operator
}

@test "the server's own addresses are never banned" {
    start_ban
    ask "$socket" 'ban {"address": "10.87.1.1"}' | grep -q '10.87.1.1 is never banned: own'
    ask "$socket" 'ban {"address": "fd00:87:1::1"}' | grep -q 'fd00:87:1::1 is never banned: own'
}

@test "an administrator at work is never banned in the kernel, others from elsewhere are" {
    echo 'admin: ann' >"$CONFIGURATION_DIRECTORY/groups"
    printf '[location /app/]\nproxy = 127.0.0.1:9\n' >>"$CONFIGURATION_DIRECTORY/proxy.ini"
    start_ban
    start_proxy
    login "$ann" http://10.87.1.1:8080/app/ right >>"$dir/codes"
    wait_until 5 is_spared 10.87.1.2
    fail_logins "$ann" http://10.87.1.1:8080/ 5
    fail_logins "$bob" http://10.87.2.1:8080/ 5
    wait_until 5 is_banned 10.87.2.2
    grep -q 'ignored address=10.87.1.2 jail=hive-auth failures=5 reason=administrator' "$dir/ban.err"
    [ "$(login "$ann" http://10.87.1.1:8080/ right)" = 200 ]
}
is_spared() { ask "$socket" safe | grep -q "\"reason\":\"administrator\",\"address\":\"$1\",\"user\":\"ann\""; }

@test "without CAP_NET_ADMIN hive-proxy refuses the banned client itself" {
    start_ban setpriv --bounding-set -net_admin
    start_proxy
    fail_logins "$ann" http://10.87.1.1:8080/ 5
    wait_until 5 is_status 403 "$ann" http://10.87.1.1:8080/ right
    [ "$(login "$bob" http://10.87.2.1:8080/ right)" = 200 ]
    [ -z "$(ip netns exec "$server" nft list tables)" ]
}

@test "without CAP_NET_ADMIN hive-proxy refuses the whole /64 of a banned IPv6 client" {
    local address
    for address in 2001:db8:7::5 2001:db8:7::6 2001:db8:8::6; do
        ip -n "$ann" addr add "$address/64" dev c0 nodad
    done
    ip -n "$server" route add 2001:db8::/32 via fd00:87:1::2
    start_ban setpriv --bounding-set -net_admin
    start_proxy
    ask "$socket" 'ban {"address": "2001:db8:7::5", "seconds": 60}'
    wait_until 5 is_answered_from 2001:db8:7::6 403
    is_answered_from 2001:db8:8::6 200
    ask "$socket" 'unban {"address": "2001:db8:7::5"}'
    wait_until 5 is_answered_from 2001:db8:7::6 200
}

# is_answered_from ADDRESS STATUS: what ann's right login gets from one of her addresses.
is_answered_from() {
    [ "$(ip netns exec "$ann" curl -s -o "$dir/body" -w '%{http_code}' --max-time 3 \
        --interface "$1" -u ann:right 'http://[fd00:87:1::1]:8080/')" = "$2" ]
}

@test "a network banned by hand is closed, a smaller one within it and other clients as they are" {
    start_ban
    [ "$(reach "$ann" 10.87.1.2 10.87.1.1)" = 7 ]
    ask "$socket" 'ban {"address": "10.87.1.0/30", "seconds": 60}' | grep -q 'holds an address that is never banned'
    ip -n "$ann" addr add 203.0.113.7/24 dev c0
    ip -n "$server" route add 203.0.113.0/24 via 10.87.1.2
    ask "$socket" 'ban {"address": "203.0.113.0/28", "seconds": 60}'
    ask "$socket" 'ban {"address": "203.0.113.0/24", "seconds": 60}'
    [ "$(banned)" = 203.0.113.0/24 ]
    [ "$(reach "$ann" 203.0.113.7 10.87.1.1)" = 28 ]
    [ "$(reach "$ann" 10.87.1.2 10.87.1.1)" = 7 ]
    ip netns exec "$server" nft list set inet hive net4-manual | grep -q '203.0.113.0/24 timeout 1m'
    ask "$socket" 'unban {"address": "203.0.113.0/24"}'
    [ "$(reach "$ann" 203.0.113.7 10.87.1.1)" = 7 ]
}

@test "an IPv4 prefix closes the network of an offender" {
    printf '[ban]\nipv4_prefix = 24\n[jail app]\nrule = bad <HOST>\nlog = %s\nfailures = 2\n' "$dir/app.log" \
        >"$CONFIGURATION_DIRECTORY/ban.ini"
    ip -n "$ann" addr add 203.0.113.7/24 dev c0
    ip -n "$server" route add 203.0.113.0/24 via 10.87.1.2
    start_ban
    printf 'bad 203.0.113.8\nbad 203.0.113.9\n' >>"$dir/app.log"
    wait_until 10 is_banned 203.0.113.0/24
    [ "$(reach "$ann" 203.0.113.7 10.87.1.1)" = 28 ]
    [ "$(reach "$bob" 10.87.2.2 10.87.2.1)" = 7 ]
}

@test "each jail has its sets and its ports, and rules that count" {
    printf '[jail dns]\nrule = bad <HOST>\nlog = %s\nfailures = 1\nports = domain, 8000-8100\nprotocol = both\n' \
        "$dir/app.log" >"$CONFIGURATION_DIRECTORY/ban.ini"
    start_ban
    start_proxy
    echo 'bad 10.87.1.2' >>"$dir/app.log"
    wait_until 10 is_banned 10.87.1.2
    [ "$(elements ban4-dns)" = 10.87.1.2 ]
    [ "$(login "$ann" http://10.87.1.1:8080/ right)" = 000 ]
    [ "$(reach "$ann" 10.87.1.2 10.87.1.1)" = 7 ]
    ip netns exec "$server" nft list chain inet hive early |
        grep -Eq 'meta l4proto tcp th dport @ports-dns ip saddr @ban4-dns counter packets [1-9]|tcp dport @ports-dns ip saddr @ban4-dns counter packets [1-9]'
    ip netns exec "$server" nft list chain inet hive early | grep -q 'udp dport @ports-dns'
    ask "$socket" status | grep -Eq '"name":"dns".*"dropped_packets":[1-9]'
    ask "$socket" 'status {"jail": "dns"}' | grep -Eq '"dropped_bytes":[1-9]'
}

@test "kill -9 amid bans: what holds in the kernel afterwards is what is listed, and all are there" {
    printf '[jail app]\nrule = bad <HOST>\nlog = %s\nfailures = 1\nban_time = 1h\n' "$dir/app.log" \
        >"$CONFIGURATION_DIRECTORY/ban.ini"
    : >"$dir/app.log"
    start_ban
    for round in $(seq "${BAN_KILLS:-3}"); do
        python3 -c "
for i in range(2000):
    print(f'bad 10.{100 + $round}.{i // 250}.{i % 250}')" >"$dir/lines"
        cat "$dir/lines" >>"$dir/app.log"
        wait_until 10 some_of "$round"
        end_process "$ban" KILL
        start_ban
        wait_until 20 all_of $((2000 * round))
    done
    [ "$(ask "$socket" 'banned {"limit": 1}' | python3 -c 'import json,sys; print(json.load(sys.stdin)["in_kernel"])')" -eq $((2000 * round)) ]
}
some_of() { elements ban4-app | grep -q "^10.$((100 + $1))\."; }
all_of() { [ "$(elements ban4-app | wc -l)" -eq "$1" ]; }
