#!/usr/bin/env python3
"""Remote rows and what hive-sync made of them, in one form that can be compared.

  sync_rows.py remote < TSV            rows as `mariadb --batch` prints them: id, apiary, time,
                                       internal, external, 64 bins
  sync_rows.py sqlite FILE TABLE       the same from a table in a SQLite file
  sync_rows.py store APIARY_DB SOURCE  the same rows again from samples and quarantine

Prints "ROWS SUM_OF_IDS SUM_OF_TIMES SHA256", the hash over every row with all of its values
in the order of ids. Amplitudes are compared bit for bit as the float32 they are.
"""
import array
import hashlib
import json
import sqlite3
import struct
import sys

NO_VALUE = float("nan")
COLUMNS = ["id", "apiary_name", "timestamp", "bme680_internal_temperature", "bme680_external_temperature"]
COLUMNS += [f"fft_bin{n}" for n in range(1, 65)]


def remote(lines):
    for line in lines:
        fields = [None if f in ("NULL", "\\N") else f for f in line.rstrip("\n").split("\t")]
        number = lambda f: None if f is None else float(f)
        yield (int(fields[0]), fields[1], None if fields[2] is None else int(fields[2]),
               number(fields[3]), number(fields[4]), [number(f) for f in fields[5:]])


def table(path, name):
    for row in sqlite3.connect(path).execute(f"SELECT {', '.join(COLUMNS)} FROM {name} ORDER BY id"):
        yield (*row[:5], list(row[5:]))


def bins_of(blob):
    if blob is None:
        return [None] * 64
    if blob[0] == 1:
        return [float(v) for v in struct.unpack("64b", blob[1:])]
    assert blob[0] == 4
    return [None if v != v else v for v in struct.unpack("<64f", blob[1:])]


def store(path, source):
    db = sqlite3.connect(path)
    key, = db.execute("SELECT id FROM source WHERE key = ?", (source,)).fetchone()
    left_out = {}
    refused = []
    for src_id, part, value, raw in db.execute(
            "SELECT src_id, part, value, raw FROM quarantine WHERE source = ?", (key,)):
        if part:
            left_out[src_id, part] = value
        else:
            row = json.loads(raw)
            refused.append((row["id"], row["apiary"], row["time"], row["internal"], row["external"], row["fft"]))
    samples = []
    for src_id, name, ts, internal, external, fft in db.execute(
            "SELECT src_id, name, ts, internal, external, fft FROM sample"
            " JOIN apiary ON apiary.id = sample.apiary WHERE source = ?", (key,)):
        samples.append((src_id, name, ts, left_out.get((src_id, "internal"), internal),
                        left_out.get((src_id, "external"), external), bins_of(fft)))
    return sorted(samples + refused, key=lambda row: row[0])


def digest(rows):
    sha = hashlib.sha256()
    count = ids = times = 0
    for row_id, name, ts, internal, external, bins in rows:
        count, ids, times = count + 1, ids + row_id, times + (ts or 0)
        sha.update(repr((row_id, name, ts, internal, external)).encode())
        sha.update(array.array("f", [NO_VALUE if v is None else v for v in bins]).tobytes())
    return f"{count} {ids} {times} {sha.hexdigest()}"


if __name__ == "__main__":
    readers = {"remote": lambda: remote(sys.stdin), "sqlite": lambda: table(*sys.argv[2:4]),
               "store": lambda: store(*sys.argv[2:4])}
    if len(sys.argv) < 2 or sys.argv[1] not in readers:
        sys.exit(__doc__)
    print(digest(readers[sys.argv[1]]()))
