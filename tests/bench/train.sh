#!/usr/bin/env bash
# tests/bench/train.sh - hive-train beside scikit-learn's RandomForest(100), both on one thread: CPU
# seconds to learn, accuracy and macro-F1 on the same rows held back; boosted trees beside the
# figures they are to reach. Medians of ROUNDS (5) seeds, alternated.
#
# DATA: labelled flows as CSV; made up without it. BENIGN, SCANNER and OTHER_SCANNER: access logs; the
# windows of each scanner are then told by a model that has seen only the other one.
set -euo pipefail
cd "$(dirname "$0")/../.."

bin=${HIVE_BIN:-build/release}
rounds=${ROUNDS:-5}
work=$(mktemp -d /tmp/hive-bench.XXXXXX)
trap 'rm -rf "$work"' EXIT
data=${DATA:-}
if [ -z "$data" ]; then
    data=$work/flows.csv
    "$bin/hive-sample" flows --count 30000 --rate 100 --labels --csv "$data"
fi

# figures FILE KEY...: members of the last report as one line of FILE.
figures() {
    local file=$1 key
    shift
    for key in "$@"; do tests/e2e/train.py get "$work/report.json" "$key"; done | paste -sd' ' >>"$work/$file"
}
train() { "$bin/hive-train" "$@" --out "$work/model.json" --report "$work/report" --force >/dev/null; }

for ((seed = 1; seed <= rounds; ++seed)); do
    train flows --data "$data" --threads 1 --seed "$seed"
    figures ours accuracy macro_f1 cpu_seconds benign_misjudged
    /usr/bin/python3 tests/bench/train_peer.py "$data" "$seed" >>"$work/peer"
    train flows --data "$data" --boosted --threads 1 --seed "$seed"
    figures boosted accuracy macro_f1 benign_misjudged
done

# median FILE COLUMN
median() { cut -d' ' -f"$2" "$work/$1" | sort -g | sed -n "$(((rounds + 1) / 2))p"; }
# line NAME OURS PEER TARGET RULE: the ratio is ours/peer, or peer/ours.
line() {
    awk -v name="$1" -v ours="$2" -v peer="$3" -v target="$4" -v rule="${5:-ours/peer}" 'BEGIN {
        ratio = rule == "ours/peer" ? ours / peer : ours > 0 ? peer / ours : "inf"
        printf "bench train-%s ours=%.4f peer=%.4f ratio=%.4f target=%s\n", name, ours, peer, ratio, target
    }'
}
# Where there is no peer, the figure to reach stands for it.
line accuracy "$(median ours 1)" "$(median peer 1)" 0.995
line macro-f1 "$(median ours 2)" "$(median peer 2)" 0.99
line seconds "$(median ours 3)" "$(median peer 3)" 5 peer/ours
line benign-misjudged "$(median ours 4)" 0.005 1 peer/ours
line boosted-accuracy "$(median boosted 1)" 0.957 1
line boosted-macro-f1 "$(median boosted 2)" 0.93 1
line boosted-benign-misjudged "$(median boosted 3)" 0.005 1 peer/ours

# across NAME SEEN UNSEEN: a scanner is told by a model of another; the earlier part of the benign log is learned from.
across() {
    local lines
    lines=$(wc -l <"$BENIGN")
    sed 's/^"//' "$BENIGN" | sort -t'[' -k2,2 >"$work/benign"
    head -n $((lines * 6 / 10)) "$work/benign" >"$work/earlier"
    tail -n +$((lines * 6 / 10 + 1)) "$work/benign" >"$work/later"
    train http --log "Benign=$work/earlier" --log "Scan=$2" --test-log "Benign=$work/later" --test-log "Scan=$3"
    figures_of_scan=$(python3 -c 'import json, sys
scan = next(one for one in json.load(open(sys.argv[1]))["classes"] if one["name"] == "Scan")
print(scan["precision"], scan["recall"])' "$work/report.json")
    line "http-$1-precision" "${figures_of_scan% *}" 0.97 1
    line "http-$1-recall" "${figures_of_scan#* }" 0.70 1
}
if [ -n "${SCANNER:-}" ]; then
    across unseen-scanner "$SCANNER" "$OTHER_SCANNER"
    across seen-the-other-way "$OTHER_SCANNER" "$SCANNER"
fi
