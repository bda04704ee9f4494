#!/usr/bin/python3
"""tests/e2e/supervised.py - a small real service for supervisor.bats.

Serves HTTP on the inherited socket "http" with its own pid as the body, answers ping on the
inherited socket "control" and says READY=1. What else it does comes with its arguments:
  exit N        ends at once with that status
  delay S       says READY=1 after S seconds
  silent        never says READY=1
  deaf          ignores SIGTERM
  forks         starts a child in its own session and one in a new one
  orphans       leaves processes behind that end soon
  cheat         lets a child say READY=1
  degraded      answers ping with "degraded"
  misconfigured exits 78 until the file named next exists
"""
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time

words = sys.argv[1:]


def notify(text):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        s.sendto(text.encode(), os.environ["NOTIFY_SOCKET"])


def serve_http(listener):
    body = f"{os.getpid()}\n".encode()
    answer = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    while True:
        peer, _ = listener.accept()
        threading.Thread(target=answer_http, args=(peer, answer)).start()


def answer_http(peer, answer):
    with peer:
        peer.recv(65536)
        peer.sendall(answer)


def serve_control(listener):
    state = "degraded" if "degraded" in words else "ready"
    while True:
        peer, _ = listener.accept()
        with peer:
            while peer.recv(4096):
                peer.sendall(json.dumps({"state": state, "status": "serving", "done": True}).encode() + b"\n")


def main():
    print("began", *words, flush=True)
    if "exit" in words:
        print("last words", flush=True)
        sys.exit(int(words[words.index("exit") + 1]))
    if "misconfigured" in words and not os.path.exists(words[words.index("misconfigured") + 1]):
        sys.exit(78)
    if "deaf" in words:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if "forks" in words:
        subprocess.Popen(["sleep", "7771"])
        subprocess.Popen(["setsid", "sleep", "7772"])
    if "orphans" in words:
        for _ in range(20):
            subprocess.run(["sh", "-c", "sleep 0.1 & exit"])
        print("orphaned", flush=True)
    if "cheat" in words:
        subprocess.run(["python3", "-c", "import os, socket; socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b'READY=1', os.environ['NOTIFY_SOCKET'])"])
    assert int(os.environ["LISTEN_PID"]) == os.getpid()
    for i, name in enumerate(os.environ["LISTEN_FDNAMES"].split(":")):
        listener = socket.socket(fileno=3 + i)
        listener.setblocking(True)
        serve = serve_control if name == "control" else serve_http
        threading.Thread(target=serve, args=(listener,), daemon="deaf" not in words).start()
    if "delay" in words:
        time.sleep(float(words[words.index("delay") + 1]))
    if not {"silent", "cheat"} & set(words):
        notify("READY=1\nSTATUS=serving")
    signal.pause() if "deaf" not in words else threading.Event().wait()


main()
