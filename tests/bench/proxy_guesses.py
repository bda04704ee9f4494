#!/usr/bin/env python3
"""tests/bench/proxy_guesses.py PORT CLIENTS USER - clients that guess at a password, each guess
another one, until the process is ended."""
import base64
import http.client
import sys
import threading


def guess(client):
    connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=60)
    number = 0
    while True:
        number += 1
        login = base64.b64encode(f"{sys.argv[3]}:{client}-{number}".encode()).decode()
        try:
            connection.request("GET", "/login/small", headers={"Authorization": "Basic " + login})
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            connection.close()


for client in range(int(sys.argv[2])):
    threading.Thread(target=guess, args=(client,)).start()
