#!/usr/bin/env bats
# Real attack tools in a network namespace of their own, against hive-proxy, hive-guard and
# hive-ban: each is flagged with the class of what it does and banned in the kernel, while people,
# a crawler and a genuine robot beside it are served.

load lib.bash
bats_require_minimum_version 1.5.0

setup() {
    [ "$(id -u)" -eq 0 ] || skip "network namespaces take root"
    dir=$BATS_TEST_TMPDIR
    hive_directories "$dir"
    server=gsrv$$ mallory=gmal$$ ann=gann$$
    url=http://10.88.1.1:8080 ann_url=http://10.88.2.1:8080
    pids=()
    ip netns add "$server"
    ip -n "$server" link set lo up
    join "$mallory" 1
    join "$ann" 2
    make_site
}

teardown() {
    local name
    for pid in "${pids[@]}"; do end_process "$pid" KILL; done
    for name in "$server" "$mallory" "$ann"; do ip netns del "$name" 2>/dev/null || true; done
    rm -rf "/etc/netns/$server"
}

# join NAME N: a client namespace with the address 10.88.N.2; the server is 10.88.N.1.
join() {
    ip netns add "$1"
    ip link add "s$2" netns "$server" type veth peer name c0 netns "$1"
    ip -n "$server" addr add "10.88.$2.1/24" dev "s$2"
    ip -n "$server" link set "s$2" up
    ip -n "$1" addr add "10.88.$2.2/24" dev c0
    ip -n "$1" link set c0 up
}

# A site of linked pages, a search and a part for members.
make_site() {
    local page
    mkdir -p "$dir/site/pages"
    for page in $(seq 40); do
        echo "<link rel=stylesheet href=/style.css><a href=$((page % 40 + 1)).html>next</a><img src=/bee.svg>" >"$dir/site/pages/$page.html"
    done
    echo '<link rel=stylesheet href=/style.css><a href=pages/1.html>pages</a>' >"$dir/site/index.html"
    echo 'a { color: black }' >"$dir/site/style.css"
    echo '<svg xmlns="http://www.w3.org/2000/svg"/>' >"$dir/site/bee.svg"
    printf 'User-agent: *\nAllow: /\n' >"$dir/site/robots.txt"
    cat >"$CONFIGURATION_DIRECTORY/proxy.ini" <<INI
[proxy]
listen = *:8080
[location /]
auth = off
files = $dir/site
[location /search]
auth = off
answer = 200 three hives were found
[location /private/]
files = $dir/site
INI
    echo 'ann:{PLAIN}correct horse' >"$CONFIGURATION_DIRECTORY/users"
    printf '[guard]\nmode = armed\nslow_after = 2s\nsafe_agents = examplebot in bot.example\n' >"$CONFIGURATION_DIRECTORY/guard.ini"
    # hive-ban's own count of wrong passwords would be first.
    printf '[jail hive-auth]\nfailures = 1000\n' >"$CONFIGURATION_DIRECTORY/ban.ini"
}

start() {
    local name
    for name in ban guard proxy; do
        ip netns exec "$server" "$HIVE_BIN/hive-$name" 2>>"$dir/$name.err" 3>&- &
        pids+=($!)
        wait_until 10 answers "$name"
    done
    wait_until 10 is_seen
}
answers() { ask "$RUNTIME_DIRECTORY/$1.sock" ping | grep -q '"state":"ready"'; }
is_seen() {
    from "$ann" curl -s -o "$dir/body" "$ann_url/"
    "$HIVE_BIN/hivectl" --json guard status | grep -q '"kind":"events","events":[1-9]'
}
stored() { sqlite3 "$STATE_DIRECTORY/guard/guard.db" "$1"; }
# from NAMESPACE COMMAND...: as a client there.
from() { ip netns exec "$@"; }

# What people and a crawler do meanwhile: curl, a browser, a member's pages, all links of the site.
beside() {
    local page
    from "$ann" chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --user-data-dir="$dir/profile" --dump-dom "$ann_url/pages/1.html" >"$dir/dom" 2>"$dir/chromium.err" &
    from "$ann" wget -q -r -l 50 -w 0.1 -U 'friendlybot/1.0 (+http://friendly.example)' -P "$dir/crawled" "$ann_url/" &
    for page in $(seq 20); do
        from "$ann" curl -s -o "$dir/body" "$ann_url/pages/$page.html"
        from "$ann" curl -s -o "$dir/body" -u 'ann:correct horse' "$ann_url/private/index.html"
    done
    wait
    grep -q next "$dir/dom"
}

# attack CLASS COMMAND...: Mallory runs the tool until the kernel holds a ban of that class.
attack() {
    local class=$1 tool neighbours
    shift
    beside 3>&- &
    neighbours=$!
    # A tool whose address is banned hangs; one that is through begins again.
    from "$mallory" bash -c 'while :; do "$@"; done' - timeout 30 "$@" >"$dir/tool" 2>&1 3>&- &
    tool=$!
    pids+=("$tool")
    wait_until 40 is_held 10.88.1.2 || { stored 'SELECT * FROM decision; SELECT * FROM client' >&2; tail -n 5 "$dir/tool" >&2; return 1; }
    end_tool
    [ "$(stored "SELECT class FROM decision WHERE action = 'banned'")" = "$class" ]
    wait "$neighbours"
    [ "$(stored 'SELECT DISTINCT client FROM decision')" = 10.88.1.2 ]
    is_served "$ann" "$ann_url"
    run is_served "$mallory" "$url"
    [ "$status" -ne 0 ]
}
end_tool() { ip netns pids "$mallory" | xargs -r kill -KILL; }
is_held() { from "$server" nft -j list set inet hive ban4-hive-guard | grep -qF "\"$1\""; }
is_served() { from "$1" curl -sf -o "$dir/body" --connect-timeout 1 -m 3 "$2/"; }
has() { command -v "$1" >/dev/null || skip "$1 is not installed"; }

@test "wrk is a flood" {
    has wrk
    start
    attack Flood wrk -t1 -c8 -d20s "$url/"
}

@test "slowhttptest sends slow requests" {
    has slowhttptest
    start
    attack 'Slow requests' slowhttptest -H -c 100 -r 50 -i 1 -l 20 -u "$url/"
}

@test "gobuster scans" {
    has gobuster
    start
    seq -f 'name%g' 50000 >"$dir/words"
    attack Scan gobuster dir -q -t 4 -w "$dir/words" -u "$url"
}

@test "hydra guesses passwords" {
    has hydra
    start
    seq -f 'secret%g' 50000 >"$dir/words"
    attack 'Brute force' hydra -I -l ann -P "$dir/words" -s 8080 10.88.1.1 http-get /private/
}

@test "sqlmap injects SQL" {
    has sqlmap
    start
    attack 'SQL injection' sqlmap --batch --flush-session --output-dir "$dir/sqlmap" -u "$url/search?id=1&order=name"
}

@test "a robot whose name leads back to it is spared, one that only says so is banned" {
    mkdir -p "/etc/netns/$server"
    printf '127.0.0.1 localhost\n10.88.2.2 crawl-7.bot.example\n10.88.1.2 bot.example.evil.example\n' >"/etc/netns/$server/hosts"
    echo 'hosts: files' >"/etc/netns/$server/nsswitch.conf"
    start
    wait_until 20 has_decision "$ann" "$ann_url" 10.88.2.2
    wait_until 20 has_decision "$mallory" "$url" 10.88.1.2
    wait_until 5 is_held 10.88.1.2
    [ "$(stored "SELECT DISTINCT action || ': ' || why FROM decision WHERE client = '10.88.2.2'")" = 'refused: a robot of bot.example' ]
    is_served "$ann" "$ann_url"
}
# has_decision NAMESPACE URL ADDRESS: after another look for what is not there.
has_decision() {
    from "$1" curl -s -o "$dir/body" -m 5 -A 'examplebot/2.0' "$2/no-page-[1-60].html"
    [ "$(stored "SELECT count(*) FROM decision WHERE client = '$3'")" -ge 1 ]
}
