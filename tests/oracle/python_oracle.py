"""Builds small trees in a folder and asks the running CPython which of their files an import loads.

usage: python_oracle.py FOLDER RULES_DATA

Every case is a subfolder with a Makefile that holds one command. The command is run (only on trees
written here), and FOLDER/expected.tsv says what happened, one line per case:

    case  shadowing file  was it loaded instead of a standard module (0 or 1)  exit status  what it is

A shadowing file prints its __name__, so that a copy run as __main__ is told from an import.
"""
import concurrent.futures
import importlib.util
import os
import pathlib
import subprocess
import sys

MARK = 'print("loaded", __name__)\n'
# Standard-library names and something a program takes from them.
NAMES = {
    "random": "randint", "email": "message_from_string", "calendar": "month", "logging": "getLogger",
    "json": "dumps", "queue": "Queue", "types": "ModuleType", "secrets": "token_hex",
    "operator": "add", "enum": "Enum", "select": "select", "math": "sqrt", "time": "sleep",
    "sys": "version", "os": "getcwd", "io": "StringIO", "abc": "ABC", "test": "support",
    "parser": "suite", "tomllib": "loads", "distutils": "version",
}


class Builder:
    def __init__(self, folder):
        self.folder = folder
        self.cases = []

    def add(self, what, files, argv, name, shadow, cwd="", path=""):
        number = f"case{len(self.cases):04}"
        root = self.folder / number
        for file, text in files.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(text)
        command = (f"cd {cwd} && " if cwd else "") + (f"PYTHONPATH={path} " if path else "")
        (root / "Makefile").write_text(f"run:\n\t{command}python {' '.join(argv)}\n")
        self.cases.append((number, what, root / cwd, argv, path, name, shadow))


def add_layouts(build, name, need):
    use = f"import {name}\n{name}.{need}\n"
    take = f"from {name} import {need}\n"
    has = MARK + f"{need} = None\n"
    add = build.add
    for label, text in (("attribute", use), ("from", take)):
        add(f"{name}: beside the script, {label}", {f"{name}.py": MARK, "main.py": text},
            ["main.py"], name, f"{name}.py")
    add(f"{name}: beside the script, has the name", {f"{name}.py": has, "main.py": use},
        ["main.py"], name, f"{name}.py")
    add(f"{name}: beside a script in a folder", {f"d/{name}.py": MARK, "d/main.py": use},
        ["d/main.py"], name, f"d/{name}.py")
    add(f"{name}: after cd", {f"d/{name}.py": MARK, "d/main.py": use}, ["main.py"], name,
        f"d/{name}.py", cwd="d")
    add(f"{name}: at the root, script in a folder", {f"{name}.py": MARK, "d/main.py": use},
        ["d/main.py"], name, f"{name}.py")
    package = {"pkg/__init__.py": "", f"pkg/{name}.py": MARK, "pkg/main.py": use}
    add(f"{name}: in a package, run by -m", package, ["-m", "pkg.main"], name, f"pkg/{name}.py")
    add(f"{name}: in a package, run by path", package, ["pkg/main.py"], name, f"pkg/{name}.py")
    add(f"{name}: at the root, -m", {f"{name}.py": MARK, "d/main.py": use}, ["-m", "d.main"], name,
        f"{name}.py")
    add(f"{name}: at the root, isolated", {f"{name}.py": MARK, "main.py": use}, ["-I", "main.py"],
        name, f"{name}.py")
    add(f"{name}: through PYTHONPATH", {f"lib/{name}.py": MARK, "main.py": use}, ["main.py"], name,
        f"lib/{name}.py", path="lib")
    for call, label in (("insert(0, ", "in front"), ("append(", "at the back")):
        edit = ("import os, sys\n"
                f"sys.path.{call}os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))\n")
        add(f"{name}: put {label} by code", {f"lib/{name}.py": MARK, "main.py": edit + use},
            ["main.py"], name, f"lib/{name}.py")
        add(f"{name}: put {label} by code, too late",
            {f"lib/{name}.py": MARK, "main.py": use + edit}, ["main.py"], name, f"lib/{name}.py")
    add(f"{name}: entry removed", {f"{name}.py": MARK, "main.py": "import sys\ndel sys.path[0]\n" + use},
        ["main.py"], name, f"{name}.py")
    add(f"{name}: a package", {f"{name}/__init__.py": MARK, "main.py": use}, ["main.py"], name,
        f"{name}/__init__.py")
    add(f"{name}: a folder without __init__", {f"{name}/other.py": MARK, "main.py": use},
        ["main.py"], name, f"{name}/other.py")
    add(f"{name}: package before module", {f"{name}/__init__.py": MARK, f"{name}.py": "X = 1\n",
                                           "main.py": use}, ["main.py"], name,
        f"{name}/__init__.py")
    add(f"{name}: imports itself", {f"{name}.py": MARK + use}, [f"{name}.py"], name, f"{name}.py")
    add(f"{name}: through a helper",
        {f"{name}.py": MARK, "helper.py": use, "main.py": "import helper\n"}, ["main.py"], name,
        f"{name}.py")
    add(f"{name}: in a function that is called",
        {f"{name}.py": MARK, "main.py": f"def f():\n    import {name}\n    {name}.{need}\nf()\n"},
        ["main.py"], name, f"{name}.py")
    add(f"{name}: only for type checkers",
        {f"{name}.py": MARK, "main.py": "TYPE_CHECKING = False\nif TYPE_CHECKING:\n"
                                        f"    import {name}\n"}, ["main.py"], name, f"{name}.py")
    add(f"{name}: nobody imports it", {f"{name}.py": MARK, "main.py": "x = 1\n"}, ["main.py"], name,
        f"{name}.py")
    add(f"{name}: relative import", {"pkg/__init__.py": "", f"pkg/{name}.py": has,
                                     "pkg/main.py": f"from . import {name}\nfrom .{name} import {need}\n"},
        ["-m", "pkg.main"], name, f"pkg/{name}.py")


def read_closures(data):
    for line in (pathlib.Path(data) / "python-closures.tsv").read_text().splitlines():
        cells = line.split("\t")
        if not line.startswith("#") and cells[0] not in ("module", "runpy"):
            yield cells[0], cells[1].split()


def importable(name):
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def add_closures(build, data, step):
    pairs = [(module, name) for module, names in read_closures(data) for name in names
             if name != "-" and module.partition(".")[0] != name]
    for module, name in pairs[::step]:
        if importable(module) and importable(name):
            build.add(f"{module} loads {name}", {f"{name}.py": MARK, "main.py": f"import {module}\n"},
                      ["main.py"], name, f"{name}.py")


def run(case):
    number, what, cwd, argv, path, name, shadow = case
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1"}
    if path:
        environment["PYTHONPATH"] = path
    done = subprocess.run([sys.executable, "-S", *argv], cwd=cwd, env=environment, timeout=60,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    hides = name in sys.stdlib_module_names or name == "test"
    loaded = hides and f"loaded {name}" in done.stdout.splitlines()
    return f"{number}\t{shadow}\t{int(loaded)}\t{int(done.returncode != 0)}\t{what}\n"


def main(folder, data):
    build = Builder(pathlib.Path(folder))
    for name, need in NAMES.items():
        add_layouts(build, name, need)
    add_closures(build, data, 9)
    version = f"==3.{sys.version_info[1]}.*"
    (build.folder / "pyproject.toml").write_text(
        f'[project]\nname = "oracle-cases"\nrequires-python = "{version}"\n')
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        lines = list(pool.map(run, build.cases))
    builtin = " ".join(sorted(sys.builtin_module_names))
    (build.folder / "expected.tsv").write_text("# builtin " + builtin + "\n" + "".join(lines))


if __name__ == "__main__":
    main(*sys.argv[1:])
