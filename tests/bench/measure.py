"""Runs commands in turns and compares what they cost.

A machine's speed drifts by more than the differences asked for. So every round runs all commands one
after the other, a ratio divides two runs of the same round, and the median over the rounds counts.
Milliseconds are minima.
"""
import os
import statistics
import subprocess
import threading
import time

ENVIRONMENT = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b",
               "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b", "HOME": "/nonexistent",
               "STACKFIT_CACHE": "", "PATH": os.environ["PATH"]}


class Runs:
    """Wall and CPU milliseconds of each named command, by round."""

    def __init__(self):
        self.wall, self.cpu = {}, {}

    def add(self, name, wall, cpu):
        self.wall.setdefault(name, []).append(wall)
        self.cpu.setdefault(name, []).append(cpu)

    def has(self, name):
        return name in self.wall

    def least(self, name):
        return min(self.wall[name])

    def ratio(self, name, other, of="cpu"):
        values = getattr(self, of)
        return statistics.median(a / max(b, 0.01) for a, b in zip(values[name], values[other]))


def run(words, folder):
    """Wall and CPU milliseconds of a command and its children; its findings may fail it."""
    start = time.perf_counter()
    process = subprocess.Popen([str(w) for w in words], cwd=folder, env=ENVIRONMENT,
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"bench: {' '.join(map(str, words))} ended with {process.returncode}")
    return wall * 1000, (used.ru_utime + used.ru_stime) * 1000


def in_turns(commands, folder, rounds, before=None):
    runs = Runs()
    for number in range(rounds):
        for name, words in commands.items():
            if before:
                before(name, number)
            runs.add(name, *run(words, folder))
    return runs


def _children(process):
    try:
        with open(f"/proc/{process}/task/{process}/children") as file:
            own = [int(word) for word in file.read().split()]
    except OSError:
        return []
    return own + [deeper for child in own for deeper in _children(child)]


def _proportional(process):
    try:
        with open(f"/proc/{process}/smaps_rollup") as file:
            for line in file:
                if line.startswith("Pss:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


def peak_memory(words, folder):
    """Megabytes that a command and its children held at once, at most: the sum of what each has to
    itself and its share of what they share, looked at every few milliseconds."""
    process = subprocess.Popen([str(w) for w in words], cwd=folder, env=ENVIRONMENT,
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    peak, over = 0, threading.Event()

    def watch():
        nonlocal peak
        while not over.wait(0.004):
            peak = max(peak, sum(map(_proportional, [process.pid, *_children(process.pid)])))

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    over.set()
    watcher.join()
    return peak / 1024
