#!/usr/bin/env bash
# tests/bench/train.sh - hive-train's random forest beside scikit-learn's RandomForest(100), both
# on one thread: CPU seconds to learn, accuracy and macro-F1 on the same rows held back. Medians
# of ROUNDS (3) seeds, alternated. DATA: labelled flows as CSV; made up without it.
set -euo pipefail
cd "$(dirname "$0")/../.."

bin=${HIVE_BIN:-build/release}
rounds=${ROUNDS:-3}
work=$(mktemp -d /tmp/hive-bench.XXXXXX)
trap 'rm -rf "$work"' EXIT
data=${DATA:-}
if [ -z "$data" ]; then
    data=$work/flows.csv
    tests/e2e/train.py flows "$data" 5000
fi

for ((seed = 1; seed <= rounds; ++seed)); do
    "$bin/hive-train" flows --data "$data" --out "$work/model.json" --threads 1 --seed "$seed" \
        --report "$work/report" --force >/dev/null
    for key in accuracy macro_f1 cpu_seconds; do tests/e2e/train.py get "$work/report.json" "$key"; done |
        paste -sd' ' >>"$work/ours"
    /usr/bin/python3 tests/bench/train_peer.py "$data" "$seed" >>"$work/peer"
done

# median FILE COLUMN
median() { cut -d' ' -f"$2" "$work/$1" | sort -g | sed -n "$(((rounds + 1) / 2))p"; }

column=1
for figure in accuracy macro-f1 seconds; do
    target=0.995 rule=ours/peer
    case $figure in macro-f1) target=0.99 ;; seconds) target=5 rule=peer/ours ;; esac
    awk -v figure="$figure" -v ours="$(median ours "$column")" -v peer="$(median peer "$column")" \
        -v target="$target" -v rule="$rule" 'BEGIN {
            ratio = rule == "ours/peer" ? ours / peer : peer / ours
            printf "bench train-%s ours=%.4f peer=%.4f ratio=%.4f target=%s\n", figure, ours, peer, ratio, target
        }'
    column=$((column + 1))
done
