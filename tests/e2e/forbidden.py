#!/usr/bin/python3
"""tests/e2e/forbidden.py DIRECTORY - tries everything a sandboxed service may not do.

Prints a line for each try, "NAME refused" or "NAME DONE", then "end".
DIRECTORY lies outside of what it may write and is writable for everyone.
"""
import ctypes
import os
import signal
import socket
import sys

outside = sys.argv[1]
libc = ctypes.CDLL(None, use_errno=True)


def call(name):
    def attempt(*arguments):
        if getattr(libc, name)(*arguments) == -1:
            raise OSError(ctypes.get_errno(), name)
    return attempt


def system_call(number, *arguments):
    if libc.syscall(number, *arguments) == -1:
        raise OSError(ctypes.get_errno(), str(number))


def attempt(name, action):
    try:
        action()
    except (OSError, MemoryError) as error:
        print(name, "refused", error, flush=True)
    else:
        print(name, "DONE", flush=True)


def open_many():
    kept = [open("/dev/null") for _ in range(200)]
    assert kept


def fork_many():
    children = []
    try:
        for _ in range(200):
            child = os.fork()
            if child == 0:
                signal.pause()
            children.append(child)
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def write_large():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with open(os.environ["TMPDIR"] + "/large", "wb", buffering=0) as file:
        while file.tell() < 4_000_000:
            file.write(b"x" * 100_000)


attempt("write-outside", lambda: open(outside + "/escape", "w"))
attempt("read-secret", lambda: open("/etc/shadow"))
attempt("become-root", lambda: os.setuid(0))
attempt("change-owner", lambda: os.chown(os.environ["TMPDIR"], 0, 0))
attempt("low-port", lambda: socket.create_server(("127.0.0.1", 1)))
attempt("raw-socket", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1))
attempt("mount", lambda: call("mount")(b"none", b"/mnt", b"tmpfs", 0, None))
attempt("trace", lambda: call("ptrace")(0, 0, 0, 0))
attempt("namespace", lambda: call("unshare")(0x10000000))
attempt("namespace-of-a-child", lambda: system_call(56, 0x10000000 | signal.SIGCHLD, 0, 0, 0, 0))
attempt("clock", lambda: call("settimeofday")(ctypes.create_string_buffer(16), None))
attempt("keys", lambda: system_call(248, b"user", b"x", b"y", 1, -2))
attempt("bpf", lambda: system_call(321, 0, None, 0))
attempt("reboot", lambda: call("reboot")(0))
attempt("signal-the-supervisor", lambda: os.kill(os.getppid(), 0))
attempt("more-priority", lambda: os.nice(-10))
attempt("many-descriptors", open_many)
attempt("many-processes", fork_many)
attempt("much-memory", lambda: bytearray(2 << 30))
attempt("large-file", write_large)
print("end", flush=True)
signal.pause()
