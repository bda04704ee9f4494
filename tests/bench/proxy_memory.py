#!/usr/bin/env python3
"""tests/bench/proxy_memory.py private PID... | idle PORT PID... | idle-tls PORT PID...

private: private bytes of the processes. idle: bytes that each of 2000 silent connections adds to
them; idle-tls: the same with the handshake done."""
import resource
import socket
import ssl
import sys

COUNT = 2000


def private(pids):
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/smaps_rollup") as lines:
            total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private"))
    return total


def connect(port, number, context):
    # From many addresses: each may have a few connections only.
    plain = socket.socket()
    plain.bind((f"127.0.2.{1 + number % 100}", 0))
    plain.connect(("127.0.0.1", port))
    return context.wrap_socket(plain) if context else plain


if sys.argv[1] == "private":
    print(private(sys.argv[2:]))
    sys.exit()
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
tls = None
if sys.argv[1] == "idle-tls":
    tls = ssl.create_default_context()
    tls.check_hostname = False
    tls.verify_mode = ssl.CERT_NONE
port, pids = int(sys.argv[2]), sys.argv[3:]
# What the first ones need once is not theirs.
warm = [connect(port, number, tls) for number in range(100)]
before = private(pids)
held = [connect(port, number, tls) for number in range(COUNT)]
print((private(pids) - before) / COUNT)
