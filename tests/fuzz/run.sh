#!/usr/bin/env bash
# tests/fuzz/run.sh SECONDS FUZZER... - runs each fuzzer on its corpus, two at a time.
set -u

# fuzz SECONDS FUZZER: one line, after the log's end when it found something.
fuzz() {
    local name grown
    name=$(basename "$2")
    grown=$(dirname "$2")/grown/$name
    mkdir -p "$grown"
    # New inputs go to `grown`, so that the corpus in the tree only grows by hand.
    if ! "$2" -max_total_time="$1" -max_len=4096 -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$grown/" "$grown" "tests/fuzz/corpus/$name" >"$grown.log" 2>&1; then
        tail -n 40 "$grown.log"
        echo "fuzz $name: FAILED, see $grown.log"
        return 1
    fi
    echo "fuzz $name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$grown.log") inputs"
}
export -f fuzz
seconds=$1
shift
printf '%s\n' "$@" | xargs -P2 -I FUZZER bash -c "fuzz $seconds FUZZER"
