"""What stackfit costs, beside the least it could cost and beside its peers.

    bench.py BIN_DIR PACKAGES [--rounds N] [--corpus FOLDER]... [--readme README]

Cold is without a cache, warm with one and nothing changed; the page cache is warm. Every tool may use
two threads, and looks at the same files: npm packages, copied without what they depend on, folders
that are given, and repositories generated from them.
"""
import argparse
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

from corpora import (PACKAGES, commit, copy, git, is_javascript, multiply, pile_up,
                     size_of)
from measure import in_turns, peak_memory, run

BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
PEERS = ("oxlint", "biome", "ast-grep", "eslint")


class Tools:
    """The program, its floors, and peers with the one question they share: nested callbacks."""

    def __init__(self, binaries, packages, scratch):
        self.program = binaries / "stackfit"
        self.benches = binaries / "tests/bench"
        self.modules = packages / "node_modules"
        self.cache = scratch / "cache"
        self.eslint = scratch / "eslint.config.mjs"
        self.eslint.write_text(
            "export default [{files: ['**/*.{js,cjs,mjs,jsx}'], linterOptions: "
            "{reportUnusedDisableDirectives: 'off'}, rules: {'max-nested-callbacks': "
            "['error', 3]}}];\n")
        self.oxlint = scratch / "oxlint.json"
        self.oxlint.write_text(json.dumps({"categories": {"correctness": "off"}, "rules": {
            "max-nested-callbacks": ["error", 3]}}))
        self.ast_grep = scratch / "rule.yml"
        level = "{kind: arguments, has: {any: [{kind: arrow_function}, {kind: function_expression}]"
        self.ast_grep.write_text("id: nested\nlanguage: javascript\nrule: " + level + ", inside: "
                                 "{stopBy: end, " + "kind: arguments, inside: {stopBy: end, "
                                 "kind: arguments, inside: {stopBy: end, kind: arguments}}}}}\n")

    def own(self):
        floor = self.benches / "bench_floor"
        audit = [self.program, "audit", ".", "--format", "json", "-j", "2"]
        one = [self.program, "check", ".", "--only", "callback-nesting", "-j", "2", "--no-cache"]
        return {"read": [floor, "read", ".", "2"], "parse": [floor, "parse", ".", "2"],
                "cold": [*audit, "--no-cache"], "one rule": one,
                "warm": [*audit, "--cache", self.cache],
                "git status": ["git", "status", "--porcelain"]}

    def peers(self):
        bins = self.modules
        return {
            "oxlint": [bins / ".bin/oxlint", "-c", self.oxlint, "--threads=2", "--silent", "."],
            "biome": [bins / "@biomejs/cli-linux-x64/biome", "lint", "--max-diagnostics=none",
                      "--only=complexity/noExcessiveNestedTestSuites", "."],
            "ast-grep": [bins / "@ast-grep/cli-linux-x64-gnu/ast-grep", "scan", "-r",
                         self.ast_grep, "-j", "2", "--json=stream", "."],
            "eslint": [bins / ".bin/eslint", "-c", self.eslint, "--no-inline-config", "--quiet",
                       "."]}


def say(what):
    print(f"bench: {what}", file=sys.stderr, flush=True)


def run_corpus(tools, folder, rounds, peers):
    """One corpus: floors, the program cold and warm, peers; and its peak memory."""
    commands = {**tools.own(), **(tools.peers() if peers else {})}
    shutil.rmtree(tools.cache, ignore_errors=True)
    run(commands["warm"], folder)
    runs = in_turns(commands, folder, rounds)
    return runs, peak_memory(commands["cold"], folder)


def change(paths, note):
    for path in paths:
        path.write_bytes(path.read_bytes() + f"\n// {note}\n".encode())


def run_staged(tools, folder, rounds):
    """Three staged files, other ones each round; the cache knows the commit."""
    files = sorted(folder.rglob("*.js"))
    check = [tools.program, "check", ".", "--staged", "--format", "json", "-j", "2", "--cache",
             tools.cache]
    shutil.rmtree(tools.cache, ignore_errors=True)
    run([tools.program, "audit", ".", "-j", "2", "--cache", tools.cache], folder)

    def stage(name, number):
        if name == "staged":
            change(files[number * 3:number * 3 + 3], f"staged {number}")
            git(folder, "add", "-A")

    runs = in_turns({"staged": check, "staged again": check,
                     "git diff": ["git", "diff", "--cached", "--name-only"],
                     "start": [tools.program, "version"]}, folder, rounds, stage)
    git(folder, "commit", "-qm", "staged")
    return runs


def run_large(tools, corpora, folder, wanted, rounds):
    """A repository of very many files: warm, and staged."""
    pile_up(corpora, folder, wanted)
    warm, status = tools.own()["warm"], tools.own()["git status"]
    shutil.rmtree(tools.cache, ignore_errors=True)
    say("large: cold")
    cold = in_turns({"parse": tools.own()["parse"], "cold": tools.own()["cold"]}, folder, 1)
    run(warm, folder)
    say("large: warm, staged")
    runs = in_turns({"warm": warm, "git status": status}, folder, rounds)
    return size_of(folder), cold, runs, run_staged(tools, folder, rounds)


def run_history(tools, folder, commits, rounds):
    """So many commits of three files each; every distinct content is parsed once."""
    files = sorted(p for p in folder.rglob("*.js") if p.stat().st_size < 50000)
    for number in range(commits):
        change([files[(number * 7 + at * 31) % len(files)] for at in range(3)], number)
        git(folder, "commit", "-qam", f"change {number}")
    trend = [tools.program, "trend", ".", "--commits", str(commits), "--json", "--no-cache", "-j",
             "2"]
    return in_turns({"history": trend, "cold": tools.own()["cold"]}, folder, rounds)


def run_isolation(tools, folder, rounds):
    """Wall time in disposable processes ÷ that in threads, as bench_isolation finds it."""
    done = subprocess.run([tools.benches / "bench_isolation", folder, str(rounds), "2"],
                          capture_output=True, text=True, check=True)
    line = next(l for l in done.stdout.splitlines() if "wall processes/threads" in l)
    return float(line.split()[2])


def row(name, size, runs, memory):
    peers = [f"{runs.ratio(p, 'cold'):.2f}" if runs.has(p) else "-" for p in PEERS]
    one = f"{runs.ratio('one rule', 'oxlint'):.2f}" if runs.has("oxlint") else "-"
    return (f"| {name} | {size[0]:,}, {size[1] / 1e6:.1f} | {runs.least('cold'):.0f} | "
            f"{runs.ratio('cold', 'parse'):.2f} | " + " | ".join(peers) + f" | {one} | "
            f"{runs.least('warm'):.0f} | {runs.ratio('warm', 'git status', 'wall'):.2f} | "
            f"{memory:.0f} |")


def table(rows):
    head = ("corpus", "files, MB", "cold, ms", "cold ÷ parse", "oxlint ÷ cold", "Biome ÷",
            "ast-grep ÷", "ESLint ÷", "one rule ÷ oxlint", "warm, ms", "warm ÷ `git status`",
            "memory, MB")
    return ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1),
            *(row(*one) for one in rows)]


def goals(rows, growth, large, history, isolation):
    """The goals of the project, and what this run says of them."""
    peers = [r for r in rows if r[2].has("oxlint")]
    files, cold, warm, staged = large

    def median(values):
        values = list(values)
        return f"{statistics.median(values):.2f}" if values else "-"

    spent = [(size[0], runs.cpu["cold"][0]) for _, size, runs, _ in growth]
    lines = [
        ("cold full report ÷ CPU of parse and one walk", "≤ 1.15",
         median(r[2].ratio("cold", "parse") for r in rows)),
        *((f"{name}'s CPU on one question ÷ a full report's", "> 1",
           median(r[2].ratio(peer, "cold") for r in peers))
          for name, peer in (("Biome", "biome"), ("ast-grep", "ast-grep"), ("ESLint", "eslint"))),
        ("`check --only callback-nesting` ÷ oxlint's same rule, CPU", "≤ 1.0",
         median(r[2].ratio("one rule", "oxlint") for r in peers)),
        ("warm, nothing changed ÷ `git status`, wall", "≤ 1",
         median(r[2].ratio("warm", "git status", "wall") for r in rows)),
        (f"the same at {files[0]:,} files", "≤ 1", f"{warm.ratio('warm', 'git status', 'wall'):.2f}"),
        (f"`check --staged`, 3 files of {files[0]:,}", "≤ 100 ms",
         f"{staged.least('staged'):.0f} ms"),
        ("the same again, on the same index", "≤ 100 ms", f"{staged.least('staged again'):.0f} ms"),
        ("history of 200 commits ÷ one cold run, wall", "≤ 3",
         f"{history.ratio('history', 'cold', 'wall'):.2f}"),
        ("isolation: processes ÷ threads, wall", "≤ 1.08", f"{isolation:.2f}"),
        ("peak memory of all processes, MB", "≤ 300", f"{max(r[3] for r in rows):.0f}"),
        (f"CPU for each file at {growth[-1][1][0]:,} ÷ that at {growth[0][1][0]:,} files", "≤ 1.05",
         f"{spent[-1][1] / spent[-1][0] / (spent[0][1] / spent[0][0]):.2f}"),
        (f"cold ÷ parse at {files[0]:,} files, CPU", "≤ 1.15", f"{cold.ratio('cold', 'parse'):.2f}"),
    ]
    return ["| goal | at most | measured |", "| --- | ---: | ---: |",
            *(f"| {what} | {goal} | {found} |" for what, goal, found in lines)]


def write_between_markers(readme, lines):
    text = readme.read_text()
    head, rest = text.split(BEGIN, 1)
    readme.write_text(head + BEGIN + "\n" + "\n".join(lines) + "\n" + END + rest.split(END, 1)[1])


def run_all(chosen, scratch):
    tools = Tools(chosen.binaries.resolve(), chosen.packages.resolve(), scratch)
    corpora = [(name, chosen.packages / "node_modules" / name) for name in PACKAGES]
    corpora += [(path.name, path) for path in chosen.corpus]
    rows, growth = [], []
    for name, source in corpora:
        folder = scratch / "corpora" / name
        copy(source, folder)
        commit(folder)
        say(name)
        peers = not chosen.own_only and is_javascript(folder)  # peers read nothing else
        rows.append((name, size_of(folder), *run_corpus(tools, folder, chosen.rounds, peers)))
    packages = corpora[:len(PACKAGES)]
    for times in (1, 2, 4, 8):
        folder = scratch / f"x{times}"
        multiply(packages, folder, times)
        say(f"all packages, ×{times}")
        growth.append((f"all packages, ×{times}", size_of(folder),
                       *run_corpus(tools, folder, 1, False)))
        shutil.rmtree(folder)
    large = run_large(tools, corpora, scratch / "large", chosen.files, chosen.rounds)
    shutil.rmtree(scratch / "large")
    say("history")
    history = run_history(tools, scratch / "corpora" / "mongoose", chosen.commits, chosen.rounds)
    say("isolation")
    isolation = run_isolation(tools, scratch / "corpora" / corpora[-1][0], chosen.rounds)
    return [*goals(rows, growth, large, history, isolation), "", *table(rows + growth), "",
            "\"cold\" is a full report without a cache, \"parse\" reads and parses the same files "
            "with the same flags and walks each tree once. Peers answer one question (callbacks "
            "nested deeper than 3; Biome has no such rule and runs its closest), stackfit all of its "
            "own; their columns are their CPU time ÷ stackfit's. \"one rule\" is `check --only "
            f"callback-nesting`. Medians of ratios over {chosen.rounds} interleaved rounds, minima "
            "of milliseconds, two threads."]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("binaries", type=pathlib.Path)
    arguments.add_argument("packages", type=pathlib.Path)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--corpus", type=pathlib.Path, action="append", default=[])
    arguments.add_argument("--readme", type=pathlib.Path)
    arguments.add_argument("--commits", type=int, default=200)
    arguments.add_argument("--files", type=int, default=60_000)
    arguments.add_argument("--own-only", action="store_true", help="no peers")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="stackfit-bench-") as scratch:
        lines = run_all(chosen, pathlib.Path(scratch))
    print("\n".join(lines))
    if chosen.readme:
        write_between_markers(chosen.readme, lines)


if __name__ == "__main__":
    main()
