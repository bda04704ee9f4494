#!/usr/bin/env python3
"""Milliseconds from the request that makes a decision to the ban in the kernel, through
hive-proxy, hive-guard and hive-ban, all running in the network namespace this runs in; the median
of ROUNDS, each of another address. Prints also the longest.

guard_ban.py PORT ROUNDS
"""
import json, socket, subprocess, sys, time

port, rounds = int(sys.argv[1]), int(sys.argv[2])


def banned(address):
    listed = subprocess.run(["nft", "-j", "list", "table", "inet", "hive"], capture_output=True, text=True).stdout
    return f'"{address}"' in listed


def request(address, target):
    with socket.socket() as peer:
        peer.bind((address, 0))
        peer.connect(("127.0.0.1", port))
        peer.sendall(f"GET {target} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n".encode())
        while peer.recv(65536):
            pass


taken = []
for number in range(rounds):
    address = f"10.77.0.{number + 2}"
    for probe in range(12):
        request(address, f"/.git/{probe}")
    time.sleep(1.3)  # the second strike must be a second after the first
    begin = time.monotonic()
    request(address, "/.env")
    while not banned(address):
        if time.monotonic() - begin > 10:
            sys.exit(f"{address} was not banned")
    taken.append((time.monotonic() - begin) * 1000)
taken.sort()
print(f"{taken[len(taken) // 2]:.1f} {taken[-1]:.1f}")
