#!/usr/bin/env bash
# tests/bench/ban_regex.sh - hive-ban regex beside fail2ban-regex on one error log of nginx, one
# line in ten a failure; and what a line costs that is made to keep an expression busy.
# Prints: bench NAME ours=… peer=… ratio=… target=…
# HIVE_BIN: directory of the programs. LINES: length of the log. ROUNDS: alternated runs.
set -euo pipefail
cd "$(dirname "$0")/../.."

ban=${HIVE_BIN:-build/release}/hive-ban
lines=${LINES:-200000}
rounds=${ROUNDS:-3}
work=$(mktemp -d /tmp/hive-bench.XXXXXX)
trap 'rm -rf "$work"' EXIT

awk -v lines="$lines" 'BEGIN {
    for (i = 0; i < lines; ++i) {
        head = sprintf("2026/05/29 %02d:%02d:%02d [error] 612#612: *%d ", i / 3600 % 24, i / 60 % 60, i % 60, i)
        tail = sprintf("client: 203.0.%d.%d, server: hive, request: \"GET /app/%d HTTP/1.1\", host: \"hive.example\"", i / 256 % 256, i % 256, i)
        if (i % 10 == 0)
            print head "user \"ann\": password mismatch, " tail
        else
            print head "open() \"/srv/www/favicon.ico\" failed (2: No such file or directory), " tail
    }
}' >"$work/error.log"

seconds() { # the time of a command
    local TIMEFORMAT=%R
    { time "$@" >"$work/out" 2>/dev/null; } 2>&1
}
smallest() { sort -n | head -1; }

ours=() peer=()
for ((i = 0; i < rounds; ++i)); do
    ours+=("$(seconds "$ban" regex --filter nginx-http-auth "$work/error.log")")
    grep -q " $((lines / 10)) matched" "$work/out"
    peer+=("$(seconds fail2ban-regex "$work/error.log" nginx-http-auth)")
    grep -q " $((lines / 10)) matched" "$work/out"
done
awk -v ours="$(printf '%s\n' "${ours[@]}" | smallest)" -v peer="$(printf '%s\n' "${peer[@]}" | smallest)" \
    -v lines="$lines" 'BEGIN {
        printf "bench ban-regex ours=%dlines/s peer=%dlines/s ratio=%.1f target=20\n", lines / ours, lines / peer, peer / ours
    }'

# A thousand times the line that the stock filter needs exponential time for in Python.
for ((i = 0; i < 1000; ++i)); do
    echo '<38>1 2019-07-08T17:40:17.954167-04:00 host sshd 55555 - [aaaaaaaaaaaaaaaaaaaaaaaaaaaa'
done >"$work/hostile.log"
awk -v ours="$(seconds "$ban" regex --filter 'sshd[logtype=rfc5424]' "$work/hostile.log")" \
    'BEGIN { printf "bench ban-hostile-line ours=%.3fms target=5ms\n", ours }'
