#!/usr/bin/env bats
# hive-sample flows: labelled flows at once or in their own time, wherever they go.

load lib.bash
bats_require_minimum_version 1.5.0

flows() { "$HIVE_BIN/hive-sample" flows "$@"; }

setup() {
    cd "$BATS_TEST_TMPDIR"
}

teardown() {
    [ -z "${player:-}" ] || end_process "$player" KILL
    [ -z "${reader:-}" ] || end_process "$reader" KILL
}

# listen: reads what comes to flows.sock into received, one connection after the other.
listen() {
    python3 - 3>&- <<'PY' &
import socket
with socket.socket(socket.AF_UNIX) as server, open("received", "ab", 0) as file:
    server.bind("flows.sock")
    server.listen()
    while True:
        peer, _ = server.accept()
        while part := peer.recv(65536):
            file.write(part)
PY
    reader=$!
    wait_until 10 test -S flows.sock
}
received() { wc -l <received; }

@test "one seed writes the same flows twice, another seed others" {
    flows --count 2000 --end 1735689600 --labels --csv one.csv
    flows --count 2000 --end 1735689600 --labels --csv - >two.csv
    flows --count 2000 --end 1735689600 --labels --seed 2 --csv three.csv
    cmp one.csv two.csv
    run -1 cmp -s one.csv three.csv
    [ "$(wc -l <one.csv)" -eq 2001 ]
}

@test "JSON lines and CSV hold the same flows, in Server Safe's names" {
    flows --count 500 --end 1735689600 --labels --csv x.csv
    flows --count 500 --end 1735689600 --labels --json x.jsonl
    python3 - <<'PY'
import csv, json
rows = list(csv.DictReader(open("x.csv", newline="")))
objects = [json.loads(line) for line in open("x.jsonl")]
assert len(rows) == len(objects) == 500
assert list(rows[0]) == list(objects[0])
for row, flow in zip(rows, objects):
    for name, value in flow.items():
        assert row[name] == value if isinstance(value, str) else float(row[name]) == value, (name, row[name], value)
assert objects[-1]["Timestamp"] == 1735689600
assert "DDOS attack-HOIC" in {flow["Label"] for flow in objects}
PY
}

@test "the model trained on some flows knows those of another seed" {
    flows --count 20000 --labels --csv train.csv
    flows --count 4000 --seed 2 --labels --csv later.csv
    "$HIVE_BIN/hive-train" flows --data train.csv --out flows.json --trees 30 >/dev/null
    "$HIVE_BIN/hive-train" predict --model flows.json --data later.csv >predicted.csv
    python3 - <<'PY'
import csv
rows = list(csv.DictReader(open("predicted.csv", newline="")))
right = sum(row["label"] == row["predicted"] for row in rows) / len(rows)
assert .95 < right < 1, right
PY
}

@test "flows are played in their own time into a socket, without labels" {
    listen
    "$HIVE_BIN/hive-sample" flows --rate 200 --socket flows.sock 2>err 3>&- &
    player=$!
    wait_until 10 bash -c '[ "$(wc -l <received)" -ge 300 ]'
    kill -TERM "$player"
    wait "$player"
    player=
    grep -qE '^hive-sample: played [0-9]+ flows, left out [0-9]+$' err
    [ "$(grep -c '"Label":""' received)" -eq "$(received)" ]
    "$HIVE_BIN/hive-sample" flows --count 5 --socket flows.sock --labels
    wait_until 10 bash -c '[ "$(grep -cv "\"Label\":\"\"" received)" -eq 5 ]'
}

@test "a socket that comes late, and comes back, gets the flows from then on" {
    "$HIVE_BIN/hive-sample" flows --rate 500 --socket flows.sock 2>err 3>&- &
    player=$!
    wait_until 10 grep -q 'connect flows.sock: No such file or directory; trying on' err
    listen
    wait_until 10 bash -c '[ "$(wc -l <received)" -ge 100 ]'
    end_process "$reader" KILL
    rm -f flows.sock received
    wait_until 10 bash -c '[ "$(grep -c flows.sock: err)" -ge 2 ]'
    listen
    wait_until 10 bash -c '[ "$(wc -l <received)" -ge 100 ]'
    head -n 1 received | python3 -m json.tool >/dev/null
}

@test "a reader that reads no more holds up neither the end nor a signal" {
    mkfifo pipe
    exec 9<>pipe
    "$HIVE_BIN/hive-sample" flows --rate 20000 --json pipe 2>err 3>&- &
    player=$!
    IFS= read -r -t 10 -N 1 -u 9 # it plays
    kill -TERM "$player"
    wait "$player"
    player=
    exec 9>&-
    grep -q 'left out' err
}

@test "arguments that make no sense are refused" {
    run -64 flows --socket x --json -
    [ "$output" = 'hive-sample: give one of --socket, --json and --csv; see hive-sample flows --help' ]
    run -70 flows --count 5 --socket nobody.sock
    [ "$output" = 'hive-sample: connect nobody.sock: No such file or directory' ]
    run -0 flows --help
    [[ $output == *'--attack-share SHARE'* ]]
}
