#!/usr/bin/env python3
"""tests/lint/tidy.py FILE... - clang-tidy with the flags the Makefile compiles with.

The checks walk through all that a file includes, which takes most of their time. So the files of a
folder are read as one: copied behind each other into a lot, those whose hidden names clash with
names before them into the next lot. What is found is told of the file and line it comes from.
"""
import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile

MOST_FILES = 24  # of a lot
FLAGS = ["-std=c++23", "-I.", "-isystem", "/usr/include/mariadb", "-isystem", "/usr/share/include/llhttp",
         "-DLLHTTP_STRICT_MODE=1", '-DHIVE_VERSION="0"']
FOUND = re.compile(r"([^:]+):(\d+):(\d+): (?:fatal )?(?:error|warning): (.*)")


class Lot:
    """Files as one text at `path`."""

    def __init__(self, files, path):
        self.files = files
        self.path = path
        self.first_lines = []
        lines = []
        included = set()
        for file in files:
            self.first_lines.append(len(lines) + 1)
            with open(file) as source:
                own = source.read().splitlines()
            # What a file before it includes is here already.
            lines += ["" if line in included else line for line in own]
            included.update(line for line in own if line.startswith("#include"))
        with open(path, "w") as joined:
            joined.write("\n".join(lines) + "\n")

    def origin(self, path, line):
        """The file and line that a line of `path` comes from."""
        if path != self.path:
            return os.path.relpath(path), line
        file, first = max((pair for pair in zip(self.files, self.first_lines) if pair[1] <= line), key=lambda pair: pair[1])
        return file, line - first + 1

    def found(self, command):
        """(file, line, column, text) of each error and warning; a command that fails must name one."""
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        matches = map(FOUND.match, (run.stdout + run.stderr).splitlines())
        found = [(*self.origin(m[1], int(m[2])), int(m[3]), m[4]) for m in matches if m]
        if run.returncode != 0 and not found:
            sys.exit(f"{command[0]} failed with {run.returncode}: {run.stderr[-2000:]}")
        return found

    def clashing(self):
        """The files that do not compile behind those before them."""
        errors = self.found(["clang++-19", "-fsyntax-only", "-ferror-limit=0", "-w", *FLAGS, self.path])
        return {file for file, *_ in errors} & set(self.files[1:])

    def tidied(self):
        return self.found(["clang-tidy-19", "--quiet", "--config-file=.clang-tidy", self.path, "--", *FLAGS])


def lots_of(folder, files, work):
    """Lots that compile; a file that does not even alone is left to clang-tidy to tell."""
    waiting = [files[i:i + MOST_FILES] for i in range(0, len(files), MOST_FILES)]
    made = 0
    while waiting:
        some = waiting.pop(0)
        later = []
        while True:
            lot = Lot(some, os.path.join(work, f"{folder.replace('/', '-')}-{made}.cc"))
            clashing = lot.clashing()
            if not clashing:
                break
            later += [file for file in some if file in clashing]
            some = [file for file in some if file not in clashing]
        made += 1
        if later:
            waiting.append(later)
        yield lot


def main(files):
    by_folder = {}
    for file in sorted(files):
        by_folder.setdefault(os.path.dirname(file), []).append(file)
    with tempfile.TemporaryDirectory() as work, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = set()
        tidied = []
        for lots in pool.map(lambda item: list(lots_of(*item, work)), by_folder.items()):
            tidied += [pool.submit(lot.tidied) for lot in lots]
        for done in tidied:
            for finding in sorted(set(done.result()) - found):
                found.add(finding)
                print("{}:{}:{}: {}".format(*finding), flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
