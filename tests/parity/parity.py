"""Runs the comparison with ESLint on the pinned npm packages: the CTest entry `parity`.

Installs what package.json pins (nothing runs on install), takes the Node on PATH when ESLint 10
accepts it and a pinned one from npm otherwise, and runs run.mjs in both modes.

    python3 parity.py PROGRAM
"""
import hashlib
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CORPORA = ["async", "express", "mongodb", "request", "rxjs/src"]
RUNS = [["--max", "0"], ["--max", "0", "--classic"], ["--max", "0", "--constructors"],
        ["--max", "3"], ["--max", "3", "--classic"]]


def install(folder):
    """`npm ci`, unless what is installed came from this very lockfile."""
    digest = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "node_modules" / ".stackfit-lock"
    if stamp.exists() and stamp.read_text() == digest:
        return
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=True)
    stamp.write_text(digest)


def accepted(version):
    """What ESLint 10 declares: ^20.19.0 || ^22.13.0 || >=24."""
    major, minor = map(int, re.match(r"v(\d+)\.(\d+)", version).groups())
    return (major, minor) >= (24, 0) or major == 20 and minor >= 19 or major == 22 and minor >= 13


def find_node():
    try:
        version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
        if accepted(version):
            return "node"
    except (OSError, AttributeError):
        pass
    install(HERE / "node")
    return str(next((HERE / "node" / "node_modules").glob("node-linux-*/bin/node")))


def main(program):
    install(HERE)
    node = find_node()
    paths = [str(HERE / "node_modules" / name) for name in CORPORA]
    failed = False
    for run in RUNS:
        command = [node, str(HERE / "run.mjs"), "--binary", program, *run, *paths]
        failed |= subprocess.run(command).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
