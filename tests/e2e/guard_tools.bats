#!/usr/bin/env bats
# Real attack tools, each in a network namespace of its own and all at the same time, against
# hive-proxy, hive-guard and hive-ban: each is flagged with the class of what it does and banned in
# the kernel, while people, a crawler and a genuine robot beside them are served.

load lib.bash
bats_require_minimum_version 1.5.0

# The client namespaces by the number of their network.
PLACES=(server ann wrk slowhttptest gobuster hydra sqlmap robot impostor)

setup_file() {
    [ "$(id -u)" -eq 0 ] || return 0
    export TREE SPACES=g$$
    TREE=$(mktemp -d /tmp/hive-tools.XXXX) # short: a Unix socket's path has at most 107 bytes
    hive_directories "$TREE"
    server_space "$(space server)"
    local place
    for place in "${PLACES[@]:1}"; do join_space "$(space server)" "$(space "$place")" "$(number_of "$place")"; done
    make_site
    name_robots
    for name in ban guard proxy; do
        begin "$name" "$(space server)" "$HIVE_BIN/hive-$name"
        wait_until 20 answers "$name"
    done
    wait_until 20 is_seen
    beside
    seq -f 'name%g' 50000 >"$TREE/names"
    seq -f 'secret%g' 50000 >"$TREE/secrets"
    attack wrk -t1 -c8 -d20s "$(url wrk)/"
    attack slowhttptest -H -c 100 -r 50 -i 1 -l 20 -u "$(url slowhttptest)/"
    attack gobuster dir -q -t 4 -w "$TREE/names" -u "$(url gobuster)"
    attack hydra -I -l ann -P "$TREE/secrets" -s 8080 "$(address_of_server hydra)" http-get /private/
    attack sqlmap --batch --flush-session --output-dir "$TREE/sqlmap" -u "$(url sqlmap)/search?id=1&order=name"
}

teardown_file() {
    [ -n "${SPACES:-}" ] || return 0
    local place
    for place in "${PLACES[@]}"; do
        ip netns pids "$(space "$place")" | xargs -r kill -KILL
        ip netns del "$(space "$place")"
    done
    rm -rf "/etc/netns/$(space server)" "$TREE"
}

setup() { [ "$(id -u)" -eq 0 ] || skip "network namespaces take root"; }

space() { echo "$SPACES$1"; }
number_of() {
    local i
    for i in "${!PLACES[@]}"; do [ "${PLACES[i]}" != "$1" ] || echo "$i"; done
}
address_of() { echo "10.87.$(number_of "$1").2"; }
# What a client calls the server.
address_of_server() { echo "10.87.$(number_of "$1").1"; }
url() { echo "http://$(address_of_server "$1"):8080"; }
# from PLACE COMMAND...: as a client there.
from() {
    local place=$1
    shift
    ip netns exec "$(space "$place")" "$@"
}
# begin NAME NAMESPACE COMMAND...: in the background, its output in NAME.out.
begin() {
    local name=$1 space=$2
    shift 2
    ip netns exec "$space" "$@" >"$TREE/$name.out" 2>&1 3>&- &
    disown
}
# attack TOOL ARGUMENT...: again and again, as one whose address is banned hangs or gives up.
attack() {
    command -v "$1" >/dev/null || return 0
    begin "$1" "$(space "$1")" bash -c 'while :; do timeout 30 "$@"; done' - "$@"
}

# A site of linked pages, a search and a part for members.
make_site() {
    local page
    mkdir -p "$TREE/site/pages"
    for page in $(seq 40); do
        echo "<link rel=stylesheet href=/style.css><a href=$((page % 40 + 1)).html>next</a><img src=/bee.svg>" >"$TREE/site/pages/$page.html"
    done
    echo '<link rel=stylesheet href=/style.css><a href=pages/1.html>pages</a>' >"$TREE/site/index.html"
    echo 'a { color: black }' >"$TREE/site/style.css"
    echo '<svg xmlns="http://www.w3.org/2000/svg"/>' >"$TREE/site/bee.svg"
    printf 'User-agent: *\nAllow: /\n' >"$TREE/site/robots.txt"
    cat >"$CONFIGURATION_DIRECTORY/proxy.ini" <<INI
[proxy]
listen = *:8080
[location /]
auth = off
files = $TREE/site
[location /search]
auth = off
answer = 200 three hives were found
[location /private/]
files = $TREE/site
INI
    echo 'ann:{PLAIN}correct horse' >"$CONFIGURATION_DIRECTORY/users"
    printf '[guard]\nmode = armed\nslow_after = 2s\nsafe_agents = examplebot in bot.example\n' >"$CONFIGURATION_DIRECTORY/guard.ini"
    # hive-ban's own count of wrong passwords would be first.
    printf '[jail hive-auth]\nfailures = 1000\n' >"$CONFIGURATION_DIRECTORY/ban.ini"
}

# What the server finds in the DNS about those that call themselves a robot.
name_robots() {
    local files
    files=/etc/netns/$(space server)
    mkdir -p "$files"
    printf '127.0.0.1 localhost\n%s crawl-7.bot.example\n%s bot.example.evil.example\n' "$(address_of robot)" "$(address_of impostor)" >"$files/hosts"
    echo 'hosts: files' >"$files/nsswitch.conf"
}

# What people and a crawler do meanwhile: curl, a browser, a member's pages, all links of the site.
beside() {
    begin browser "$(space ann)" chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --user-data-dir="$TREE/profile" --dump-dom "$(url ann)/pages/1.html"
    echo $! >"$TREE/browser.pid"
    begin crawler "$(space ann)" wget -q -r -l 50 -w 0.1 -U 'friendlybot/1.0 (+http://friendly.example)' -P "$TREE/crawled" "$(url ann)/"
    echo $! >"$TREE/crawler.pid"
    begin member "$(space ann)" bash -c 'for page in $(seq 60); do
        curl -sf -o "$2" "$1/pages/$((page % 40 + 1)).html" || exit
        curl -sf -o "$2" -u "ann:correct horse" "$1/private/index.html" || exit
    done; echo served' - "$(url ann)" "$TREE/body"
    echo $! >"$TREE/member.pid"
}

answers() { ask "$RUNTIME_DIRECTORY/$1.sock" ping | grep -q '"state":"ready"'; }
is_seen() {
    from ann curl -s -o "$TREE/body" "$(url ann)/"
    "$HIVE_BIN/hivectl" --json guard status | grep -q '"kind":"events","events":[1-9]'
}
stored() { sqlite3 "$STATE_DIRECTORY/guard/guard.db" "$1"; }
is_held() { from server nft -j list set inet hive ban4-hive-guard | grep -qF "\"$1\""; }
is_served() { from "$1" curl -sf -o "$TREE/body" --connect-timeout 1 -m 3 "$(url "$1")/"; }
is_over() { ! kill -0 "$(cat "$TREE/$1.pid")"; }

# is_caught TOOL CLASS: banned in the kernel for that, and only the tool is.
is_caught() {
    local address
    command -v "$1" >/dev/null || skip "$1 is not installed"
    address=$(address_of "$1")
    wait_until 60 is_held "$address" || { stored 'SELECT * FROM decision; SELECT * FROM client' >&2; tail -n 5 "$TREE/$1.out" >&2; return 1; }
    ip netns pids "$(space "$1")" | xargs -r kill -KILL
    wait_until 5 is_answered "$address"
    [ "$(stored "SELECT class FROM decision WHERE action = 'banned' AND client = '$address'")" = "$2" ]
    is_served ann
    run is_served "$1"
    [ "$status" -ne 0 ]
}
# hive-ban's answer is on its way when the kernel has the ban.
is_answered() { [ -n "$(stored "SELECT class FROM decision WHERE action = 'banned' AND client = '$1'")" ]; }

@test "wrk is a flood" { is_caught wrk Flood; }
@test "slowhttptest sends slow requests" { is_caught slowhttptest 'Slow requests'; }
@test "gobuster scans" { is_caught gobuster Scan; }
@test "hydra guesses passwords" { is_caught hydra 'Brute force'; }
@test "sqlmap injects SQL" { is_caught sqlmap 'SQL injection'; }

@test "a browser, a member, a crawler beside them are served" {
    for name in browser crawler member; do wait_until 60 is_over "$name"; done
    grep -q next "$TREE/browser.out"
    grep -q served "$TREE/member.out"
    [ "$(find "$TREE/crawled" -name '*.html' | wc -l)" -ge 41 ]
    [ "$(stored "SELECT count(*) FROM decision WHERE client = '$(address_of ann)'")" = 0 ]
}

@test "a robot whose name leads back to it is spared, one that only says so is banned" {
    wait_until 20 has_decision robot
    wait_until 20 has_decision impostor
    wait_until 5 is_held "$(address_of impostor)"
    [ "$(stored "SELECT DISTINCT action || ': ' || why FROM decision WHERE client = '$(address_of robot)'")" = 'refused: a robot of bot.example' ]
    is_served robot
}
# has_decision PLACE: after another look for what is not there.
has_decision() {
    from "$1" curl -s -o "$TREE/body" --fail-early -m 2 -A 'examplebot/2.0' "$(url "$1")/no-page-[1-60].html"
    [ "$(stored "SELECT count(*) FROM decision WHERE client = '$(address_of "$1")'")" -ge 1 ]
}
