#!/usr/bin/python3
"""tests/bench/supervisor.py BIN WORK ROUNDS FIGURE... - hive-supervisor beside monit (set daemon 1).

Both watch the same services (quick_service); each figure is the median of ROUNDS alternated runs.
The figures are restart, eight, slow, refused, hang, cost and page; all of them when none is named.
Ours asks twice a second whether a service hangs, monit as often as it can: once. Both wait a second for the answer.
Hangs are seen by ROUNDS services of one supervisor and by ROUNDS monits with one service each, all
at once: a monit that waits for one of them would be late for the next.
monit runs under a subreaper that reaps at once: as an ordinary process its dead services would stay
zombies for as long as nobody waits for them, which monit takes for alive.
"""
import base64
import concurrent.futures
import http.client
import multiprocessing
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import time

binaries, work, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
wanted = sys.argv[4:]
count = 8
all_figures = ["restart", "eight", "slow", "refused", "hang", "cost", "page"]

SUBREAPER = """
import ctypes, os, signal, sys
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
monit = os.spawnvp(os.P_NOWAIT, "monit", sys.argv[1:])
signal.signal(signal.SIGTERM, lambda *_: os.kill(monit, signal.SIGTERM))
while True:
    pid, status = os.wait()
    if pid == monit:
        sys.exit(0)
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def pid_at(port):
    """The pid of whoever serves the port, None when nobody does."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as s:
            return int(s.makefile().readline())
    except (OSError, ValueError):
        return None


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit("gave up waiting")
        time.sleep(0.0005)


def pss(pid):
    with open(f"/proc/{pid}/smaps_rollup") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Pss:"))


def cpu(pids):
    """Seconds of all their threads, to the nanosecond: the ticks of /proc/PID/stat are 10 ms long.
    The number of a process's clock is made as clock_getcpuclockid(3) makes it."""
    return sum(time.clock_gettime((~pid << 3) | 2) for pid in pids)


class Ours:
    name = "ours"

    def __init__(self):
        self.ports = [free_port() for _ in range(count)]
        self.hanging = [free_port() for _ in range(rounds)]
        self.page_port = free_port()
        root = work + "/ours"
        self.environment = dict(os.environ, **{key + "_DIRECTORY": f"{root}/{key.lower()}" for key in
                                               ("CONFIGURATION", "STATE", "RUNTIME", "LOGS")})
        for key in ("CONFIGURATION", "STATE", "RUNTIME", "LOGS"):
            os.makedirs(self.environment[key + "_DIRECTORY"])
        with open(root + "/configuration/supervisor.ini", "w") as file:
            for i, port in enumerate(self.ports):
                file.write(f"[service hive-quick{i}]\ncommand = {work}/quick_service {port} - 0\n"
                           f"listen = http 127.0.0.1:{port}\nprobe = none\nrestart_delay = 1ms\n"
                           "restart_delay_max = 1ms\n")
            for port in self.hanging if "hang" in wanted else []:
                file.write(f"[service hive-hanging{port}]\ncommand = {work}/quick_service {port} - 0\n"
                           f"listen = http 127.0.0.1:{port}\nrestart_delay = 1ms\n"
                           f"probe = tcp 127.0.0.1:{port} expect=[0-9]\nprobe_interval = 500ms\n"
                           "probe_timeout = 1s\nprobe_failures = 1\n")
            file.write(f"[service hive-portal]\ncommand = hive-portal\n"
                       f"listen = http 127.0.0.1:{self.page_port}, proxied unix:portal-http.sock\n")
            file.write(f"[service hive-slow]\ncommand = {work}/quick_service 0 - 5\nprobe = none\n"
                       "enabled = no\nlisten = http unix:slow-http.sock\n")
        os.makedirs(root + "/pages")
        for name, text in (("pages/hive.css", "body {}"), ("configuration/users", "ann:{PLAIN}honey\n"),
                           ("configuration/portal.ini", f"[portal]\npages = {root}/pages\n")):
            with open(f"{root}/{name}", "w") as file:
                file.write(text)
        self.process = subprocess.Popen([binaries + "/hive-supervisor"], env=self.environment,
                                        stderr=open(root + "/log", "w"))

    def watchers(self):
        core = subprocess.run(["pgrep", "-P", str(self.process.pid), "hive-(supervisor|portal)"],
                              capture_output=True, text=True).stdout.split()
        return [self.process.pid] + [int(pid) for pid in core]

    def start_slow(self):
        subprocess.run([binaries + "/hivectl", "start", "hive-slow"], env=self.environment, check=True)

    def stop_slow(self):
        subprocess.run([binaries + "/hivectl", "stop", "hive-slow"], env=self.environment, check=True)


def start_monit(root, rest):
    """A monit of its own directory. @return its file and its process"""
    os.makedirs(root)
    path = root + "/monitrc"
    with open(path, "w") as file:
        file.write(f"set daemon 1\nset idfile {root}/id\nset statefile {root}/state\n"
                   f"set pidfile {root}/pid\nset httpd unixsocket {root}/socket\n" + rest)
    os.chmod(path, 0o600)
    return path, subprocess.Popen([sys.executable, "-c", SUBREAPER, "monit", "-I", "-c", path],
                                  stdout=open(root + "/log", "w"), stderr=subprocess.STDOUT)


class Monit:
    name = "monit"

    def __init__(self):
        self.ports = [free_port() for _ in range(count)]
        self.slow_port, self.page_port = free_port(), free_port()
        self.hanging = [free_port() for _ in range(rounds)]
        root = work + "/monit"
        rest = f"  port {self.page_port}\n  use address 127.0.0.1\n  allow ann:honey\n"
        for i, port in enumerate(self.ports + [self.slow_port]):
            delay = 5 if port == self.slow_port else 0
            rest += (f"check process quick{i} with pidfile {root}/{i}.pid\n"
                     f'  start program = "{work}/quick_service {port} {root}/{i}.pid {delay}"\n'
                     f'  stop program = "/usr/bin/pkill -F {root}/{i}.pid"\n'
                     + ("  onreboot nostart\n" if delay else ""))
        self.rc, self.process = start_monit(root, rest)
        self.others = [self.start_hanging(port) for port in self.hanging if "hang" in wanted]

    def start_hanging(self, port):
        root = f"{work}/monit-{port}"
        return start_monit(root, f"  allow ann:honey\ncheck process hanging with pidfile {root}/its.pid\n"
                           f'  start program = "{work}/quick_service {port} {root}/its.pid 0"\n'
                           f'  stop program = "/usr/bin/pkill -9 -F {root}/its.pid"\n'
                           f"  if failed host 127.0.0.1 port {port} expect '[0-9]'\n"
                           "    timeout 1 seconds then restart\n")[1]

    def stop_hanging(self):
        """Ends the monits of one service each."""
        for process in self.others:
            process.terminate()
        for process in self.others:
            process.wait()
        self.others = []

    def watchers(self):
        found = subprocess.run(["pgrep", "-P", str(self.process.pid), "-x", "monit"],
                               capture_output=True, text=True).stdout.split()
        return [int(found[0])]

    def start_slow(self):
        subprocess.run(["monit", "-c", self.rc, "start", f"quick{count}"], check=True,
                       stdout=subprocess.DEVNULL)

    def stop_slow(self):
        subprocess.run(["monit", "-c", self.rc, "unmonitor", f"quick{count}"], check=True,
                       stdout=subprocess.DEVNULL)
        pid = pid_at(self.slow_port)
        if pid:
            os.kill(pid, signal.SIGKILL)


def settle():
    """A service that dies again while monit still watches its start costs it half a minute. The
    random part is there because monit looks once a second: every phase must have its chance."""
    time.sleep(3 + random.random())


def killed(system, which):
    """Seconds from the kill of some services until all of them answer with another pid."""
    before = {port: pid_at(port) for port in which}
    begin = time.monotonic()
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    waiting = set(which)

    def all_back():
        waiting.difference_update([p for p in waiting if pid_at(p) not in (None, before[p])])
        return not waiting

    wait_for(all_back)
    return time.monotonic() - begin


def killed_beside_slow(system):
    """The same for one service, killed while another takes 5 s to start."""
    system.start_slow()
    settle()  # the start is under way
    took = killed(system, system.ports[:1])
    time.sleep(max(0, 3 - took))
    system.stop_slow()
    return took


def request_loop(port, rate, stop, failed, done):
    """Connects at that rate and reads the answer; counts connections that were refused."""
    due = time.monotonic()
    while not stop.is_set():
        try:
            socket.create_connection(("127.0.0.1", port), timeout=10).close()
        except ConnectionRefusedError:
            failed.value += 1
        done.value += 1
        due += 1 / rate
        time.sleep(max(0, due - time.monotonic()))


def refused(system, kills, rate, pause):
    """Connections refused while one service is killed again and again."""
    port, stop = system.ports[0], multiprocessing.Event()
    failed, done = multiprocessing.Value("i", 0), multiprocessing.Value("i", 0)
    requests = multiprocessing.Process(target=request_loop, args=(port, rate, stop, failed, done))
    requests.start()
    for _ in range(kills):
        time.sleep(pause)
        pid = pid_at(port)
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: pid_at(port) not in (None, pid))
    stop.set()
    requests.join()
    print(f"  {system.name}: {failed.value} of {done.value} at {rate}/s in {kills} kills", flush=True)
    return failed.value


def kill_all(ports):
    """Ends what serves there and waits until something else does."""
    before = {port: pid_at(port) for port in ports}
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: all(pid_at(port) not in (None, before[port]) for port in ports))


def seconds_to_answer(port, delay):
    """From the SIGSTOP of what serves there, after that delay, until another process answers."""
    time.sleep(delay)
    pid = pid_at(port)
    begin = time.monotonic()
    os.kill(pid, signal.SIGSTOP)
    wait_for(lambda: answers_anew(port, pid), seconds=90)
    return time.monotonic() - begin


def measure_hang(name, age, target):
    """Of services of that age, each in a phase of its own."""
    ports = {system.name: system.hanging for system in systems}
    kill_all(ports["ours"] + ports["monit"])
    with concurrent.futures.ThreadPoolExecutor(2 * rounds) as pool:
        took = {key: [pool.submit(seconds_to_answer, port, age + random.random()) for port in those]
                for key, those in ports.items()}
    medians = [statistics.median(run.result() for run in took[key]) for key in ("ours", "monit")]
    report(name, *medians, target, "s")


def measure_hangs():
    measure_hang("hang-soon-after-start", 3, "<=0.1")
    measure_hang("hang-settled", 33, "<=1")
    systems[1].stop_hanging()  # they would share the memory of the one that is measured


def answers_anew(port, pid):
    """Asks briefly: what waits behind a stopped process would wait for ever."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.2) as s:
            return int(s.makefile().readline()) != pid
    except (OSError, ValueError):
        return False


def page(system, silent=0):
    """Median seconds of a GET of the first page, with a connection of its own each."""
    idle = [socket.create_connection(("127.0.0.1", system.page_port)) for _ in range(silent)]
    header = {"Authorization": "Basic " + base64.b64encode(b"ann:honey").decode()}
    times = []
    for _ in range(100):
        begin = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", system.page_port, timeout=30)
        connection.request("GET", "/", headers=header)
        answer = connection.getresponse()
        assert answer.status == 200 and len(answer.read()) > 1000, answer.status
        connection.close()
        times.append(time.monotonic() - begin)
    for s in idle:
        s.close()
    return statistics.median(times)


def maps_curl(pids):
    for pid in pids:
        with open(f"/proc/{pid}/maps") as file:
            if "libcurl" in file.read():
                return True
    return False


def compare(name, measure, target, times):
    values = {system.name: [] for system in systems}
    for _ in range(times):
        settle()
        for system in systems:
            values[system.name].append(measure(system))
    report(name, statistics.median(values["ours"]), statistics.median(values["monit"]), target, "s")


def report(name, ours, peer, target, unit):
    ratio = ours / peer if peer else float("nan")
    print(f"bench supervisor-{name} ours={ours:.4g}{unit} peer={peer:.4g}{unit} ratio={ratio:.4f} "
          f"target={target}", flush=True)


def measure_cost():
    """At rest, with the page looked at before."""
    for system in systems:
        page(system)
    time.sleep(5)
    # Before the long rest: a kernel that reclaims what lies idle would be measured after it.
    memory = [sum(map(pss, system.watchers())) for system in systems]
    report("pss-core-and-portal", memory[0], memory[1], "<=2", "kB")
    used = [[], []]
    for _ in range(3):
        before = [cpu(system.watchers()) for system in systems]
        time.sleep(60)
        for kept, system, old in zip(used, systems, before):
            kept.append(cpu(system.watchers()) - old)
    report("idle-cpu-of-60-s", *map(statistics.median, used), "<=0.1", "s")
    report("libcurl-mapped", int(maps_curl(systems[0].watchers())), 0, "0", "")


def measure_refused():
    report("refused-at-100/s", refused(systems[0], rounds, 100, 1), refused(systems[1], 3, 100, 3), "0", "")
    report("refused-in-100-kills-at-1000/s", refused(systems[0], 100, 1000, 0.05), 0, "0", "")


def measure_page():
    compare("page", page, "<=1", max(3, rounds // 2))
    quiet_page, busy_page = page(systems[0]), page(systems[0], silent=20)
    report("page-with-20-silent-clients", busy_page, quiet_page, "<=1.1", "s")


if not set(wanted) <= set(all_figures):
    raise SystemExit(f"figures are {' '.join(all_figures)}")
wanted = wanted or all_figures
systems = [Ours(), Monit()]
try:
    for system in systems:
        ports = system.ports + (system.hanging if "hang" in wanted else [])
        wait_for(lambda: all(pid_at(port) for port in ports))
    for figure in wanted:
        {"restart": lambda: compare("restart", lambda s: killed(s, s.ports[:1]), "<=0.02", rounds),
         "eight": lambda: compare("eight-at-once", lambda s: killed(s, s.ports), "<=0.05", rounds),
         "slow": lambda: compare("beside-slow-start", killed_beside_slow, "<=0.02", max(3, rounds // 3)),
         "refused": measure_refused, "cost": measure_cost, "page": measure_page,
         "hang": measure_hangs}[figure]()
finally:
    systems[1].stop_hanging()
    processes = [system.process for system in systems]
    for process in processes:
        process.terminate()
    for port in systems[1].ports + systems[1].hanging:
        pid = pid_at(port)
        if pid:
            os.kill(pid, signal.SIGKILL)
    for process in processes:
        process.wait()
