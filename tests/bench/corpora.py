"""What is measured on: npm packages, given folders, and repositories generated from both."""
import subprocess

from measure import ENVIRONMENT

PACKAGES = ["request", "async", "express", "mongoose", "rxjs", "webpack"]
SOURCES = (".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx", ".py")
SMALL = 5000  # bytes of a file for the large generated repository


def git(folder, *words):
    subprocess.run(["git", *words], cwd=folder, env=ENVIRONMENT, check=True,
                   stdout=subprocess.DEVNULL)


def files_of(source):
    """Sources and manifests, without dependencies: [(path, path inside)]."""
    found = []
    for path in sorted(source.rglob("*")):
        inner = path.relative_to(source)
        if {"node_modules", ".git"} & set(inner.parts) or path.is_symlink() or not path.is_file():
            continue
        if path.suffix in SOURCES or path.name == "package.json":
            found.append((path, inner))
    return found


def copy(source, target, note="", most=None):
    """Copies a corpus; `note` makes the content of each source its own. Returns its sources."""
    count = 0
    for path, inner in files_of(source):
        if most and path.stat().st_size > most:
            continue
        place = target / inner
        place.parent.mkdir(parents=True, exist_ok=True)
        mark = "#" if path.suffix == ".py" else "//"
        end = f"\n{mark} {note}\n" if note and path.suffix in SOURCES else ""
        place.write_bytes(path.read_bytes() + end.encode())
        count += path.suffix in SOURCES
    return count


def commit(folder):
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "all")
    git(folder, "status")  # the index is younger than the files now


def size_of(folder):
    files = [p for p in folder.rglob("*") if p.suffix in SOURCES and p.is_file()]
    return len(files), sum(p.stat().st_size for p in files)


def is_javascript(folder):
    python = sum(1 for _ in folder.rglob("*.py"))
    return python * 2 < size_of(folder)[0]


def multiply(corpora, folder, times):
    for number in range(times):
        for name, source in corpora:
            copy(source, folder / f"part{number}" / name, f"part {number}")
    commit(folder)


def pile_up(corpora, folder, wanted):
    """A repository of at least so many small sources, each content once."""
    count = number = 0
    while count < wanted:
        for name, source in corpora:
            count += copy(source, folder / f"part{number}" / name, f"part {number}", SMALL)
        number += 1
    commit(folder)
