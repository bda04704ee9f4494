#!/usr/bin/env bash
# tests/fuzz/run.sh SECONDS FUZZER... - runs each fuzzer on its corpus, two at a time.
set -u

# fuzz SECONDS FUZZER: one line, after the log's end when it found something.
fuzz() {
    local name work
    name=$(basename "$2")
    work=$(dirname "$2")/work/$name
    mkdir -p "$work"
    # New inputs go to `work`, so that the corpus in the tree only grows by hand.
    if ! "$2" -max_total_time="$1" -max_len=4096 -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$work/" "$work" "tests/fuzz/corpus/$name" >"$work.log" 2>&1; then
        tail -n 40 "$work.log"
        echo "fuzz $name: FAILED, see $work.log"
        return 1
    fi
    echo "fuzz $name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$work.log") inputs"
}
export -f fuzz
seconds=$1
shift
printf '%s\n' "$@" | xargs -P2 -I FUZZER bash -c "fuzz $seconds FUZZER"
