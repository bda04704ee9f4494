#!/usr/bin/env bash
# tests/soak/soak.sh [MINUTES] - the whole suite under mixed load, with crashes, for so long.
#
# Starts the suite as `make run` does, in a tree of its own, with a sample database that keeps
# growing and small logs that rotate often; tests/soak/soak.py loads it, kills in it and judges.
# HIVE_BIN and HIVE_WEB: where the programs and the pages were built. Exit 0: all was well.
set -eu
cd "$(dirname "$0")/../.."
minutes=${1:-20}
. tests/e2e/lib.bash

tree=$(mktemp -d /tmp/hive-soak.XXXX)
cleanup() {
    SUITE=$tree stop_suite || true
    [ -n "${KEEP:-}" ] || rm -rf "$tree"
}
trap cleanup EXIT

mkdir -p "$tree/tree" "$tree/rows"
"$HIVE_BIN/hive-sample" --days 10 --apiaries 3 --seed 11 --end now --junk --sqlite "$tree/rows/rows.db" >/dev/null
"$HIVE_BIN/hive-sample" --sqlite "$tree/rows/rows.db" --append --live 1 >/dev/null 2>"$tree/rows/log" &
rows=$!
trap 'kill $rows 2>/dev/null || true; cleanup' EXIT
cat >"$tree/sync.ini" <<INI
[sync]
interval = 2s

[source field]
uri = sqlite:$tree/rows/rows.db
INI
export SYNC_INI=$tree/sync.ini
HIVE_SUPERVISOR_LOG_SIZE=64k start_suite "$tree"

python3 tests/soak/soak.py --minutes "$minutes" --tree "$tree" --rows "$tree/rows/rows.db" --writer $rows
status=$?
stop_suite
left=$(pgrep -f "^hive-|$tree/tree" | grep -vx "$$" || true)
left_of_tree=$(for pid in $left; do
    tr '\0' '\n' <"/proc/$pid/environ" 2>/dev/null | grep -q "^RUNTIME_DIRECTORY=$tree/tree" && echo "$pid"
done || true)
if [ -n "$left_of_tree" ]; then
    echo "FAILED  processes left: $left_of_tree"
    exit 1
fi
echo 'ok      no process is left'
exit $status
