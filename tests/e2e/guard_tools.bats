#!/usr/bin/env bats
# Real attack tools against hive-proxy, watched by hive-guard: each is flagged with the class of
# what it does, while a visitor and a crawler beside it are not.

load lib.bash
bats_require_minimum_version 1.5.0

setup() {
    dir=$BATS_TEST_TMPDIR
    hive_directories "$dir"
    port=$(free_port)
    url=http://127.0.0.1:$port
    mkdir -p "$dir/site/pages"
    for page in $(seq 40); do echo "<a href=$((page % 40 + 1)).html>next</a>" >"$dir/site/pages/$page.html"; done
    echo welcome >"$dir/site/index.html"
    printf '[guard]\nmode = armed\nslow_after = 2s\n' >"$CONFIGURATION_DIRECTORY/guard.ini"
    cat >"$CONFIGURATION_DIRECTORY/proxy.ini" <<INI
[proxy]
listen = 127.0.0.1:$port
[location /]
auth = off
files = $dir/site
[location /private/]
files = $dir/site
INI
    echo 'ann:{PLAIN}correct horse' >"$CONFIGURATION_DIRECTORY/users"
    pids=()
    for name in guard proxy; do
        "$HIVE_BIN/hive-$name" 2>>"$dir/$name.err" 3>&- &
        pids+=($!)
        wait_until 10 answers "$name"
    done
    wait_until 10 seen
}
teardown() {
    for pid in "${pids[@]}"; do end_process "$pid" KILL; done
}
answers() { ask "$RUNTIME_DIRECTORY/$1.sock" ping | grep -q '"state":"ready"'; }
seen() {
    curl -s -o "$dir/body" --interface 127.0.0.9 "$url/"
    "$HIVE_BIN/hivectl" --json guard status | grep -q '"kind":"events","events":[1-9]'
}
stored() { sqlite3 "$STATE_DIRECTORY/guard/guard.db" "$1"; }
flagged() { [ "$(stored "SELECT count(*) FROM decision WHERE client = '127.0.0.1' AND class = '$1'")" -ge 1 ]; }

# Two who behave: one reads pages, one follows links without a pause longer than a fifth second.
beside() {
    local page
    for page in $(seq 40); do
        curl -s -o "$dir/body" --interface 127.0.0.2 -A 'Mozilla/5.0' -e "$url/" "$url/pages/$page.html"
        curl -s -o "$dir/body" --interface 127.0.0.3 -A 'examplebot/1.0 (+http://bot.example)' "$url/pages/$page.html"
        sleep 0.1
    done
}
only_the_attacker() { [ -z "$(stored "SELECT client FROM decision WHERE client <> '127.0.0.1'")" ]; }
has() { command -v "$1" >/dev/null || skip "$1 is not installed"; }

@test "wrk is a flood" {
    has wrk
    beside 3>&- &
    wrk -t1 -c8 -d3s "$url/" >"$dir/wrk"
    wait_until 10 flagged Flood
    wait $!
    only_the_attacker
}

@test "slowhttptest sends slow requests" {
    has slowhttptest
    beside 3>&- &
    slowhttptest -H -c 100 -r 50 -i 1 -l 6 -u "$url/" >"$dir/slow" 2>&1 || true
    wait_until 15 flagged 'Slow requests'
    wait $!
    only_the_attacker
}

@test "gobuster scans" {
    has gobuster
    beside 3>&- &
    seq -f 'name%g' 4000 >"$dir/words"
    for _ in 1 2 3; do gobuster dir -q -t 4 --delay 2ms -w "$dir/words" -u "$url" >"$dir/gobuster" 2>&1 || true; done
    wait_until 10 flagged Scan
    wait $!
    only_the_attacker
}
