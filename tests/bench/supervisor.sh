#!/usr/bin/env bash
# tests/bench/supervisor.sh - hive-supervisor beside monit. Prints one line a figure:
# bench NAME ours=… peer=… ratio=… target=…
# HIVE_BIN: directory of the programs. ROUNDS: runs of each (a median is printed).
# FIGURES: some of restart, eight, slow, refused, hang, cost and page; some two minutes each at most,
# four together.
set -euo pipefail
cd "$(dirname "$0")/../.."

command -v monit >/dev/null || tools/install-deps.sh monit
work=$(mktemp -d /tmp/hive-bench.XXXXXX)
trap 'rm -rf "$work"' EXIT
g++ -std=c++20 -O2 -o "$work/quick_service" tests/bench/quick_service.cc
chmod 755 "$work"
tests/bench/supervisor.py "$(realpath "${HIVE_BIN:-build/release}")" "$work" "${ROUNDS:-7}" ${FIGURES:-}
