"""What stackfit costs, beside the least it could cost and beside its peers.

    bench.py BIN_DIR PACKAGES [--rounds N] [--corpus FOLDER]... [--readme README]

A machine's speed drifts by more than the differences asked for. So every round runs all commands of
a corpus one after the other, the minimum over the rounds counts, and the table shows ratios of one
run. "Cold" is without a cache; the page cache is warm. Every tool may use two threads, and looks at
the same files: the corpora are npm packages, copied without what they depend on, and a repository
generated from them.
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

CORPORA = ["request", "async", "express", "mongoose", "rxjs", "webpack"]
SOURCES = (".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx", ".py")
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
GIT = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b",
       "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b", "HOME": "/nonexistent",
       "PATH": os.environ["PATH"]}


def git(folder, *words):
    subprocess.run(["git", *words], cwd=folder, env=GIT, check=True, stdout=subprocess.DEVNULL)


def measure(words, folder):
    """Wall and CPU milliseconds of a command and its children; its findings may fail it."""
    environment = {**GIT, "STACKFIT_CACHE": ""}
    start = time.perf_counter()
    process = subprocess.Popen([str(w) for w in words], cwd=folder, env=environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"bench: {words[0]} ended with {process.returncode}")
    wall = time.perf_counter() - start
    return wall * 1000, (used.ru_utime + used.ru_stime) * 1000


def paired(commands, folder, rounds, before=None):
    """Minima of each named command over interleaved rounds: {name: (wall, cpu)}."""
    best = {}
    for _ in range(rounds):
        for name, words in commands.items():
            if before:
                before(name)
            now = measure(words, folder)
            known = best.get(name, now)
            best[name] = (min(known[0], now[0]), min(known[1], now[1]))
    return best


class Tools:
    """The program, its floors, and peers with the one question they share: nested callbacks."""

    def __init__(self, binaries, packages, scratch):
        self.program = binaries / "stackfit"
        self.floor = binaries / "tests/bench/bench_floor"
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
        audit = [self.program, "audit", ".", "--format", "json", "-j", "2"]
        one = ["--only", "callback-nesting"]
        return {"read": [self.floor, "read", ".", "2"], "parse": [self.floor, "parse", ".", "2"],
                "cold": [*audit, "--no-cache"], "one rule": [*audit, "--no-cache", *one],
                "warm": [*audit, "--cache", self.cache]}

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


def copy_sources(source, target, note=""):
    """Sources and manifests of a package; `note` makes each content its own."""
    for path in sorted(source.rglob("*")):
        inner = path.relative_to(source)
        if "node_modules" in inner.parts or not path.is_file() or path.is_symlink():
            continue
        if path.suffix in SOURCES or path.name == "package.json":
            place = target / inner
            place.parent.mkdir(parents=True, exist_ok=True)
            end = f"\n// {note}\n" if note and path.suffix != ".json" and path.suffix != ".py" else ""
            place.write_text(path.read_text(errors="surrogateescape") + end,
                             errors="surrogateescape")


def commit(folder):
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "all")
    time.sleep(0.05)
    git(folder, "status")


def sources_of(folder):
    files = [p for p in folder.rglob("*") if p.suffix in SOURCES and p.is_file()]
    return len(files), sum(p.stat().st_size for p in files)


def run_corpus(tools, folder, rounds, peers=True):
    commands = {**tools.own(), "git status": ["git", "status", "--porcelain"]}
    if peers:
        commands |= tools.peers()
    shutil.rmtree(tools.cache, ignore_errors=True)
    measure(commands["warm"], folder)
    return paired(commands, folder, rounds)


def run_staged(tools, folder, rounds):
    """Three staged files."""
    chosen = [p for p in sorted(folder.rglob("*.js")) if p.stat().st_size < 20000][:3]
    for path in chosen:
        path.write_text(path.read_text(errors="surrogateescape") + "\n// staged\n",
                        errors="surrogateescape")
    git(folder, "add", "-A")
    check = [tools.program, "check", ".", "--staged", "--format", "json", "-j", "2", "--cache",
             tools.cache]
    measure(check, folder)
    return paired({"staged": check, "git diff": ["git", "diff", "--cached", "--name-only"]},
                  folder, rounds)


def run_history(tools, folder, commits):
    """So many commits of three files each; everything is parsed in one run."""
    files = sorted(p for p in folder.rglob("*.js") if p.stat().st_size < 50000)
    for number in range(commits):
        for at in range(3):
            path = files[(number * 7 + at * 31) % len(files)]
            path.write_text(path.read_text(errors="surrogateescape") + f"// {number}\n",
                            errors="surrogateescape")
        git(folder, "commit", "-qam", f"change {number}")
    trend = [tools.program, "trend", ".", "--commits", str(commits), "--json", "--no-cache", "-j",
             "2"]
    return paired({"history": trend, "cold": tools.own()["cold"]}, folder, 1)


def ratio(numerator, denominator, which=0):
    return f"{numerator[which] / max(denominator[which], 0.01):.2f}"


def table(rows):
    lines = ["| corpus | files, MB | cold, ms | cold ÷ parse | oxlint ÷ | Biome ÷ | ast-grep ÷ | "
             "ESLint ÷ | warm, ms | warm ÷ `git status` |",
             "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for name, (files, size), best in rows:
        cold, warm = best["cold"], best["warm"]
        peers = [ratio(best[p], cold, 1) if p in best else "-"
                 for p in ("oxlint", "biome", "ast-grep", "eslint")]
        lines.append(f"| {name} | {files}, {size / 1e6:.1f} | {cold[0]:.0f} | "
                     f"{ratio(cold, best['parse'], 1)} | " + " | ".join(peers) +
                     f" | {warm[0]:.0f} | {ratio(warm, best['git status'])} |")
    return lines


def write_between_markers(readme, lines):
    text = readme.read_text()
    head, rest = text.split(BEGIN, 1)
    readme.write_text(head + BEGIN + "\n" + "\n".join(lines) + "\n" + END + rest.split(END, 1)[1])


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("binaries", type=pathlib.Path)
    arguments.add_argument("packages", type=pathlib.Path)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--corpus", type=pathlib.Path, action="append", default=[])
    arguments.add_argument("--readme", type=pathlib.Path)
    arguments.add_argument("--commits", type=int, default=50)
    arguments.add_argument("--own-only", action="store_true")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="stackfit-bench-") as scratch:
        lines = run_all(chosen, pathlib.Path(scratch))
    print("\n".join(lines))
    if chosen.readme:
        write_between_markers(chosen.readme, lines)


def run_all(chosen, scratch):
    tools = Tools(chosen.binaries.resolve(), chosen.packages.resolve(), scratch)
    rows = []
    corpora = [(name, chosen.packages / "node_modules" / name) for name in CORPORA]
    corpora += [(path.name, path) for path in chosen.corpus]
    for name, source in corpora:
        folder = scratch / "corpora" / name
        copy_sources(source, folder)
        commit(folder)
        print(f"bench: {name}", file=sys.stderr)
        rows.append((name, sources_of(folder), run_corpus(tools, folder, chosen.rounds,
                                                          not chosen.own_only)))
    growth = []
    for times in (1, 2, 4, 8):
        folder = scratch / f"x{times}"
        for number in range(times):
            for name, source in corpora:
                copy_sources(source, folder / f"part{number}" / name, f"part {number}")
        commit(folder)
        print(f"bench: ×{times}", file=sys.stderr)
        growth.append((f"all, ×{times}", sources_of(folder),
                       run_corpus(tools, folder, 1, False)))
    staged = run_staged(tools, scratch / "x8", chosen.rounds)
    history = run_history(tools, scratch / "corpora" / corpora[-1][0], chosen.commits)
    per_file = [best["cold"][1] / size[0] for _, size, best in growth]
    return [*table(rows + growth), "",
            f"Cold CPU for each file at ×8 is {per_file[3] / per_file[0]:.2f} × that at ×1. "
            f"`check --staged` of three files beside {growth[3][1][0]} others: "
            f"{staged['staged'][0]:.0f} ms ({ratio(staged['staged'], staged['git diff'])} × "
            f"`git diff --cached`). `trend` over {chosen.commits} commits of {corpora[-1][0]}: "
            f"{ratio(history['history'], history['cold'])} × one cold run. Peers answer one question "
            "(callbacks nested deeper than 3; Biome has no such rule and runs its closest), stackfit "
            f"all of its own; their columns are CPU time as a multiple of stackfit's. Minima of "
            f"{chosen.rounds} interleaved rounds, two threads."]


if __name__ == "__main__":
    main()
