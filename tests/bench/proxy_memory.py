#!/usr/bin/env python3
"""tests/bench/proxy_memory.py private PID... | idle PORT COUNT PID... | idle-tls PORT COUNT PID...

private: private bytes of the processes. idle: bytes that each of COUNT silent connections adds to
them; idle-tls: the same with the handshake done. Only what the processes hold is counted, not the
kernel's share."""
import os
import resource
import socket
import ssl
import sys


def private(pids):
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/smaps_rollup") as lines:
            total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private"))
    return total


def connect(port, number, context):
    """@return the descriptor of a connection: this side's TLS session would only cost memory"""
    plain = socket.socket()
    plain.bind((f"127.0.2.{1 + number % 100}", 0))
    plain.connect(("127.0.0.1", port))
    if context is None:
        return plain.detach()
    return context.wrap_socket(plain).detach()


def client_context():
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


if sys.argv[1] == "private":
    print(private(sys.argv[2:]))
    sys.exit()
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
port, count, pids = int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
tls = client_context() if sys.argv[1] == "idle-tls" else None
# What the first ones need once is not theirs.
held = [connect(port, number, tls) for number in range(100)]
before = private(pids)
held += [connect(port, number, tls) for number in range(count)]
print((private(pids) - before) / count)
for descriptor in held:
    os.close(descriptor)
