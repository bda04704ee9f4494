#!/usr/bin/env python3
"""tests/e2e/train.py COMMAND ARGUMENT... - labelled flows, and XGBoost as the peer of hive-train.

flows FILE N            N flows of each of three classes, five of a rare one, as CSV
random FILE N           N rows of random features with random labels of three classes
shuffle FROM TO         the flows of FROM with their labels mixed up
get FILE KEY            prints a member of a JSON object
model KIND DATA MODEL   trains XGBoost (logistic: two classes, softprob: three), saves it and a card
compare KIND DATA MODEL PREDICTED   fails unless PREDICTED holds what XGBoost says of DATA
"""
import csv
import json
import random
import sys

FEATURES = ["Bwd Pkt Len Min", "Subflow Fwd Byts", "TotLen Fwd Pkts", "Fwd Pkt Len Mean",
            "Bwd Pkt Len Std", "Flow IAT Mean", "Fwd IAT Min", "Flow Duration", "Flow IAT Std",
            "Active Min", "Active Mean", "Bwd IAT Mean", "Fwd IAT Mean", "Init Fwd Win Byts",
            "Fwd PSH Flags", "SYN Flag Cnt", "Fwd Pkts/s", "Init Bwd Win Byts", "Bwd Pkts/s",
            "PSH Flag Cnt", "Pkt Size Avg"]


def write(path, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*FEATURES, "Timestamp", "Label"])
        writer.writerows(rows)


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def flows(path, count):
    source = random.Random(1)
    kinds = [("Benign", 1, count), ("DDoS", 3, count), ("SSH, brute force", 5, count),
             ("DoS & <Rare>", 9, 5)]
    rows = [[*(round(source.gauss(centre, 1.5), 6) for _ in FEATURES), 1e9 + i, label]
            for label, centre, members in kinds for i in range(members)]
    write(path, rows)


def random_rows(path, count):
    source = random.Random(2)
    scales = [10 ** source.uniform(-3, 7) for _ in FEATURES]
    write(path, [[*(source.uniform(-1, 1) * scale for scale in scales), i, f"class {i % 3}"]
                 for i in range(count)])


def shuffle(source, target):
    rows = read(source)
    labels = [row["Label"] for row in rows]
    random.Random(3).shuffle(labels)
    write(target, [[*(row[name] for name in FEATURES), row["Timestamp"], label]
                   for row, label in zip(rows, labels)])


def table(path):
    import numpy
    rows = read(path)
    labels = sorted({row["Label"] for row in rows})
    x = numpy.array([[float(row[name]) for name in FEATURES] for row in rows], dtype="float32")
    return x, numpy.array([labels.index(row["Label"]) for row in rows]), labels


def model(kind, data, path):
    import xgboost
    x, y, labels = table(data)
    if kind == "logistic":
        y, labels = y % 2, labels[:2]
    classifier = xgboost.XGBClassifier(n_estimators=20, max_depth=6, base_score=0.3, n_jobs=1)
    classifier.fit(x, y)
    classifier.save_model(path)
    with open(path.replace(".json", ".card.json"), "w") as card:
        json.dump({"kind": "flows", "benign": labels[0], "classes": labels, "features": FEATURES}, card)


def compare(kind, data, path, predicted):
    import numpy
    import xgboost
    x, _, _ = table(data)
    booster = xgboost.Booster()
    booster.load_model(path)
    theirs = booster.predict(xgboost.DMatrix(x), validate_features=False)
    if kind == "logistic":
        theirs = numpy.stack([1 - theirs, theirs], axis=1)
    with open(predicted, newline="") as file:
        header, *rows = list(csv.reader(file))
    ours = numpy.array([row[2:] for row in rows], dtype="float32")
    assert ours.shape == theirs.shape, (ours.shape, theirs.shape)
    assert numpy.abs(ours - theirs).max() < 1e-6, numpy.abs(ours - theirs).max()
    with open(path.replace(".json", ".card.json")) as file:
        card = json.load(file)
    least = numpy.array(card.get("thresholds", [0] * len(header[2:])))
    best = theirs.argmax(axis=1)
    best[theirs.max(axis=1) < least[best]] = card["classes"].index(card["benign"])
    named = numpy.array([header[2:].index(row[1]) for row in rows])
    assert (named == best).mean() > .9999, "a probability at its threshold may fall to either side"


def main():
    command, *words = sys.argv[1:]
    if command == "flows":
        flows(words[0], int(words[1]))
    elif command == "random":
        random_rows(words[0], int(words[1]))
    elif command == "shuffle":
        shuffle(*words)
    elif command == "get":
        with open(words[0]) as file:
            print(json.load(file)[words[1]])
    elif command == "model":
        model(*words)
    else:
        compare(*words)


main()
