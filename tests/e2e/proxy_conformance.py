#!/usr/bin/env python3
"""tests/e2e/proxy_conformance.py PORT SOCKET CASES - raw bytes through hive-proxy on PORT to a
recording backend on the Unix socket, one case after the other, each on a connection of its own.

CASES is a module of tests/e2e/ with a list `cases` of proxy_case.Case. Prints each case that
fails, and at the end how many passed; exit 1 when one failed."""
import importlib
import os
import socket
import sys
import threading

sys.path.insert(0, os.path.dirname(__file__))
from proxy_case import Reached  # noqa: E402

port, path, module = int(sys.argv[1]), sys.argv[2], sys.argv[3]
reached = []
broken = set()  # paths of cases whose request may reach the backend in part
scripted = {}  # path -> bytes the backend answers
lock = threading.Lock()


def read_until(stream, end):
    text = b""
    while not text.endswith(end):
        byte = stream.read(1)
        if not byte:
            return None
        text += byte
    return text


def read_chunked(stream):
    body = b""
    while True:
        line = read_until(stream, b"\r\n")
        if line is None:
            return body, [], False
        size = int(line.split(b";")[0], 16)
        if size == 0:
            return body, *read_trailer(stream)
        piece = stream.read(size)
        body += piece
        if len(piece) < size or stream.read(2) != b"\r\n":
            return body, [], False


def read_trailer(stream):
    lines = []
    while line := read_until(stream, b"\r\n"):
        if line == b"\r\n":
            return lines, True
        lines.append(line[:-2].decode("latin-1"))
    return lines, False


def read_request(stream):
    head = read_until(stream, b"\r\n\r\n")
    if head is None:
        return None
    lines = head[:-4].decode("latin-1").split("\r\n")
    fields = [tuple(line.split(": ", 1)) if ": " in line else (line, "") for line in lines[1:]]
    found = {name.lower(): value for name, value in fields}
    body, trailer, is_whole = b"", [], True
    if found.get("transfer-encoding") == "chunked":
        body, trailer, is_whole = read_chunked(stream)
    elif "content-length" in found:
        size = int(found["content-length"])
        body = stream.read(size)
        is_whole = len(body) == size
    return Reached(lines[0], fields, body, trailer, is_whole)


def serve(peer):
    stream = peer.makefile("rb")
    try:
        while (request := read_request(stream)) is not None:
            with lock:
                reached.append(request)
            answer = scripted.get(request.path())
            peer.sendall(answer or b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
                         + (b"" if request.line.startswith("HEAD ") else b"ok"))
            if answer is not None:
                break
    except OSError:
        pass
    finally:
        try:
            peer.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        peer.close()


def accept(server):
    while True:
        threading.Thread(target=serve, args=server.accept()[:1], daemon=True).start()


def exchange(request):
    client = socket.create_connection(("127.0.0.1", port), timeout=5)
    answer = b""
    try:
        client.sendall(request)
        while piece := client.recv(65536):
            answer += piece
    except (ConnectionResetError, BrokenPipeError):
        answer += b"<reset>"
    except TimeoutError:
        answer += b"<timeout>"
    client.close()
    return answer


def own(case):
    """What reached the backend, but for heads of earlier cases whose end is only seen now."""
    with lock:
        return [request for request in reached if request.is_whole or request.path() not in broken - {"/" + case.path()}]


def settled(case):
    """What reached the backend; waits a moment only when something is still to come."""
    for _ in range(200):
        if len(own(case)) >= case.wanted():
            break
        threading.Event().wait(0.005)
    return own(case)


server = socket.socket(socket.AF_UNIX)
if os.path.exists(path):
    os.unlink(path)
server.bind(path)
server.listen(64)
threading.Thread(target=accept, args=(server,), daemon=True).start()

cases = importlib.import_module(module).cases
assert len({case.name for case in cases}) == len(cases), "two cases of one name"
failed = 0
for case in cases:
    with lock:
        reached.clear()
        scripted.clear()
        if case.answer is not None:
            scripted["/" + case.path()] = case.answer
    answer = exchange(case.request)
    complaint = case.judge(answer, settled(case))
    if case.reach == -1:
        broken.add("/" + case.path())
    if complaint:
        failed += 1
        print(f"not ok {case.name}: {complaint}\n   sent {case.request[:200]!r}\n   got  {answer[:200]!r}")
print(f"{len(cases) - failed} of {len(cases)} cases passed")
sys.exit(1 if failed else 0)
