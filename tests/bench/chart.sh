#!/usr/bin/env bash
# tests/bench/chart.sh - hive-chart beside pandas and Plotly (chart_peer.py) on a year of one
# apiary, 35,040 samples of 64 bins, both over HTTP on a Unix socket. Prints one line a figure:
# bench NAME ours=… peer=… ratio=… target=…
#
# HIVE_BIN, HIVE_WEB: where programs and pages were built. ROUNDS: how often ours is asked.
# PARTS: which figures, all of `day month year viewers pages`; the peer needs 3 GB of memory for
# the year. PEER=no leaves the peer out.
set -euo pipefail
cd "$(dirname "$0")/../.."

bin=${HIVE_BIN:-build/release}
rounds=${ROUNDS:-20}
viewers=${VIEWERS:-200}
parts=" ${PARTS:-day month year viewers pages} "
wanted() { [[ $parts == *" $1 "* ]]; }
[ "${PEER:-yes}" = no ] || tools/install-deps.sh python3-pandas python3-plotly
work=$(mktemp -d /tmp/hive-bench.XXXXXX)
daemon= peer= server=
finish() {
    for process in $daemon $peer $server; do kill "$process" 2>/dev/null || true; done
    wait
    rm -rf "$work"
}
trap finish EXIT

mkdir -p "$work"/{etc,run,log,lib/sync,pages}
export CONFIGURATION_DIRECTORY=$work/etc STATE_DIRECTORY=$work/lib RUNTIME_DIRECTORY=$work/run LOGS_DIRECTORY=$work/log
printf '[chart]\npages = %s\n' "$work/pages" >"$work/etc/chart.ini"
store=$work/lib/sync/apiary.db
tests/e2e/chart.py make "$store" 35340
"$bin/hive-chart" 2>"$work/log/chart.log" &
daemon=$!
socket=$work/run/chart-http.sock
until curl -sf --unix-socket "$socket" http://chart/ping >/dev/null; do kill -0 "$daemon"; done

# median NUMBERS: of the lines on stdin.
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

first=1640000000
end=$((first + 35340 * 900))

# ours FROM: median seconds of a page's lines and spectrogram, each range asked for once, so that
# none comes from the cache.
ours() {
    local i
    for ((i = 0; i < rounds; ++i)); do
        local range="apiary=1&from=$1&to=$((end + i + 1))&width=1200"
        curl -s --unix-socket "$socket" -w '%{time_total}\n' -o /dev/null "http://chart/api/lines?$range" \
            -o /dev/null "http://chart/api/spectrogram?$range" | awk '{ sum += $1 } END { print sum }'
    done | median
}

# bytes_of FROM: of the same as a browser gets them.
bytes_of() {
    local range="apiary=1&from=$1&to=$end&width=1200"
    curl -s --unix-socket "$socket" -H 'Accept-Encoding: br' -w '%{size_download}\n' -o /dev/null "http://chart/api/lines?$range" \
        -o /dev/null "http://chart/api/spectrogram?$range" | awk '{ sum += $1 } END { print sum }'
}

# peer FROM ROUNDS: median seconds and the bytes of its answer.
peer() {
    local i
    for ((i = 0; i < $2; ++i)); do
        curl -s --unix-socket "$work/peer.sock" -w '%{time_total} %{size_download}\n' -o /dev/null "http://peer/draw?from=$1&to=$end"
    done | sort -n | awk '{ v[NR] = $0 } END { print v[int((NR + 1) / 2)] }'
}

# compare NAME FROM TARGET ROUNDS
compare() {
    local mine theirs seconds bytes
    mine=$(ours "$2")
    if [ -z "$peer" ]; then
        awk -v name="$1" -v ours="$mine" -v target="$3" 'BEGIN { printf "bench chart-%s ours=%.2fms target=%sx\n", name, ours * 1000, target }'
        return
    fi
    theirs=$(peer "$2" "$4")
    read -r seconds bytes <<<"$theirs"
    awk -v name="$1" -v ours="$mine" -v theirs="$seconds" -v target="$3" 'BEGIN {
        printf "bench chart-%s ours=%.2fms peer=%.0fms ratio=%.0f target=%sx\n", name, ours * 1000, theirs * 1000, theirs / ours, target }'
    [ "$1" != year ] || awk -v ours="$(bytes_of "$2")" -v theirs="$bytes" 'BEGIN {
        printf "bench chart-year-bytes ours=%d peer=%d ratio=%.0f target=1000x\n", ours, theirs, theirs / ours }'
}

if [ "${PEER:-yes}" = yes ]; then
    tests/bench/chart_peer.py make "$store" "$work/peer.db"
    tests/bench/chart_peer.py serve "$work/peer.db" "$work/peer.sock" &
    peer=$!
    until curl -sf --unix-socket "$work/peer.sock" "http://peer/draw?from=0&to=1" >/dev/null; do kill -0 "$peer"; done
fi
if wanted day; then compare day $((end - 86400)) 50 3; fi
if wanted month; then compare month $((end - 30 * 86400)) 200 1; fi
if wanted year; then compare year "$first" 500 1; fi

# The pages in a browser, from a server of their own that listens on TCP.
bench_pages() {
    local port=$((20000 + RANDOM % 10000))
    for folder in tests/bench tests/browser; do
        make --no-print-directory $folder/node_modules/.installed >/dev/null
    done
    curl -s --unix-socket "$work/peer.sock" "http://peer/draw?from=$((end - 86400))&to=$end" >"$work/figures"
    mkdir "$work/run2"
    printf '[chart]\nlisten = 127.0.0.1:%s\npages = %s\nsite = chart/site2.db\n' "$port" "$(realpath "${HIVE_WEB:-build/web}/app")" >"$work/etc/pages.ini"
    RUNTIME_DIRECTORY=$work/run2 "$bin/hive-chart" -c "$work/etc/pages.ini" 2>"$work/log/pages.log" &
    server=$!
    until curl -sf "http://127.0.0.1:$port/ping" >/dev/null; do kill -0 "$server"; done
    node tests/bench/chart_pages.mjs "http://127.0.0.1:$port/" "$work/figures" "$end"
}
if wanted pages && [ -n "$peer" ]; then bench_pages; fi
[ -z "$peer" ] || { kill "$peer" && wait "$peer" || true; peer=; }

# Viewers of the year view, each after a row has come in, so that nothing of it is in the cache:
# the first who asks pays, the others get the same. They take brotli, as browsers do.
view="http://chart/api/spectrogram?apiary=1&from=$first&to=$end&width=1200"
# SQLite writes nothing where nothing changes.
touch_store() { sqlite3 "$store" 'PRAGMA foreign_keys = ON; UPDATE apiary SET count = count + 1 WHERE id = 1'; }
# watch VIEWERS: p99 of the seconds each waits, over a few rounds.
watch() {
    local i n requests=()
    for ((n = 0; n < $1; ++n)); do requests+=(-o /dev/null "$view"); done
    for ((i = 0; i < ${2:-5}; ++i)); do
        touch_store
        curl -s -Z --parallel-immediate --parallel-max "$1" -H 'Accept-Encoding: br' --unix-socket "$socket" -w '%{time_total} %{http_code}\n' "${requests[@]}" 2>/dev/null
    done | awk '$2 != 200 { exit 1 } { print $1 }' | sort -n | awk '{ v[NR] = $1 } END { at = int(NR * 0.99); print v[at < 1 ? 1 : at] }'
}
wanted viewers || exit 0
one=$(watch 1 20)
many=$(watch "$viewers")
awk -v one="$one" -v many="$many" -v n="$viewers" 'BEGIN {
    printf "bench chart-viewers-%d ours=%.1fms one=%.1fms ratio=%.1f target=20x\n", n, many * 1000, one * 1000, many / one }'
echo "bench chart-memory ours=$(awk '/^VmRSS/ { print $2 }' "/proc/$daemon/status")kB target=49152kB"
