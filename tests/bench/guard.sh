#!/usr/bin/env bash
# tests/bench/guard.sh - how much traffic hive-guard judges on one core, a single prediction beside
# XGBoost's C API, its memory with 100,000 clients, and how soon an attacker is banned.
#
# PARTS (default: all): flows http predict memory ban. The part `ban` needs root and nftables.
# Rates are records a second of CPU time, from text to decision; medians of ROUNDS (3).
set -euo pipefail
cd "$(dirname "$0")/../.."

bin=$(realpath "${HIVE_BIN:-build/release}")
rounds=${ROUNDS:-3}
work=$(mktemp -d /tmp/hive-bench.XXXXXX)
space=guard_b$$
pids=()
finish() {
    [ ${#pids[@]} -eq 0 ] || kill -KILL "${pids[@]}" 2>/dev/null || true
    ip netns del "$space" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
export CONFIGURATION_DIRECTORY=$work/etc STATE_DIRECTORY=$work/lib RUNTIME_DIRECTORY=$work/run LOGS_DIRECTORY=$work/log
mkdir -p "$work"/{etc,lib,run,log}

median() { sort -g | sed -n "$(((rounds + 1) / 2))p"; }
line() { awk -v n="$1" -v o="$2" -v p="$3" -v r="$4" -v t="$5" 'BEGIN { printf "bench %s ours=%s peer=%s ratio=%.2f target=%s\n", n, o, p, r, t }'; }

# rate FILE COUNT ARGUMENT...: records a second of CPU time that a replay of FILE takes.
rate() {
    local file=$1 count=$2 round
    shift 2
    for ((round = 0; round < rounds; ++round)); do
        { TIMEFORMAT='%U %S'; time "$bin/hive-guard" replay "$@" - <"$file" >/dev/null; } 2>&1 | tail -n 1 |
            awk -v count="$count" '{ printf "%.0f\n", count / ($1 + $2) }'
    done | median
}

models() {
    [ ! -e "$work/boosted.json" ] || return 0
    "$bin/hive-sample" flows --count 40000 --seed 3 --labels --csv "$work/train.csv" >/dev/null 2>&1
    "$bin/hive-train" flows --data "$work/train.csv" --out "$work/forest.json" --trees 100 >/dev/null
    "$bin/hive-train" flows --data "$work/train.csv" --out "$work/boosted.json" --boosted --trees 30 --depth 4 >/dev/null
}

flows() {
    models
    "$bin/hive-sample" flows --count 200000 --seed 4 --labels --json "$work/flows.json" >/dev/null 2>&1
    local kind target
    for kind in forest:50000 boosted:150000; do
        target=${kind#*:} kind=${kind%:*}
        ours=$(rate "$work/flows.json" 200000 --flow-model "$work/$kind.json")
        line "guard_flows_$kind" "$ours" "$target" "$(awk -v a="$ours" -v b="$target" 'BEGIN { print a / b }')" 1
    done
}

http() {
    awk 'BEGIN {
        srand(1)
        for (i = 0; i < 400000; ++i)
            printf "10.%d.%d.%d - - [29/May/2026:15:%02d:%02d +0000] \"GET /page/%d?x=%d HTTP/1.1\" %d 512 \"http://x/\" \"Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0\"\n",
                i % 3, rand() * 256, rand() * 130, i / 6000 % 60, i / 100 % 60, i % 50, i % 7, i % 40 ? 200 : 404
    }' >"$work/access.log"
    ours=$(rate "$work/access.log" 400000)
    line guard_http "$ours" 100000 "$(awk -v a="$ours" 'BEGIN { print a / 100000 }')" 1
}

predict() {
    models
    g++ -std=c++23 -O2 -I. -o "$work/predict" tests/bench/guard_predict.cc "$bin/libhive.a" -lxgboost -lfmt
    read -r ours peer difference < <("$work/predict" "$work/boosted.json")
    line guard_predict_ns "$ours" "$peer" "$(awk -v a="$ours" -v b="$peer" 'BEGIN { print b / a }')" 5
    echo "      guard_predict_ns: largest difference of a probability $difference; at most 10000 ns"
}

memory() {
    printf '[guard]\nmode = dry-run\n' >"$work/etc/guard.ini"
    "$bin/hive-guard" 2>"$work/guard.err" &
    pids+=($!)
    until [ -S "$work/run/guard-events.sock" ]; do sleep 0.05; done
    ours=$(tests/bench/guard_memory.py "$work/run/guard-events.sock" "${pids[-1]}" 100000)
    line guard_rss_kb "$ours" 40960 "$(awk -v a="$ours" 'BEGIN { print 40960 / a }')" 1
    kill "${pids[-1]}"
    pids=()
}

ban() {
    ip netns add "$space"
    ip -n "$space" link set lo up
    for ((i = 2; i < 20; ++i)); do ip -n "$space" address add "10.77.0.$i/32" dev lo; done
    printf '[guard]\nmode = armed\n' >"$work/etc/guard.ini"
    printf '[ban]\nignore_self = no\n' >"$work/etc/ban.ini"
    printf '[proxy]\nlisten = 127.0.0.1:8081\n[location /]\nauth = off\nfiles = %s\n' "$work/etc" >"$work/etc/proxy.ini"
    echo 'x:{PLAIN}x' >"$work/etc/users"
    for name in ban guard proxy; do
        ip netns exec "$space" "$bin/hive-$name" 2>"$work/$name.err" &
        pids+=($!)
        until [ -S "$work/run/$name.sock" ]; do sleep 0.05; done
    done
    sleep 2.5 # hive-proxy looks for hive-guard once a second
    read -r ours longest < <(ip netns exec "$space" tests/bench/guard_ban.py 8081 7)
    line guard_event_to_ban_ms "$ours" 250 "$(awk -v a="$ours" 'BEGIN { print 250 / a }')" 1
    echo "      guard_event_to_ban_ms: the longest of 7 took $longest"
}

for part in ${PARTS:-flows http predict memory ban}; do "$part"; done
