#!/usr/bin/env bash
# tests/bench/chart.sh - hive-chart on a year of one apiary (35,040 samples of 64 bins), over
# its Unix socket. Prints one line a figure: bench NAME ours=MILLISECONDS p99=… bytes=… target=…
# HIVE_BIN: directory of the programs. ROUNDS: how often each request is repeated.
set -euo pipefail
cd "$(dirname "$0")/../.."

bin=${HIVE_BIN:-build/release}
rounds=${ROUNDS:-50}
work=$(mktemp -d /tmp/hive-bench.XXXXXX)
daemon=
finish() {
    [ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap finish EXIT

mkdir -p "$work"/{etc,run,log,lib/sync,pages}
export CONFIGURATION_DIRECTORY=$work/etc STATE_DIRECTORY=$work/lib RUNTIME_DIRECTORY=$work/run LOGS_DIRECTORY=$work/log
printf '[chart]\npages = %s\n' "$work/pages" >"$work/etc/chart.ini"
tests/e2e/chart.py make "$work/lib/sync/apiary.db" 35340
"$bin/hive-chart" 2>"$work/log/chart.log" &
daemon=$!
socket=$work/run/chart-http.sock
until curl -sf --unix-socket "$socket" http://chart/ping >/dev/null; do kill -0 "$daemon"; done

# $1 name, $2 address, $3 target in ms: the times of ROUNDS requests on one connection.
measure() {
    local i requests=()
    for ((i = 0; i < rounds; ++i)); do requests+=(-o /dev/null "http://chart$2"); done
    curl -s --unix-socket "$socket" -w '%{time_total} %{size_download}\n' "${requests[@]}" |
        sort -n | awk -v name="$1" -v target="$3" '
            { time[NR] = $1; bytes = $2 }
            END {
                last = int(NR * 0.99); if (last < 1) last = 1
                printf "bench chart-%s ours=%.2fms p99=%.2fms bytes=%d target=%sms\n",
                    name, time[int((NR + 1) / 2)] * 1000, time[last] * 1000, bytes, target
            }'
}

end=$((1640000000 + 35340 * 900))
measure day-lines "/api/lines?apiary=1&from=$((end - 86400))&to=$end&width=1200" 10
measure day-spectrogram "/api/spectrogram?apiary=1&from=$((end - 86400))&to=$end&width=1200" 10
measure month-lines "/api/lines?apiary=1&from=$((end - 30 * 86400))&to=$end&width=1200" 20
measure month-spectrogram "/api/spectrogram?apiary=1&from=$((end - 30 * 86400))&to=$end&width=1200" 20
measure year-lines "/api/lines?apiary=1&from=1640000000&to=$end&width=1200" 100
measure year-spectrogram "/api/spectrogram?apiary=1&from=1640000000&to=$end&width=1200" 100
echo "bench chart-memory ours=$(awk '/^VmRSS/ { print $2 }' "/proc/$daemon/status")kB target=49152kB"
