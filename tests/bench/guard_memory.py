#!/usr/bin/env python3
"""Requests of so many clients into hive-guard's socket; prints its resident memory in kB.

guard_memory.py SOCKET PID CLIENTS
"""
import socket, struct, sys, time

path, pid, clients = sys.argv[1], sys.argv[2], int(sys.argv[3])
texts = b"".join(struct.pack("<H", len(t)) + t for t in (b"GET", b"/page?x=1", b"hive.example", b"Mozilla/5.0", b"", b"/"))
peer = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
peer.connect(path)
for first in range(0, clients, 80):
    datagram = b""
    for number in range(first, min(first + 80, clients)):
        datagram += struct.pack("<HBBHHqQQQQ", 64 + len(texts), 3, 2, 200, 0, int(time.time() * 1e6), number, 0, 10, 1000)
        datagram += struct.pack(">I", 0x0A000000 + number) + bytes(12) + texts
    peer.send(datagram)
control = socket.socket(socket.AF_UNIX)
control.connect(path.replace("guard-events", "guard"))
asked = control.makefile("rw")
while True:
    asked.write("status\n")
    asked.flush()
    if f'"clients":{clients},' in asked.readline():
        break
    time.sleep(0.2)
time.sleep(12)  # until the windows are closed, too
print(next(line.split()[1] for line in open(f"/proc/{pid}/status") if line.startswith("VmRSS")))
