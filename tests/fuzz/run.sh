#!/usr/bin/env bash
# tests/fuzz/run.sh SECONDS FUZZER... - runs each fuzzer on its corpus, stops at the first finding.
set -u
seconds=$1
shift
for fuzzer in "$@"; do
    name=$(basename "$fuzzer")
    work=$(dirname "$fuzzer")/work/$name
    mkdir -p "$work"
    # New inputs go to `work`, so that the corpus in the tree only grows by hand.
    if ! "$fuzzer" -max_total_time="$seconds" -max_len=4096 -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$work/" "$work" "$(dirname "$0")/corpus/$name" >"$work.log" 2>&1; then
        tail -n 40 "$work.log"
        echo "fuzz $name: FAILED, see $work.log"
        exit 1
    fi
    echo "fuzz $name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$work.log") inputs"
done
