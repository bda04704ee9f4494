#!/usr/bin/python3
"""tests/e2e/notifier.py FIFO - a service that says to its supervisor what the FIFO tells it to.

Each line of the FIFO is sent to $NOTIFY_SOCKET, '|' standing for a line break. Some are orders:
  store NAME TEXT   a file without a name, with that text, goes along with FDSTORE=1
  become            a child goes on in place of this process, which ends (MAINPID=)
  child             a child goes on, and this process stays behind it
  mainpid N         claims that process
  linger S          stays for S seconds after SIGTERM
It prints the descriptors it was given besides its sockets, with what they hold.
"""
import array
import os
import signal
import socket
import sys
import time

fifo = sys.argv[1]


def notify(text, fds=()):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))] if fds else []
        s.sendmsg([text.encode()], rights, 0, os.environ["NOTIFY_SOCKET"])


def store(name, text):
    fd = os.memfd_create(name)
    os.write(fd, text.encode())
    notify(f"FDSTORE=1\nFDNAME={name}", [fd])
    os.close(fd)


def go_on_as_child(parent_ends):
    child = os.fork()
    if child:
        notify(f"MAINPID={child}")
        if parent_ends:
            os._exit(0)
        os.waitpid(child, 0)
        signal.pause()
    print("child", os.getpid(), flush=True)


def linger(seconds):
    def stop(*_):
        notify(f"EXTEND_TIMEOUT_USEC={int(seconds * 2 * 1e6)}")
        time.sleep(seconds)
        print("lingered", flush=True)
        os._exit(0)
    signal.signal(signal.SIGTERM, stop)


def obey(line):
    words = line.split(" ", 2)
    if words[0] == "store":
        store(words[1], words[2])
    elif words[0] in ("become", "child"):
        go_on_as_child(words[0] == "become")
    elif words[0] == "mainpid":
        notify("MAINPID=" + words[1])
    elif words[0] == "linger":
        linger(float(words[1]))
    else:
        notify(line.replace("|", "\n"))
    print("did", line, flush=True)


def main():
    given = os.environ["LISTEN_FDNAMES"].split(":")
    for i, name in enumerate(given):
        if name not in ("control", "http"):
            print("given", name, os.pread(3 + i, 100, 0).decode(), flush=True)
    signal.signal(signal.SIGHUP, lambda *_: print("hangup", flush=True))
    print("began", len(given), os.environ.get("WATCHDOG_USEC", "-"), flush=True)
    orders = os.open(fifo, os.O_RDWR)
    waiting = ""
    while True:
        waiting += os.read(orders, 4096).decode()
        while "\n" in waiting:
            line, waiting = waiting.split("\n", 1)
            obey(line)


main()
