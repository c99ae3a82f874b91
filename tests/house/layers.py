"""Fails when a file of src/ includes a header of a room that comes later than its own."""
import pathlib
import re
import sys

ROOMS = ["core", "tree", "store", "syntax", "rules", "facts", "registry", "project", "judge",
         "report", "cli"]
# Libraries that only one room may know.
OWNERS = {"git2": {"tree"}, "tree_sitter": {"syntax"}, "cmark": {"rules"}, "sqlite3": {"store"},
          "CLI": {"cli"}, "curl": {"registry"}}


def room_of(path):
    return path.parts[0] if len(path.parts) > 1 else "main"


def rank(room):
    return ROOMS.index(room) if room in ROOMS else len(ROOMS)


def main(source):
    problems = []
    for path in sorted(source.rglob("*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        room = room_of(path.relative_to(source))
        for number, line in enumerate(path.read_text().splitlines(), 1):
            local = re.match(r'#include "([^"/]+)/', line)
            if local and local[1] in ROOMS and rank(local[1]) > rank(room):
                problems.append(f"{path}:{number}: {room} includes {local[1]}, a later room")
            library = re.match(r"#include <([A-Za-z0-9_]+)", line)
            if library and library[1] in OWNERS and room not in OWNERS[library[1]]:
                problems.append(f"{path}:{number}: only {OWNERS[library[1]]} may include "
                                f"{library[1]}")
    print("\n".join(problems) or "layers hold")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
