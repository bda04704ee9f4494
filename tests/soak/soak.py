#!/usr/bin/env python3
"""tests/soak/soak.py - loads a running suite, kills in it, and says whether all stayed well.

Workers, each a thread: visitors on new connections, visitors on kept connections (wrk), a
browser that draws the apiary page, somebody who guesses passwords from other addresses, a
random kill -9, reloads. Meanwhile rows are added to the source. In the end: every row copied
once, no connection refused, memory and descriptors flat. Exit 0 when all of it holds.
"""
import argparse
import base64
import collections
import http.client
import json
import os
import random
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import threading
import time

SERVICES_EXCEPT = ("hive-sample", "hive-notify")  # what `make run` adds; what comes and goes


class Suite:
    """The suite below `tree`, asked by hivectl."""

    def __init__(self, tree):
        self.tree = tree
        self.environment = dict(os.environ, RUNTIME_DIRECTORY=f"{tree}/tree/run/run")
        self.login = open(f"{tree}/tree/run/credentials").read().strip()
        self.port = int(os.environ["HTTP_PORT"])
        self.url = f"http://127.0.0.1:{self.port}"

    def ctl(self, *words):
        return subprocess.run([f"{os.environ['HIVE_BIN']}/hivectl", *words], env=self.environment,
                              capture_output=True, text=True, timeout=120)

    def status(self):
        answer = self.ctl("--json", "status")
        return json.loads(answer.stdout) if answer.returncode == 0 else None

    def authorization(self, login=None):
        return "Basic " + base64.b64encode((login or self.login).encode()).decode()


class Counts:
    def __init__(self):
        self.lock = threading.Lock()
        self.counts = collections.Counter()

    def add(self, name, n=1):
        with self.lock:
            self.counts[name] += n

    def __getitem__(self, name):
        with self.lock:
            return self.counts[name]


def forever(stop, pause, body):
    """A worker: body() every `pause` seconds until the end."""
    while not stop.wait(pause()):
        body()


def visit(suite, counts):
    """A new connection and one request: nobody may be refused, whatever is killed."""
    connection = http.client.HTTPConnection("127.0.0.1", suite.port, timeout=20)
    try:
        connection.connect()
    except OSError:
        counts.add("refused")
        return
    try:
        path = random.choice(["/app/ping", "/healthcheck", "/app/api/apiaries", "/"])
        connection.request("GET", path, headers={"Authorization": suite.authorization()})
        answer = connection.getresponse()
        answer.read()
        counts.add("answered" if answer.status == 200 else f"status {answer.status}")
    except (OSError, http.client.HTTPException):
        counts.add("broken")  # what hive-proxy had read of a request dies with it
    finally:
        connection.close()


def guess(suite, counts):
    """Somebody else's address, a wrong password."""
    with socket.socket() as s:
        s.settimeout(10)
        try:
            s.bind((f"127.0.{random.randrange(1, 250)}.{random.randrange(1, 250)}", 0))
            s.connect(("127.0.0.1", suite.port))
            for _ in range(8):
                s.sendall(b"GET /app/ HTTP/1.1\r\nHost: hive\r\nAuthorization: "
                          + suite.authorization(f"admin:{random.random()}").encode() + b"\r\n\r\n")
                if not s.recv(65536):
                    break
            counts.add("guesses")
        except OSError:
            counts.add("guesses cut")


def kill_one(suite, counts):
    """kill -9 of a service or of the core, chosen at random; it must come back."""
    status = suite.status()
    if status is None:
        return
    candidates = [(s["name"], s["pid"]) for s in status["services"]
                  if s["pid"] and s["name"] not in SERVICES_EXCEPT]
    candidates.append(("core", status["core_pid"]))
    name, pid = random.choice(candidates)
    os.kill(pid, signal.SIGKILL)
    counts.add("kills")
    counts.add(f"kills of {name}")


class Sampler:
    """Memory and descriptors of every process of the suite, over time."""

    def __init__(self, suite):
        self.suite = suite
        self.samples = collections.defaultdict(list)  # name -> [(bytes, descriptors)]

    def look(self):
        status = self.suite.status()
        if status is None:
            return
        for service in status["services"]:
            if service["pid"]:
                self.sample(service["name"], service["pid"])
        self.sample("core", status["core_pid"])
        self.sample("keeper", status["keeper_pid"])

    def sample(self, name, pid):
        try:
            fields = dict(line.split(":", 1) for line in open(f"/proc/{pid}/status") if ":" in line)
            memory = int(fields["RssAnon"].split()[0]) * 1024
            self.samples[name].append((memory, len(os.listdir(f"/proc/{pid}/fd"))))
        except (OSError, KeyError):
            pass  # killed meanwhile

    def grown(self):
        """Names whose memory or descriptors in the last third exceed those of the second."""
        found = []
        for name, samples in self.samples.items():
            third = len(samples) // 3
            if third < 3:
                continue
            for what, slack, index in (("memory", 4 << 20, 0), ("descriptors", 24, 1)):
                middle = max(s[index] for s in samples[third:2 * third])
                last = statistics.median(s[index] for s in samples[2 * third:])
                if last > middle * 1.25 + slack:
                    found.append(f"{what} of {name}: {middle} -> {last}")
        return found


def count(path, question):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)
    try:
        return database.execute(question).fetchone()[0]
    finally:
        database.close()


def copied_all(suite, rows):
    """@return what differs between the source and the store, "" for nothing"""
    outcome = suite.ctl("sync", "now")
    if outcome.returncode != 0:
        return f"sync now: {outcome.stdout}{outcome.stderr}"
    verify = suite.ctl("sync", "verify")
    if verify.returncode != 0:
        return f"sync verify: {verify.stdout}{verify.stderr}"
    store = f"{suite.tree}/tree/run/lib/sync/apiary.db"
    source = count(rows, "SELECT count(*) FROM sync_data")
    kept = count(store, "SELECT count(*) FROM"
                        " (SELECT src_id FROM sample UNION SELECT src_id FROM quarantine)")
    return "" if source == kept else f"{source} rows at the source, {kept} in the store"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--tree", required=True)
    parser.add_argument("--rows", required=True)
    parser.add_argument("--writer", type=int, required=True, help="pid of what adds rows")
    options = parser.parse_args()
    suite, counts, stop = Suite(options.tree), Counts(), threading.Event()
    sampler = Sampler(suite)
    workers = [
        (lambda: 0.02, lambda: visit(suite, counts)),
        (lambda: 0.02, lambda: visit(suite, counts)),
        (lambda: 0.5, lambda: guess(suite, counts)),
        (lambda: random.uniform(3, 9), lambda: kill_one(suite, counts)),
        (lambda: 13, lambda: suite.ctl("reload") and counts.add("reloads")),
        (lambda: 1, sampler.look),
    ]
    threads = [threading.Thread(target=forever, args=(stop, *worker)) for worker in workers]
    seconds = round(options.minutes * 60)
    wrk = subprocess.Popen(["wrk", "-t1", "-c16", f"-d{seconds}s", "-H",
                            f"Authorization: {suite.authorization()}", suite.url + "/app/ping"],
                           stdout=subprocess.PIPE, text=True)
    browser = subprocess.Popen(["node", "tests/soak/browser.mjs", suite.url + "/app/", suite.login,
                                str(seconds)], stdout=subprocess.PIPE, text=True)
    for thread in threads:
        thread.start()
    for minute in range(1, max(2, round(options.minutes) + 1)):
        time.sleep(min(60, seconds))
        print(f"minute {minute}: {dict(sorted(counts.counts.items()))}", flush=True)
    stop.set()
    for thread in threads:
        thread.join()
    print(wrk.communicate()[0].strip())
    seen = json.loads(browser.communicate()[0])
    print(f"browser: {seen}")

    os.kill(options.writer, signal.SIGTERM)
    suite.ctl("wait", "--timeout", "30")
    failures = []

    def judge(good, sentence, found=""):
        print(f"{'ok     ' if good else 'FAILED '} {sentence}{': ' + str(found) if found and not good else ''}")
        if not good:
            failures.append(sentence)

    judge(counts["refused"] == 0, "no connection was refused", counts["refused"])
    judge(counts["answered"] > 100 and counts["broken"] <= 4 * counts["kills of hive-proxy"],
          "requests broke only with hive-proxy", f"{counts['broken']} of {counts['answered']}")
    judge(counts["kills"] > 0 and counts["reloads"] > 0 and seen["pages"] > 0,
          "there were kills, reloads and pages drawn", dict(counts.counts))
    judge(len(seen["problems"]) <= counts["kills of hive-proxy"] + counts["kills of hive-chart"],
          "the browser met nothing but crashes", seen["problems"])
    status = suite.status()
    states = {s["name"]: s["state"] for s in status["services"]} if status else {}
    judge(bool(states) and all(s in ("ready", "degraded") for s in states.values()), "every service serves", states)
    difference = copied_all(suite, options.rows)
    judge(not difference, "every row of the source was copied once", difference)
    grown = sampler.grown()
    judge(not grown, "memory and descriptors are flat", grown)
    print(f"{counts['answered']} answered, {counts['broken']} broken, {counts['kills']} kills, "
          f"{counts['guesses'] + counts['guesses cut']} guessers, {seen['pages']} pages drawn")
    sys.exit(1 if failures else 0)


main()
