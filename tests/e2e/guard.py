#!/usr/bin/env python3
"""What the tests of hive-guard say to its sockets, and made-up logs.

guard.py events SOCKET ADDRESS STATUS TARGET...   requests of hive-proxy
guard.py events-of USER SOCKET ...                the same of somebody who has logged in
guard.py events-at SECONDS SOCKET ...             the same by a clock that is so far off
guard.py garbage SOCKET                           datagrams that are none
guard.py log FILE KIND                            an access log: scan, visitors
"""
import socket, struct, sys, time


def record(address, status, target, kind=3, user="", skew=0.0):
    texts = [b"GET", target.encode(), b"hive.example", b"curl/8", user.encode(), b"/"]
    body = b"".join(struct.pack("<H", len(text)) + text for text in texts)
    head = struct.pack("<HBBHHqQQQQ", 64 + len(body), kind, 2, status, 0, int((time.time() + skew) * 1e6), 1, 0, 10, 1000)
    return head + socket.inet_aton(address) + bytes(12) + body


def connect(path):
    peer = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    peer.connect(path)
    return peer


def events(path, address, status, *targets, **more):
    peer = connect(path)
    for target in targets:
        peer.send(record(address, int(status), target, **more))


def events_of(user, *words):
    events(*words, user=user)


def events_at(skew, *words):
    events(*words, skew=float(skew))


def garbage(path):
    peer = connect(path)
    whole = record("192.0.2.9", 200, "/")
    for datagram in (b"x", whole[:70], b"\xff" * 300, whole + b"rest", struct.pack("<H", 65535) + whole[2:]):
        peer.send(datagram)


def log(path, kind):
    def line(address, second, target, status):
        clock = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(1780000000 + second))
        return f'{address} - - [{clock}] "GET {target} HTTP/1.1" {status} 512 "http://shop.example/" "Mozilla/5.0"\n'

    with open(path, "w") as out:
        for second in range(120):
            for visitor in range(5):
                out.write(line(f"192.0.2.{visitor}", second, f"/page/{second % 9}", 200))
            if kind == "scan":
                for probe in range(5):
                    out.write(line("203.0.113.7", second, f"/old-{second}-{probe}.php", 404))


{"events": events, "events-of": events_of, "events-at": events_at,
 "garbage": garbage, "log": log}[sys.argv[1]](*sys.argv[2:])
