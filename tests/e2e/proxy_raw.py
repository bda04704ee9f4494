#!/usr/bin/env python3
"""tests/e2e/proxy_raw.py PORT - sends standard input as it is, prints what comes back until
the end. Input may hold the escapes of printf. Gives up after 5 s without an end."""
import socket
import sys

connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=5)
connection.sendall(sys.stdin.buffer.read())
connection.shutdown(socket.SHUT_WR)
try:
    while piece := connection.recv(65536):
        sys.stdout.buffer.write(piece)
except ConnectionResetError:
    pass
