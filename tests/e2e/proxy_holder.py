#!/usr/bin/env python3
"""tests/e2e/proxy_holder.py PORT PIDFILE - holds a listening socket for hive-proxy as its
supervisor does: starts it with LISTEN_FDS, and again whenever it ends, until SIGTERM."""
import os
import signal
import socket
import subprocess
import sys

listener = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=1024)
os.dup2(listener.fileno(), 3, inheritable=True)
child = None
is_over = False


def stop(*_):
    global is_over
    is_over = True
    child.terminate()


signal.signal(signal.SIGTERM, stop)
while not is_over:
    # LISTEN_PID is the number of the process that becomes hive-proxy.
    child = subprocess.Popen(
        ["sh", "-c", "LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=http exec \"$HIVE_BIN/hive-proxy\""],
        pass_fds=[3])
    with open(sys.argv[2] + ".new", "w") as file:
        file.write(str(child.pid))
    os.rename(sys.argv[2] + ".new", sys.argv[2])
    child.wait()
