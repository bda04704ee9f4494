#!/usr/bin/env bash
# tests/bench/ban.sh - hive-ban beside the fail2ban of the system, each in a network namespace
# of its own, by turns, on the same log and the same filter (nginx-http-auth). Prints one line
# a figure:
#   bench NAME ours=… peer=… ratio=… target=…
# Times in seconds, memory in kB of resident memory; a ratio is peer by ours.
# Needs root, fail2ban, nftables. HIVE_BIN: directory of the programs. ROUNDS, LINES: how much.
# FIGURES: which of "speed many backlog memory"; all by default. fail2ban bans some dozens of
# addresses a second: it is asked for 1000 of them once, for 10000 never. Its memory after 10000
# bans is taken with an action that runs nothing, which flatters it.
set -euo pipefail

bin=$(realpath "${HIVE_BIN:-build/release}")
rounds=${ROUNDS:-3}
figures=${FIGURES:-speed many backlog memory}
lines=${LINES:-200000}
work=$(mktemp -d)
ours=ban_o$$ theirs=ban_t$$
pid=
finish() {
    [ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null || true
    ip netns del "$ours" 2>/dev/null || true
    ip netns del "$theirs" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
for space in "$ours" "$theirs"; do
    ip netns add "$space"
    ip -n "$space" link set lo up
done
export CONFIGURATION_DIRECTORY=$work/etc STATE_DIRECTORY=$work/lib RUNTIME_DIRECTORY=$work/run LOGS_DIRECTORY=$work/log
mkdir -p "$work"/{etc,lib,run,log,f2b/filter.d,f2b/action.d}

cat >"$work/tools.py" <<'PY'
import json, os, subprocess, sys, time

def line(address, number=0):
    stamp = time.strftime("%Y/%m/%d %H:%M:%S")
    return (f'{stamp} [error] 6#6: *{number} user "ann": password mismatch, client: {address}, '
            'server: h, request: "GET / HTTP/1.1", host: "h"\n')

def noise(number):
    stamp = time.strftime("%Y/%m/%d %H:%M:%S")
    return (f'{stamp} [error] 6#6: *{number} open() "/var/www/{number}.png" failed (2: No such file '
            'or directory), client: 10.9.9.9, server: h, request: "GET / HTTP/1.1", host: "h"\n')

def address(number):
    return f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"

def inside(space, *command):
    return subprocess.run(["ip", "netns", "exec", space, *command], capture_output=True, text=True)

def count(space, table, name):
    """How many addresses the kernel holds. fail2ban makes its set with the first of them."""
    listed = inside(space, "nft", "-j", "list", "set", "inet", table, name).stdout
    for item in json.loads(listed)["nftables"] if listed else []:
        if "set" in item:
            return len(item["set"].get("elem", []))
    return 0

def until_held(space, table, name, address):
    """Waits for one address; nft is asked for it alone, as listing ten thousand takes long."""
    while inside(space, "nft", "get", "element", "inet", table, name, "{ " + address + " }").returncode != 0:
        time.sleep(0.002)

def fifth_line(space, log, first):
    """Median of the time from the fifth line of a client to the kernel's news of its element."""
    news = subprocess.Popen(["ip", "netns", "exec", space, "nft", "monitor", "new", "elements"],
                            stdout=subprocess.PIPE, text=True, bufsize=1)
    time.sleep(1)  # until it listens
    times = []
    for number in range(21):
        who = address(first + number)
        with open(log, "a") as f:
            f.write("".join(line(who) for _ in range(4)))
            f.flush()
            time.sleep(0.3)  # each is read by now, by both
            f.write(line(who))
            f.flush()
            start = time.monotonic()
        while who + " " not in news.stdout.readline():
            pass
        times.append(time.monotonic() - start)
    news.kill()
    return sorted(times)[len(times) // 2]

def append(log, clients, first):
    """Five lines of each of so many clients. @return when it began"""
    text = "".join(line(address(first + number)) for number in range(clients) for _ in range(5))
    start = time.monotonic()
    with open(log, "a") as f:
        f.write(text)
    return start

def many(space, log, table, name, clients, first):
    """From the append of five lines of each of so many clients to their last element."""
    held = count(space, table, name)
    start = append(log, clients, first)
    until_held(space, table, name, address(first + clients - 1))
    taken = time.monotonic() - start
    while count(space, table, name) < held + clients:
        taken = time.monotonic() - start
    return taken

def backlog(space, log, table, name, lines):
    """From when many lines are there, 1 in 10 an offence of one of few, to the ban that ends it."""
    last = address(77_000)
    text = "".join(line(address(70_000 + number % 1000)) if number % 10 == 0 else noise(number)
                   for number in range(lines))
    text += "".join(line(last) for _ in range(5))
    with open(log, "a") as f:
        f.write(text)
    start = time.monotonic()
    until_held(space, table, name, last)
    return time.monotonic() - start

arguments = [int(word) if word.isdigit() else word for word in sys.argv[2:]]
print(f"{globals()[sys.argv[1]](*arguments):.4f}")
PY
measure() { python3 "$work/tools.py" "$@"; }

resident() { awk '/^VmRSS/ { print $2 }' "/proc/$pid/status"; }

start_ours() {
    : >"$work/ours.err"
    ip netns exec "$ours" "$bin/hive-ban" 2>>"$work/ours.err" &
    pid=$!
    until grep -q started "$work/ours.err"; do :; done
}
fresh_ours() {
    rm -rf "$work/lib/ban"
    : >"$work/ours.log"
    printf '[ban]\nmode = enforce\n[jail nginx]\nfilter = nginx-http-auth\nlog = %s\nban_time = 1h\n' \
        "$work/ours.log" >"$work/etc/ban.ini"
    start_ours
}
start_theirs() {
    rm -f "$work/f2b.sock" "$work/f2b.pid"
    ip netns exec "$theirs" fail2ban-server -c "$work/f2b" -s "$work/f2b.sock" -p "$work/f2b.pid" -f -x \
        >"$work/theirs.err" 2>&1 &
    pid=$!
    until ip netns exec "$theirs" fail2ban-client -c "$work/f2b" -s "$work/f2b.sock" ping >/dev/null 2>&1; do :; done
    until ip netns exec "$theirs" fail2ban-client -c "$work/f2b" -s "$work/f2b.sock" status nginx >/dev/null 2>&1; do :; done
}
# fresh_theirs [ACTION]
fresh_theirs() {
    : >"$work/theirs.log"
    rm -f "$work/f2b.sqlite3"
    ip netns exec "$theirs" nft flush ruleset
    cp /etc/fail2ban/filter.d/* "$work/f2b/filter.d/" 2>/dev/null || true
    cp /etc/fail2ban/action.d/*.conf "$work/f2b/action.d/"
    cp /etc/fail2ban/paths-*.conf "$work/f2b/"
    printf '[Definition]\nactionstart =\nactionstop =\nactioncheck =\nactionban =\nactionunban =\n' >"$work/f2b/action.d/nothing.conf"
    printf '[Definition]\nloglevel = NOTICE\nlogtarget = STDOUT\nsyslogsocket = auto\nsocket = %s\npidfile = %s\ndbfile = %s\ndbpurgeage = 1d\ndbmaxmatches = 10\n[Thread]\nstacksize = 0\n' \
        "$work/f2b.sock" "$work/f2b.pid" "$work/f2b.sqlite3" >"$work/f2b/fail2ban.conf"
    printf '[DEFAULT]\nbackend = pyinotify\nusedns = no\n[nginx]\nenabled = true\nfilter = nginx-http-auth\nlogpath = %s\nmaxretry = 5\nfindtime = 600\nbantime = 3600\naction = %s\n' \
        "$work/theirs.log" "${1:-nftables-multiport[name=nginx, port="0:65535", protocol=tcp]}" >"$work/f2b/jail.conf"
    start_theirs
}
stop() {
    kill "$pid"
    wait "$pid" 2>/dev/null || true
    pid=
}
# elapsed COMMAND...: seconds it takes.
elapsed() {
    local begin
    begin=$(date +%s%N)
    "$@"
    echo $((($(date +%s%N) - begin) / 1000)) | awk '{ printf "%.4f\n", $1 / 1e6 }'
}
# From the standard input.
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
say() { # NAME TARGET: medians of the two columns; a peer nobody waits for is "-"
    local ours peer=-
    ours=$(median <"$work/$1.ours")
    [ ! -e "$work/$1.peer" ] || peer=$(median <"$work/$1.peer")
    awk -v name="$1" -v target="$2" -v ours="$ours" -v peer="$peer" 'BEGIN {
        ratio = peer == "-" ? "-" : sprintf("%.2f", peer / ours)
        printf "bench %s ours=%s peer=%s ratio=%s target=%s\n", name, ours, peer, ratio, target }'
}
# Ten thousand bans of fail2ban, counted by itself.
many_theirs() {
    measure append "$work/theirs.log" 10000 20000 >/dev/null
    until ip netns exec "$theirs" fail2ban-client -c "$work/f2b" -s "$work/f2b.sock" status nginx |
        grep -q 'Total banned:.10000$'; do
        sleep 1
    done
}
set_ours=(hive ban4-nginx)
set_theirs=(f2b-table addr-set-nginx)

speed() {
    local round
    for ((round = 1; round <= rounds; round++)); do
        fresh_ours
        measure fifth_line "$ours" "$work/ours.log" 1000 >>"$work/ban-fifth-line.ours"
        stop
        fresh_theirs
        measure fifth_line "$theirs" "$work/theirs.log" 1000 >>"$work/ban-fifth-line.peer"
        stop
    done
    say ban-fifth-line 25
}

many() {
    local round
    for ((round = 1; round <= rounds; round++)); do
        fresh_ours
        measure many "$ours" "$work/ours.log" "${set_ours[@]}" 1000 10000 >>"$work/ban-1000.ours"
        measure many "$ours" "$work/ours.log" "${set_ours[@]}" 10000 20000 >>"$work/ban-10000.ours"
        stop
        elapsed start_ours >>"$work/ban-restart-10000.ours"
        stop
        if ((round == 1)); then
            fresh_theirs
            measure many "$theirs" "$work/theirs.log" "${set_theirs[@]}" 1000 10000 >>"$work/ban-1000.peer"
            stop
        fi
    done
    say ban-1000 'ours<=0.2'
    say ban-10000 'ours<=0.5'
    say ban-restart-10000 'ours<=0.2'
}

backlog() {
    local round
    for ((round = 1; round <= rounds; round++)); do
        fresh_ours
        measure backlog "$ours" "$work/ours.log" "${set_ours[@]}" "$lines" >>"$work/ban-backlog.ours"
        stop
        if ((round == 1)); then
            fresh_theirs
            measure backlog "$theirs" "$work/theirs.log" "${set_theirs[@]}" "$lines" >>"$work/ban-backlog.peer"
            stop
        fi
    done
    say ban-backlog 25
}

memory() {
    fresh_ours
    resident >>"$work/ban-idle-kB.ours"
    measure many "$ours" "$work/ours.log" "${set_ours[@]}" 10000 20000 >/dev/null
    resident >>"$work/ban-10000-kB.ours"
    stop
    fresh_theirs
    resident >>"$work/ban-idle-kB.peer"
    stop
    fresh_theirs nothing
    many_theirs
    resident >>"$work/ban-10000-kB.peer"
    stop
    say ban-idle-kB 3
    say ban-10000-kB 3
}

for figure in $figures; do
    "$figure"
done
