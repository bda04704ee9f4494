#!/usr/bin/env python3
"""tests/e2e/chart.py - makes stores for chart.bats and checks binary frames against SQL.

chart.py make DB [ROWS]                           a store with three apiaries
chart.py lines FRAME DB APIARY FROM TO WIDTH      compares with all rows; says what it saw
chart.py samples FRAME DB APIARY FROM TO 1        the same for every spectrum of a range
chart.py csv FILE DB APIARY FROM TO 1             the same for time, internal, external, weight
chart.py supervisor SOCKET FILE                   takes alerts like the supervisor, into FILE
chart.py spectrogram FRAME DB APIARY FROM TO WIDTH MODE
"""

import calendar
import csv
import json
import math
import random
import re
import socket
import sqlite3
import struct
import sys
import time

BINS = 64
START = 1_640_000_000
STEP = 900


def schema():
    """The tables as hive-sync makes them."""
    with open("lib/readings_schema.cc", encoding="utf-8") as source:
        return re.findall(r'R"sql\((.*?)\)sql"', source.read(), re.S)


def make(path, most):
    random.seed(11)
    db = sqlite3.connect(path)
    db.execute("PRAGMA page_size = 8192")
    db.execute("PRAGMA journal_mode = WAL")
    steps = schema()
    for step in steps:
        db.executescript(step)
    db.execute(f"PRAGMA user_version = {len(steps)}")
    db.execute("INSERT INTO series VALUES (1, 'weight', 'weight', 'kg')")
    db.execute("INSERT INTO source VALUES (1, 'sqlite:sample.db#sync_data')")
    for apiary, name, rows in ((1, "Nørre Hive", most), (2, "small", 50), (3, "empty", 0)):
        times = [START + STEP * i for i in range(rows) if not 2000 <= i < 2300]
        for i, time in enumerate(times):
            inside = None if i % 97 == 5 else 34 + math.sin(i / 15) + random.gauss(0, 0.3)
            outside = None if i % 61 == 7 else 15 + 8 * math.sin(i / 15)
            spectrum = [random.randint(-120, 120) for _ in range(BINS)]
            blob = struct.pack("<B64b", 1, *spectrum)
            if i % 10 == 3:  # amplitudes that are not whole
                blob = struct.pack("<B64f", 4, *[value + 0.25 for value in spectrum])
            db.execute("INSERT INTO sample VALUES (?, ?, 1, ?, ?, ?, ?)",
                       (apiary, time, apiary * 100_000 + i, inside, outside, blob))
            if inside is None:
                db.execute("INSERT INTO quarantine VALUES (1, ?, 'internal', 'sensor fault', ?, ?, -127, '{}')",
                           (apiary * 100_000 + i, apiary, time))
            if apiary == 1 and i % 7:
                db.execute("INSERT INTO extra VALUES (1, 1, ?, 1, ?, ?)",
                           (time, 100_000 + i, 40 + math.sin(i / 300)))
        db.execute("INSERT INTO apiary (id, name, time_zone, first, last, count) VALUES (?, ?, 'Australia/Melbourne', ?, ?, ?)",
                   (apiary, name, times[0] if times else None, times[-1] if times else None, len(times)))
    db.commit()


def decode(path):
    with open(path, "rb") as file:
        frame = file.read()
    magic, version, meta_bytes, reserved = struct.unpack_from("<4I", frame)
    assert (magic, version, reserved) == (0x45564948, 1, 0), "not a frame"
    meta = json.loads(frame[16:16 + meta_bytes])
    columns, at = {}, 16 + meta_bytes
    for column in meta["columns"]:
        assert at % 8 == 0, "column not at a multiple of 8"
        code, size = {"f64": ("d", 8), "f32": ("f", 4), "u32": ("I", 4), "i8": ("b", 1)}[column["type"]]
        columns[column["name"]] = struct.unpack_from(f"<{column['length']}{code}", frame, at)
        at += -(-column["length"] * size // 8) * 8
    assert at == len(frame), "frame longer than its columns"
    return meta, columns


def single(value):
    """As the nearest 4-byte float; NaN for none."""
    return struct.unpack("<f", struct.pack("<f", math.nan if value is None else value))[0]


def same(left, right):
    return left == right or (math.isnan(left) and math.isnan(right))


def strokes(points, scale):
    """first, lowest, highest, last value of each pixel column"""
    columns = {}
    for time, value in points:
        if math.isnan(value):
            continue
        first, low, high, _ = columns.setdefault(scale(time), (value, value, value, value))
        columns[scale(time)] = (first, min(low, value), max(high, value), value)
    return columns


def check_lines(path, db, apiary, start, end, width):
    meta, columns = decode(path)
    rows = db.execute("SELECT ts, internal, external FROM sample WHERE apiary = ? AND ts >= ? AND ts < ? ORDER BY ts",
                      (apiary, start, end)).fetchall()
    all_rows = {"internal": [], "external": [], "delta": []}
    for time, inside, outside in rows:
        both = inside is not None and outside is not None
        all_rows["internal"].append((time, single(inside)))
        all_rows["external"].append((time, single(outside)))
        all_rows["delta"].append((time, single(inside - outside if both else None)))
    assert meta["samples"] == len(rows), (meta["samples"], len(rows))
    assert meta["reduced"] == (len(rows) > 4 * width)
    assert list(columns["t"]) == sorted(columns["t"])
    for name, points in all_rows.items():
        by_time = dict(points)
        got = list(zip(columns["t"], columns[name]))
        assert all(same(by_time[int(time)], value) for time, value in got), f"{name}: a point that is no sample"
        if meta["reduced"]:
            scale = lambda time: int((time - start) * width / (end - start))
            assert strokes(got, scale) == strokes(points, scale), f"{name}: other extremes"
        else:
            assert len(got) == len(points)
    faults = db.execute("SELECT count(*) FROM quarantine WHERE apiary = ? AND ts >= ? AND ts < ? AND part <> ''",
                        (apiary, start, end)).fetchone()[0]
    assert len(meta["faults"]) == min(faults, 1000)
    print(f"samples={len(rows)} points={len(columns['t'])} reduced={meta['reduced']} step={meta['step']} faults={faults}")


def spectrum(blob):
    return struct.unpack("<64b" if blob[0] == 1 else "<64f", blob[1:])


def check_spectrogram(path, db, apiary, start, end, width, mode):
    meta, columns = decode(path)
    cells = [[] for _ in range(width)]
    for time, blob in db.execute("SELECT ts, fft FROM sample WHERE apiary = ? AND ts >= ? AND ts < ? ORDER BY ts",
                                 (apiary, start, end)):
        cells[int((time - start) * width / (end - start))].append(spectrum(blob))
    assert list(columns["count"]) == [len(column) for column in cells]
    assert len(columns["value"]) == width * BINS
    empty = 0
    for i, spectra in enumerate(cells):
        got = columns["value"][i * BINS:(i + 1) * BINS]
        if not spectra:
            empty += all(math.isnan(value) for value in got)
            continue
        for value, amplitudes in zip(got, zip(*spectra)):
            want = max(amplitudes) if mode == "max" else sum(amplitudes) / len(amplitudes)
            assert math.isclose(value, want, rel_tol=1 / 8192, abs_tol=1e-6), (i, value, want)
    shown = sorted(value for value in columns["value"] if not math.isnan(value))
    if shown:
        assert meta["low"] == shown[math.ceil(0.01 * len(shown)) - 1]
        assert meta["high"] == shown[math.ceil(0.995 * len(shown)) - 1]
    print(f"samples={meta['samples']} columns={width} empty={empty} mode={meta['mode']}")


def check_samples(path, db, apiary, start, end, _width):
    meta, columns = decode(path)
    rows = db.execute("SELECT ts, internal, fft FROM sample WHERE apiary = ? AND ts >= ? AND ts < ? ORDER BY ts",
                      (apiary, start, end)).fetchall()
    assert list(columns["t"]) == [row[0] for row in rows]
    assert all(same(single(row[1]), value) for row, value in zip(rows, columns["internal"]))
    assert list(columns["bins"]) == [value for row in rows for value in spectrum(row[2])]
    kind = next(column["type"] for column in meta["columns"] if column["name"] == "bins")
    print(f"samples={meta['samples']} bins={meta['bins']} type={kind} left_out={meta['left_out']}")


def check_csv(path, db, apiary, start, end, _width):
    with open(path, encoding="utf-8", newline="") as file:
        head, *lines = list(csv.reader(file))
    assert head == ["time", "iso", "internal", "external", "weight"], head
    rows = db.execute("SELECT ts, internal, external, value FROM sample LEFT JOIN extra USING (apiary, ts, source, src_id)"
                      " WHERE apiary = ? AND ts >= ? AND ts < ? ORDER BY ts", (apiary, start, end)).fetchall()
    got = [(int(line[0]), *(float(field) if field else None for field in line[2:])) for line in lines]
    assert got == rows, "other rows"
    assert all(calendar.timegm(time.strptime(line[1], "%Y-%m-%dT%H:%M:%SZ")) == int(line[0]) for line in lines)
    print(f"rows={len(rows)}")


def supervisor(path, into):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    while True:
        peer, _ = listener.accept()
        for line in peer.makefile():
            verb, _, arguments = line.partition(" ")
            with open(into, "a", encoding="utf-8") as file:
                file.write(f"{verb} {json.dumps(json.loads(arguments))}\n")
            peer.sendall(b'{"queued": true, "done": true}\n')


def main():
    if sys.argv[1] == "supervisor":
        return supervisor(*sys.argv[2:])
    if sys.argv[1] == "make":
        return make(sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 5000)
    kind, path, store, apiary, start, end, width, *mode = sys.argv[1:]
    db = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    check = {"lines": check_lines, "spectrogram": check_spectrogram, "samples": check_samples, "csv": check_csv}[kind]
    return check(path, db, int(apiary), int(start), int(end), int(width), *mode)


if __name__ == "__main__":
    main()
