#!/usr/bin/env python3
"""tests/tools/ban_corpus.py - shows hive-ban the sample logs that fail2ban's package brings.

usage: ban_corpus.py HIVE_BAN [--filter NAME]

Each line of a sample log stands behind a comment with the answer that is wanted:
    # failJSON: { "time": "2005-03-28T01:29:50", "match": true , "host": "192.0.2.7" }
One process reads the lines of one filter with one set of options, so that what it remembers
from line to line counts. Prints each wrong answer, then "N of M lines right"; exits 1 if any
is wrong. Nothing of the logs is kept here.
"""
import argparse
import ipaddress
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

PACKAGE = "/usr/lib/python3/dist-packages/fail2ban/tests"
STOCK = "/etc/fail2ban/filter.d"
NOW = 1124013600  # 2005-08-14 12:00 in ZONE: lines without a year are dated from here
ZONE = "CET-01CEST-02,M3.5.0,M10.5.0"
REMARK = re.compile(r"^#+ ?(failJSON|fileOptions|filterOptions|addFILE):(.+)$")


def holds(condition, names):
    """A remark may apply to some filters or options only; it says so in Python."""
    return condition is None or eval(condition, {"__builtins__": {}}, names)


class Samples:
    """The lines of one filter, by the options they are to be read with."""

    def __init__(self, name):
        self.name = name
        self.sessions = {}  # options as JSON -> [(line, wanted)]
        files = [name]
        for file in files:
            self.common, self.options = {}, [{}]
            self.read(os.path.join(PACKAGE, "files/logs", file), files)

    def read(self, path, files):
        wanted = None
        with open(path, encoding="utf-8", errors="replace", newline="\n") as lines:
            for line in lines:
                line = line.rstrip("\r\n")
                remark = None if wanted is not None else REMARK.match(line)
                if remark and remark[1] == "failJSON":
                    wanted = json.loads(remark[2])
                elif remark:
                    self.configure(remark[1], json.loads(remark[2]), files)
                elif wanted is not None or (line.strip() and not line.startswith("#")):
                    self.add(line, wanted or {})
                    wanted = None

    def configure(self, kind, value, files):
        if kind == "addFILE":
            files.append(value)
        elif kind == "fileOptions":
            self.common = value
        else:
            sets = [{**self.common, **each} for each in (value if isinstance(value, list) else [value])]
            self.options = [s for s in sets if holds(s.get("test.condition"), {"name": self.name})]

    def add(self, line, wanted):
        for options in self.options:
            if not holds(wanted.get("constraint"), {"name": self.name, "opts": options}):
                continue
            real = {k: v for k, v in options.items() if not k.startswith("test.")}
            prefix = options.get("test.prefix-line", "") if real.get("logtype") == "journal" else ""
            self.sessions.setdefault(json.dumps(real), []).append((prefix + line, wanted))


def answers(program, path, options, lines):
    given = ",".join('%s="%s"' % pair for pair in sorted(options.items()))
    command = [program, "regex", "--filter", path + ("[%s]" % given if given else ""),
               "--now", str(NOW), "--raw-host", "--json"]
    if options.get("logtype") == "journal":
        command.append("--journal")
    done = subprocess.run(command, input="".join(line + "\n" for line in lines).encode(),
                          capture_output=True, env={**os.environ, "TZ": ZONE}, check=False)
    if done.returncode != 0:
        sys.stderr.write(done.stderr.decode())
    found = [json.loads(line) for line in done.stdout.decode().splitlines()]
    return found + [{}] * (len(lines) - len(found))


def seconds(text):
    return int(time.mktime(time.strptime(text.split(".")[0], "%Y-%m-%dT%H:%M:%S")))


def host(text):
    """Addresses by value, so that their spelling does not matter."""
    try:
        return ipaddress.ip_address(str(text).strip("[]"))
    except ValueError:
        return str(text)


def mistakes(wanted, found):
    """What is wrong with an answer, as text."""
    is_match = bool(wanted.get("match"))
    if found.get("match") is not is_match:
        return ["match"]
    if not is_match:
        return []
    wrong = []
    if "host" in wanted and host(found["host"]) != host(wanted["host"]):
        wrong.append("host")
    if wanted.get("time") is not None and found["time"] != seconds(wanted["time"]):
        wrong.append("time")
    if wanted.get("attempts", found["attempts"]) != found["attempts"]:
        wrong.append("attempts")
    for group in wanted.keys() - {"time", "match", "desc", "constraint", "host", "attempts"}:
        value, has = wanted[group], found["groups"].get(group)
        same = sorted(has or []) == sorted(value) if isinstance(value, list) else has == value
        if not same:
            wrong.append(group)
    return wrong


def filters(folder):
    """Names and paths: those installed, and the package's own test filters. The latter include
    a file of fail2ban's source tree: copies in `folder` name the installed one."""
    found = {}
    for file in sorted(os.listdir(STOCK)):
        if file.endswith(".conf") and not file.endswith("common.conf"):
            found[file[:-5]] = os.path.join(STOCK, file)
    own = os.path.join(PACKAGE, "config/filter.d")
    for file in sorted(os.listdir(own)):
        if file.startswith("zzz-") and file.endswith(".conf"):
            path = shutil.copy(os.path.join(own, file), folder)
            with open(path, encoding="utf-8") as text:
                changed = re.sub(r"(?m)^((?:before|after)\s*=\s*)\S*/config/filter\.d/",
                                 r"\g<1>" + STOCK + "/", text.read())
            with open(path, "w", encoding="utf-8") as text:
                text.write(changed)
            found[file[:-5]] = path
    return {n: p for n, p in found.items() if os.path.isfile(os.path.join(PACKAGE, "files/logs", n))}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--filter")
    arguments = parser.parse_args()
    os.environ["TZ"] = ZONE
    time.tzset()
    total = right = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, path in filters(folder).items():
            if arguments.filter not in (None, name):
                continue
            for options, cases in Samples(name).sessions.items():
                found = answers(arguments.program, path, json.loads(options), [c[0] for c in cases])
                for (line, wanted), answer in zip(cases, found):
                    wrong = mistakes(wanted, answer)
                    total += 1
                    right += not wrong
                    if wrong:
                        print(f"{name} {options}: {', '.join(wrong)}: {line}\n  {answer}")
    print(f"{right} of {total} lines right")
    sys.exit(0 if total and right == total else 1)


if __name__ == "__main__":
    main()
