#!/usr/bin/env python3
"""tests/e2e/load.py URL USER:PASSWORD RATE SECONDS - a steady load, a new connection each.

Prints one JSON object: how many requests were answered 200 (`ok`), refused at connect
(`refused`), broken after connect (`broken`), answered otherwise (`status`), and the slowest.
"""
import base64
import collections
import http.client
import json
import sys
import threading
import time
import urllib.parse

url = urllib.parse.urlsplit(sys.argv[1])
headers = {"Authorization": "Basic " + base64.b64encode(sys.argv[2].encode()).decode()}
rate, seconds = float(sys.argv[3]), float(sys.argv[4])
lock = threading.Lock()
count = collections.Counter()
status = collections.Counter()
slowest = 0.0


def request():
    global slowest
    began = time.monotonic()
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=20)
    try:
        connection.connect()
    except OSError:
        with lock:
            count["refused"] += 1
        return
    try:
        connection.request("GET", url.path or "/", headers=headers)
        answer = connection.getresponse()
        answer.read()
        kind = "ok" if answer.status == 200 else "other"
    except (OSError, http.client.HTTPException):
        kind = "broken"
    finally:
        connection.close()
    with lock:
        count[kind] += 1
        if kind == "other":
            status[answer.status] += 1
        slowest = max(slowest, time.monotonic() - began)


threads = []
start = time.monotonic()
for i in range(int(rate * seconds)):
    time.sleep(max(0.0, start + i / rate - time.monotonic()))
    threads.append(threading.Thread(target=request))
    threads[-1].start()
for thread in threads:
    thread.join()
print(json.dumps({"ok": count["ok"], "refused": count["refused"], "broken": count["broken"],
                  "status": status, "slowest_ms": round(slowest * 1000)}))
