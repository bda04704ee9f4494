#!/usr/bin/env python3
"""tests/bench/train_peer.py DATA.csv SEED - scikit-learn's RandomForest(100) on the split of
hive-train: the last 30 % of each class by time. Prints accuracy, macro-F1 and CPU seconds."""
import csv
import math
import sys
import time

import numpy
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, f1_score

with open(sys.argv[1], newline="") as file:
    rows = list(csv.DictReader(file))
features = [name for name in rows[0] if name not in ("Source", "Destination", "Timestamp", "Label")]
by_class = {}
for row in sorted(rows, key=lambda row: row["Timestamp"]):
    by_class.setdefault(row["Label"], []).append(row)
train, test = [], []
for members in by_class.values():
    first = math.ceil(len(members) * 0.7)
    train += members[:first]
    test += members[first:]


def table(part):
    return (numpy.array([[float(row[name]) for name in features] for row in part], dtype="float32"),
            [row["Label"] for row in part])


x, y = table(train)
unseen, truth = table(test)
forest = RandomForestClassifier(100, random_state=int(sys.argv[2]), n_jobs=1)
start = time.process_time()
forest.fit(x, y)
spent = time.process_time() - start
predicted = forest.predict(unseen)
print(accuracy_score(truth, predicted), f1_score(truth, predicted, average="macro"), spent)
