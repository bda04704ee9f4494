#!/usr/bin/env python3
"""tests/e2e/proxy_load.py URL CLIENTS SECONDS - keep-alive clients asking without pause.

A client reconnects, as browsers do, only when the server said `Connection: close`. Prints how
many requests were answered 200 and every other outcome."""
import collections
import http.client
import json
import sys
import threading
import time
import urllib.parse

url = urllib.parse.urlsplit(sys.argv[1])
end = time.monotonic() + float(sys.argv[3])
counts = collections.Counter()
lock = threading.Lock()


def client():
    seen = collections.Counter()
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=20)
    while time.monotonic() < end:
        try:
            connection.request("GET", url.path)
            answer = connection.getresponse()
            answer.read()
            seen[str(answer.status)] += 1
        except (OSError, http.client.HTTPException) as error:
            seen[type(error).__name__] += 1
            connection.close()
    with lock:
        counts.update(seen)


threads = [threading.Thread(target=client) for _ in range(int(sys.argv[2]))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(json.dumps(counts))
