#!/usr/bin/env bats
# hive-train: learns from labelled flows, judges by the later ones, keeps the better model; a
# model of XGBoost's gives the same predictions here as there.

load lib.bash
bats_require_minimum_version 1.5.0

train() { "$HIVE_BIN/hive-train" "$@"; }
peer() { /usr/bin/python3 "$BATS_TEST_DIRNAME/train.py" "$@"; }

setup() {
    cd "$BATS_TEST_TMPDIR"
}

@test "flows become a model with a card and a report in three forms" {
    peer flows flows.csv 600
    train flows --data flows.csv --out flows.json --trees 20 --report report
    grep -q '^accuracy 0.9' report.txt
    grep -q 'DoS & <Rare>.*too few rows' report.txt
    grep -q 'DoS &amp; &lt;Rare&gt;' report.html
    [ "$(peer get report.json verdict)" = written ]
    [ "$(peer get flows.card.json benign)" = Benign ]
    [ "$(peer get flows.card.json rows)" = "$(peer get report.json rows)" ]
}

@test "the same data and seed give the same model with any number of threads" {
    peer flows flows.csv 200
    train flows --data flows.csv --out one.json --trees 10 --threads 1 >one.txt
    train flows --data - --out two.json --trees 10 --threads 3 <flows.csv >two.txt
    cmp one.json two.json
}

@test "a model that is worse on the rows held back does not replace the one that is there" {
    peer flows flows.csv 600
    train flows --data flows.csv --out flows.json --trees 20
    cp flows.json before.json
    peer shuffle flows.csv shuffled.csv
    run -1 train flows --data flows.csv --data shuffled.csv --data shuffled.csv --out flows.json --trees 1
    [[ $output == *'refused: macro-F1 '* ]]
    cmp flows.json before.json
    train flows --data shuffled.csv --out flows.json --trees 1 --force
    run -1 cmp -s flows.json before.json
}

@test "a line that is no labelled flow is named, counted and left out" {
    peer flows flows.csv 200
    sed -i -e '3s/^[^,]*/many/' -e '5s/,[^,]*$//' flows.csv
    run train flows --data flows.csv --out flows.json --trees 2
    [ "$status" -eq 0 ]
    [[ $output == *"flows.csv:3: 'Bwd Pkt Len Min' is 'many', not a finite number"* ]]
    [[ $output == *'flows.csv:5: has 22 columns, the header 23'* ]]
    [[ $output == *'2 lines refused'* ]]
}

@test "data without a benign class asks which one it is" {
    peer flows flows.csv 100
    sed -i 's/Benign/Normal/' flows.csv
    run -70 train flows --data flows.csv --out flows.json --trees 2
    [[ $output == *'say so by --benign'* ]]
    train flows --data flows.csv --out flows.json --trees 2 --benign Normal
}

@test "predictions of models from Python equal XGBoost's on 10,000 random rows" {
    local kind
    peer random rows.csv 10000
    for kind in logistic softprob; do
        peer model "$kind" rows.csv "$kind.json"
        train predict --model "$kind.json" --data rows.csv >"$kind.csv"
        peer compare "$kind" rows.csv "$kind.json" "$kind.csv"
    done
}

@test "boosted trees are learned by libxgboost and predicted by us" {
    peer flows flows.csv 300
    train flows --boosted --trees 5 --depth 3 --data flows.csv --out flows.json --report report
    grep -q '^accuracy 0.[89]' report.txt
    train predict --model flows.json --data flows.csv >predicted.csv
    peer compare softprob flows.csv flows.json predicted.csv
}

@test "a damaged model is refused by name" {
    peer flows flows.csv 100
    train flows --data flows.csv --out flows.json --trees 2
    sed -i 's/"left_children":\[1,/"left_children":[0,/' flows.json
    run -70 train predict --model flows.json --data flows.csv
    [[ $output == *'flows.json: tree 0: node 0 has two parents'* ]]
}

# log FILE CLIENT PATH STATUS SECONDS...: requests of one client in combined form.
log() {
    local file=$1 client=$2 path=$3 status=$4 second
    shift 4
    for second in "$@"; do
        printf '%s - - [29/May/2026:15:%02d:%02d +0000] "GET %s HTTP/1.1" %s 512 "-" "Mozilla/5.0"\n' "$client" $((second / 60)) $((second % 60)) "${path//N/$second}" "$status"
    done >>"$file"
}

# visitors FILE FIRST, scanner FILE: a minute of people who look at pages, and of a tool that looks for what is not there.
visitors() {
    local i
    for i in $(seq "$2" $(($2 + 60))); do log "$1" "192.0.2.$i" /page/N 200 $((i % 50 * 10)) $((i % 50 * 10 + 7)) $((i % 50 * 10 + 31)); done
}
scanner() { for second in $(seq "$2" "$3" 600); do log "$1" 203.0.113.7 "/N.php?id='+OR+1=1--" 404 "$second" "$second" "$second"; done; }

@test "requests of labelled logs become a model that knows another scanner" {
    visitors visitors.log 1
    visitors others.log 90
    scanner scan.log 1 2
    scanner slow.log 3 17
    train http --log Benign=visitors.log --log Scan=scan.log --test-log Benign=others.log --test-log Scan=slow.log --out http.json --report report
    [ "$(peer get http.card.json kind)" = http ]
    python3 - <<'PY'
import json
scan = next(one for one in json.load(open("report.json"))["classes"] if one["name"] == "Scan")
assert scan["precision"] > .97 and scan["recall"] > .7, scan
PY
    train predict --model http.json --log Benign=others.log | grep -q '^Benign,Benign,'
}

@test "the guard's history with what people said of it becomes a model" {
    sqlite3 guard.db "$(python3 -c 'import re; print(re.search(r"R\"sql\((.*?)\)sql\"", open("'"$BATS_TEST_DIRNAME"'/../../lib/guard_schema.cc").read(), re.S)[1])')"
    python3 - <<'PY'
import random, sqlite3, struct
db, source = sqlite3.connect("guard.db"), random.Random(3)
for i in range(400):
    scan = i % 4 == 0
    # every tenth is said to be benign by the operator, though it was judged a scan
    judged, label = ("Scan", "") if scan else ("Scan", "Benign") if i % 10 == 1 else ("Benign", "")
    features = [source.gauss(6 if scan else 1, 1) for _ in range(13)]
    db.execute("INSERT INTO window (ts, client, server, kind, class, score, label, features) VALUES (?, '', '', 'http', ?, .9, ?, ?)", (i, judged, label, struct.pack("<13f", *features)))
db.execute("PRAGMA user_version = 1")
db.commit()
PY
    train http --history guard.db --out http.json --report report
    [ "$(peer get report.json rows)" = 280 ]
    python3 -c 'import json; assert json.load(open("report.json"))["accuracy"] > .98'
    run -64 train http --data guard.db --out http.json
    [[ $output == *'--data has flows; http learns from --log and --history'* ]]
}
