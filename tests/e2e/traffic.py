#!/usr/bin/env python3
"""tests/e2e/traffic.py - plays hive-guard for the tests of the traffic page.

traffic.py make DB             guard.db with an hour of traffic to four servers, ending now
traffic.py play DB             goes on writing it, a second each second, until it is stopped
traffic.py guard SOCKET FILE   takes hive-guard's control verbs; writes each into FILE as a line of JSON
"""
import json
import math
import random
import re
import socket
import sqlite3
import sys
import threading
import time

SERVERS = ["www.example", "app.example", "api.example", "mail.example"]
BASE = [380, 90, 40, 12]  # records a second
CLASSES = ["Benign", "DoS attacks-Hulk", "Scan", "SSH-Bruteforce", "Injection"]


def schema():
    """The tables as hive-guard makes them."""
    with open("lib/guard_schema.cc", encoding="utf-8") as source:
        return re.findall(r'R"sql\((.*?)\)sql"', source.read(), re.S)


def counts(ts, server, source):
    """Records of each class that one server gets in the five seconds from ts on."""
    minute = ts // 60 % 60
    base = 5 * BASE[server] * (1 + .15 * math.sin(ts / 300 + server)) * source.uniform(.9, 1.1)
    found = {1: round(base)}
    if server == 0 and minute % 20 >= 14:
        found[2] = round(base / 3)
    if server < 2 and ts // 5 % 9 == 0:
        found[3] = source.randint(2, 30)
    if server == 3 and minute % 30 > 22:
        found[4] = source.randint(1, 6)
    if ts % 600 == server * 5:
        found[5] = 1
    return found


def write_five(db, ts, source):
    for server in range(len(SERVERS)):
        for of_class, count in counts(ts, server, source).items():
            db.execute("INSERT OR REPLACE INTO five VALUES (?, ?, ?, ?)", (ts, server + 1, of_class, count))


def write_second(db, ts, source):
    for server in range(len(SERVERS)):
        for of_class, count in counts(ts // 5 * 5, server, source).items():
            db.execute("INSERT OR REPLACE INTO second VALUES (?, ?, ?, ?)", (ts, server + 1, of_class, max(1, count // 5)))


def write_status(db, now, **changes):
    status = {"time": now, "started": now - 7200, "version": "0.1.0", "mode": "dry-run", "dry_run_until": now // 60 * 60 + 3600,
              "dry_run_classes": [], "models": [{"kind": "flows", "version": "2026-05-24T03:10:00Z", "trees": 100, "loaded": now - 7200}],
              "sources": [{"name": "hive-proxy", "kind": "events", "events": 1234567, "refused": 0, "late": 3},
                          {"name": "flows", "kind": "flows", "events": 7654321, "refused": 12, "late": 0}],
              "clients": 8912, "evicted": 0, "ban": "connected", "waiting": 0, "drifting": []}
    status.update(changes)
    db.execute("INSERT OR REPLACE INTO state VALUES ('status', ?)", (json.dumps(status),))


REASONS = {
    "Scan": [("not_found", .91, 1.42, "91 % of its requests found nothing"), ("distinct paths", 148, .91, "148 distinct paths in 5 s"), ("assets", 0, .32, "it asks for no pictures or styles")],
    "SSH-Bruteforce": [("PSH Flag Cnt", 31, .9, None), ("Fwd IAT Mean", 577259.2, .61, None), ("Init Bwd Win Byts", 247, -.12, None)],
    "DoS attacks-Hulk": [("targets", 640, .8, "640 requests a second"), ("distinct", 1, .55, "every query is another")],
}
LINES = {
    "Scan": ["GET /wp-login.php 404", "GET /.env 404", "GET /admin/config.php?<script>alert(1)</script> 404"],
    "SSH-Bruteforce": [],
    "DoS attacks-Hulk": ["GET /?x=9f31c 200", "GET /?x=1b0aa 503"],
}


def people(db, now):
    def told(of_class):
        reasons = [{"name": name, "value": value, "weight": weight, **({"text": text} if text else {})} for name, value, weight, text in REASONS[of_class]]
        return json.dumps(reasons), json.dumps(LINES[of_class])
    for address, server, requests, errors, attacks, of_class, score, strikes in [
            ("203.0.113.77", "www.example", 4212, 3833, 4100, "Scan", .974, 2),
            ("198.51.100.14", "mail.example", 960, 0, 930, "SSH-Bruteforce", .93, 1),
            ("2001:db8:9::", "www.example", 64012, 12, 64000, "DoS attacks-Hulk", .88, 2)]:
        db.execute("INSERT OR REPLACE INTO client VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   (address, server, now - 300, now, requests, errors, attacks, of_class, score, strikes, *told(of_class)))
    decisions = [("192.0.2.200", "Scan", .61, "dry-run", now - 86000, None, "")] * 19 + [
        ("2001:db8:9::", "DoS attacks-Hulk", .88, "banned", now - 7640, now - 4040, ""),
        ("192.0.2.16", "Scan", .74, "undone", now - 6180, None, "by ines"),
        ("192.0.2.9", "Scan", .70, "refused", now - 3900, None, "safe: own network"),
        ("198.51.100.14", "SSH-Bruteforce", .93, "dry-run", now - 230, None, ""),
        ("203.0.113.77", "Scan", .974, "dry-run", now - 14, None, "")]
    for client, of_class, score, action, when, until, why in decisions:
        db.execute("INSERT INTO decision (ts, client, server, class, by_what, score, action, why, until, reasons, lines) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   (when, client, "www.example", of_class, "rule scan" if of_class == "Scan" else "model flows", score, action, why, until, *told(of_class)))
    db.execute("INSERT INTO feedback (ts, client, decision, verdict, class, user) VALUES (?, '192.0.2.16', 21, 'benign', 'Benign', 'ines')", (now - 6000,))


def model(db, now):
    card = {"kind": "flows", "version": "2026-05-24T03:10:00Z", "data": "flows.csv", "rows": 43419, "accuracy": .957, "macro_f1": .931,
            "benign": "Benign", "classes": CLASSES, "features": ["a"], "histograms": []}
    older = {**card, "version": "2026-05-01T03:10:00Z", "accuracy": .949, "macro_f1": .92}
    for version, loaded, retired, current, text in [(older["version"], now - 90000, now - 7200, 0, older), (card["version"], now - 7200, None, 1, card)]:
        db.execute("INSERT INTO model (kind, path, version, trees, loaded, retired, is_current, card) VALUES ('flows', 'flows.json', ?, 100, ?, ?, ?, ?)",
                   (version, loaded, retired, current, json.dumps(text)))
    for feature, psi in [("Flow Duration", .27), ("Fwd Pkts/s", .19), ("Pkt Size Avg", .07), ("PSH Flag Cnt", .04)]:
        db.execute("INSERT INTO drift VALUES ('flows', ?, ?, ?)", (feature, now, psi))


def make(path):
    source, now = random.Random(5), int(time.time())
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    steps = schema()
    for step in steps:
        db.executescript(step)
    db.execute(f"PRAGMA user_version = {len(steps)}")
    db.executemany("INSERT INTO server (name) VALUES (?)", [(name,) for name in SERVERS])
    db.executemany("INSERT INTO class (name, is_attack) VALUES (?, ?)", [(name, name != "Benign") for name in CLASSES])
    five = now // 5 * 5 - 5
    for ts in range(five - 3700, five + 1, 5):
        write_five(db, ts, source)
    write_second(db, now - 1, source)
    hour = now // 3600 * 3600
    for label, predicted, count in [(1, 1, 99000), (1, 3, 120), (2, 2, 5000), (2, 1, 40), (3, 3, 300), (3, 1, 70), (4, 4, 210)]:
        db.execute("INSERT INTO outcome VALUES (?, ?, ?, ?)", (hour, label, predicted, count))
    people(db, now)
    model(db, now)
    db.execute("INSERT INTO safe VALUES ('network', '192.0.2.16', 'the printer', ?, 'ines')", (now - 6000,))
    write_status(db, now)
    db.commit()


def play(path):
    source, last = random.Random(6), 0
    db = sqlite3.connect(path)
    while True:
        now = int(time.time())
        if now != last:
            write_second(db, now - 1, source)
            if now % 5 == 0 or now - last > 1:
                write_five(db, now // 5 * 5 - 5, source)
            write_status(db, now)
            db.commit()
            last = now
        time.sleep(.05)


ANSWERS = {"undo": {"undone": 1, "unbanned": False, "remembered": False}, "ban": {"decision": 99}, "feedback": {},
           "safe-add": {"added": True}, "safe-remove": {"removed": True}, "arm": {}}


def answer(peer, path):
    with peer, open(path, "a", buffering=1, encoding="utf-8") as file:
        for line in peer.makefile():
            verb, _, arguments = line.strip().partition(" ")
            asked = json.loads(arguments or "{}")
            file.write(json.dumps({"verb": verb, **asked}) + "\n")
            said = dict(ANSWERS.get(verb, {}))
            if asked.get("address") == "2001:db8:9::" or asked.get("value") == "2001:db8:9::":
                said = {"error": "2001:db8:9:: is safe: own network"}
            peer.sendall((json.dumps({**said, "done": True}) + "\n").encode())


def guard(path, log):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        while True:
            peer, _ = server.accept()
            threading.Thread(target=answer, args=(peer, log), daemon=True).start()


{"make": make, "play": play, "guard": guard}[sys.argv[1]](*sys.argv[2:])
