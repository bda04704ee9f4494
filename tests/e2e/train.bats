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
