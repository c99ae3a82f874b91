"""Does `check --only RULE` find what a full run finds? On real folders.

    narrow.py PROGRAM FOLDER...

A full run parses every source; a question about some rules leaves most of them alone.
"""
import subprocess
import sys
import tempfile

RULES = ["callback-nesting", "unmaintained-dependency", "lockfile-missing", "lockfile-stale",
         "several-lockfiles", "dependency-floating-source"]
SHAPES = ["csv", "rdjson"]


def findings(program, command, rule, shape, folder, cache):
    done = subprocess.run([program, command, folder, "--only", rule, "--format", shape, "--cache",
                           cache, "--isolated", "--quiet", "--fail-on", "never"],
                          capture_output=True, check=True)
    return done.stdout


def main(program, folders):
    different = 0
    for folder in folders:
        with tempfile.TemporaryDirectory(prefix="stackfit-narrow-") as cache:
            for rule in RULES:
                for shape in SHAPES:
                    whole, narrow = (findings(program, command, rule, shape, folder, cache)
                                     for command in ("audit", "check"))
                    if whole != narrow:
                        different += 1
                        print(f"{folder}: {rule} differs in {shape}")
            lines = findings(program, "check", RULES[0], "csv", folder, cache).count(b"\n")
            print(f"{folder}: {lines - 1} nested callbacks", flush=True)
    return different > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
