"""Layouts for the classes of name conflicts that the interpreter can decide by running one program.

usage: layouts.py FOLDER

Every layout is a subfolder of FOLDER with a Makefile that holds its command. FOLDER/layouts.tsv says
what running it did: name, classes that may report it (empty: none), whether it went wrong, what it is.
"Wrong" is a failing exit status, a module that ran twice (PM14), or a file that an import of its name
does not load (PM06).
"""
import concurrent.futures
import os
import pathlib
import subprocess
import sys

# Collects test files as pytest's import mode `prepend` does: each file's first folder upward without
# __init__.py goes to the front of sys.path, the file is imported under its path below it, and has to
# be the file that was meant.
COLLECT = '''import importlib, os, sys
for path in sys.argv[1:]:
    base, name = os.path.split(os.path.abspath(path))
    name = name[:-3]
    while os.path.exists(os.path.join(base, "__init__.py")):
        base, part = os.path.split(base)
        name = part + "." + name
    sys.path.insert(0, base)
    module = importlib.import_module(name)
    if os.path.realpath(module.__file__) != os.path.realpath(path):
        sys.exit("import file mismatch")
'''
FORMS = {
    "import N.sub": "import {n}.sub\n{n}.sub.VALUE\n",
    "import N.sub as s": "import {n}.sub as s\ns.VALUE\n",
    "from N import sub": "from {n} import sub\nsub.VALUE\n",
    "from N.sub import VALUE": "from {n}.sub import VALUE\n",
}
GUARD = "if __name__ == '__main__':\n    pass\n"
VALUE = "VALUE = 1\n"
LAYOUTS = []


def add(classes, what, files, command, tests=(), reached=""):
    LAYOUTS.append((classes, what, files, command, tests, reached))


def folders_without_init(name):
    """PM07: a folder N/ beside the script, with and without __init__.py, with and without N.py."""
    for label, form in FORMS.items():
        main = form.format(n=name) + GUARD
        for init in (False, True):
            for module in (False, True):
                files = {f"{name}/sub.py": VALUE, "main.py": main}
                if init:
                    files[f"{name}/__init__.py"] = ""
                if module:
                    files[f"{name}.py"] = "OTHER = 1\n"
                what = f"{name}/{' with __init__' if init else ''}{' and N.py' if module else ''}"
                add("PM07 PM01 PM06 PM10" if module else "PM07 PM10", f"{what}: {label}", files,
                    "python main.py", reached=f"{name}.py" if module and init else "")


def out_of_reach(name, theirs):
    """PM10: a file named like a built-in, frozen or early module."""
    for label, use in (("from", f"from {name} import mine_only\n"),
                       ("attribute", f"import {name}\n{name}.mine_only\n"),
                       ("theirs", f"from {name} import {theirs}\n"),
                       ("guarded", f"try:\n    from {name} import mine_only\n"
                                   "except ImportError:\n    mine_only = None\n")):
        mine = {f"{name}.py": "mine_only = 1\n", "main.py": use + GUARD}
        add("PM10", f"{name}: {label}, beside the script", mine, "python main.py")
        package = {"pkg/__init__.py": "", f"pkg/{name}.py": "mine_only = 1\n",
                   "main.py": use.replace(f"from {name}", f"from pkg.{name}")
                   .replace(f"import {name}\n{name}.", f"import pkg.{name}\npkg.{name}.") + GUARD}
        if label != "theirs":
            add("PM10", f"{name}: {label}, in a package", package, "python main.py")
    back = ("import os, sys\nsys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "
            f"'lib'))\nfrom {name} import mine_only\n")
    add("PM10", f"{name}: at the back of sys.path",
        {f"lib/{name}.py": "mine_only = 1\n", "main.py": back + GUARD}, "python main.py")


def bare_imports():
    """PM15: a module of a package imports its neighbour."""
    neighbours = {"pkg/__init__.py": "", "pkg/b.py": VALUE}
    for label, text in {
            "bare": "import b\nb.VALUE\n", "bare from": "from b import VALUE\n",
            "relative": "from . import b\nb.VALUE\n", "relative from": "from .b import VALUE\n",
            "absolute": "from pkg.b import VALUE\n", "absolute module": "import pkg.b\n",
            "with a fallback": "try:\n    from .b import VALUE\nexcept ImportError:\n    from b import VALUE\n",
            "bare with a fallback": "try:\n    import b\nexcept ImportError:\n    from . import b\n",
            "in its guard": "if __name__ == '__main__':\n    import b\n"}.items():
        for use in ("import pkg.a\n", "from pkg import a\n", "from pkg.a import *\n"):
            add("PM15", f"{label}, {use.strip()}", {**neighbours, "pkg/a.py": text,
                                                    "main.py": use + GUARD}, "python main.py")
        if not label.startswith("relative") and not label.startswith("absolute"):
            add("PM15 PM14", f"{label}, run by its path", {**neighbours, "pkg/a.py": text + GUARD},
                "python pkg/a.py")
        add("PM15", f"{label}, run by -m", {**neighbours, "pkg/a.py": text + GUARD},
            "python -m pkg.a")
        add("PM15", f"{label}, in a plain folder on the path",
            {"pkg/b.py": VALUE, "pkg/a.py": text + GUARD},
            "python pkg/a.py" if "bare" in label else "python -m pkg.a")


def two_names():
    """PM14: one file under two names. Every copy prints its name."""
    shared = "print('ran', __file__)\nclass Shared:\n    pass\n"
    up = ("import os, sys\nsys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))\n")
    for first in ("from config import Shared\n", "import config\nconfig.Shared\n",
                  "from src.config import Shared\n", "import src.config as config\nconfig.Shared\n"):
        for second in ("from config import Shared\n", "from src.config import Shared\n",
                       "from src import config\nconfig.Shared\n"):
            add("PM14", f"{first.split(chr(10))[0]} / {second.split(chr(10))[0]}",
                {"src/main.py": up + first + "import jobs\n" + GUARD, "src/config.py": shared,
                 "src/jobs.py": second}, "python src/main.py")
    for importer in ("from app import Shared\n", "import app\napp.Shared\n", "x = 1\n",
                     "def late():\n    from app import Shared\nlate()\n"):
        for command, entry in (("python app.py", "import models\n"),
                               ("python run.py", "import app\nimport models\n")):
            files = {"app.py": shared + ("import models\n" if "app.py" in command else "") + GUARD,
                     "models.py": importer}
            if "run.py" in command:
                files["run.py"] = entry + GUARD
                files["app.py"] = shared
            add("PM14", f"{command}: {importer.split(chr(10))[0]}", files, command)


def own_package():
    """PM05, PM09: the package that is meant lies elsewhere."""
    for place in ("tools", "scripts", "jobs"):
        for use in ("from shop.orders import VALUE\n", "import shop.orders\n", "from shop import orders\n"):
            files = {"src/shop/__init__.py": "", "src/shop/orders.py": VALUE,
                     "pyproject.toml": '[project]\nname = "shop"\n'}
            add("PM05", f"{place}/shop.py: {use.strip()}", {**files, f"{place}/shop.py": use + GUARD},
                f"PYTHONPATH=src python {place}/shop.py")
            add("PM05", f"{place}/start.py: {use.strip()}", {**files, f"{place}/start.py": use + GUARD},
                f"PYTHONPATH=src python {place}/start.py")
            add("PM05", f"launcher beside the package: {use.strip()}",
                {"shop.py": use + GUARD, "shop/__init__.py": "", "shop/orders.py": VALUE},
                "python shop.py")


def syntax():
    """PM19: names no import statement can write."""
    for file, statement in (("my-mod.py", "import my-mod\n"), ("my-mod.py", "from my-mod import VALUE\n"),
                            ("class.py", "import class\n"), ("2fa.py", "import 2fa\n"),
                            ("async.py", "from async import VALUE\n"), ("match.py", "import match\n"),
                            ("my_mod.py", "import my_mod\n"), ("type.py", "from type import VALUE\n")):
        add("PM19", f"{statement.strip()}", {file: VALUE, "main.py": statement + GUARD},
            "python main.py")
    add("PM19", "import_module of a name with a hyphen",
        {"my-mod.py": VALUE, "main.py": "import importlib\nimportlib.import_module('my-mod')\n" + GUARD},
        "python main.py")


def posing_folders():
    """PM08: a folder without Python passes for a missing package."""
    for use in ("zwandb.init", "zwandb"):
        for guard in ("ImportError", "ModuleNotFoundError", "Exception"):
            text = (f"try:\n    import zwandb\nexcept {guard}:\n    zwandb = None\n"
                    f"if __name__ == '__main__':\n    if zwandb:\n        {use}\n")
            add("PM08", f"{guard}, {use}, with the folder", {"main.py": text, "zwandb/log.txt": ""},
                "python main.py")
            add("PM08", f"{guard}, {use}, without it", {"main.py": text}, "python main.py")


def test_files():
    """PM12, PM13: what pytest imports test files as."""
    test = "def test_x():\n    pass\n"
    ini = {"pytest.ini": "[pytest]\n"}
    for first_init in (False, True):
        for second_init in (False, True):
            for names in (("test_x", "test_x"), ("test_x", "test_y")):
                files = {f"a/tests/{names[0]}.py": test, f"b/tests/{names[1]}.py": test, **ini}
                if first_init:
                    files["a/tests/__init__.py"] = ""
                if second_init:
                    files["b/tests/__init__.py"] = ""
                add("PM12", f"{names}, __init__: {first_init} {second_init}", files, "",
                    (f"a/tests/{names[0]}.py", f"b/tests/{names[1]}.py"))
    for inner in (False, True):
        for outer in (False, True):
            files = {"shop/__init__.py": "", "shop/cart.py": VALUE, "tests/shop/test_cart.py":
                     "from shop.cart import VALUE\n" + test, "conftest.py": "",
                     "pyproject.toml": '[project]\nname = "shop"\n', **ini}
            if inner:
                files["tests/shop/__init__.py"] = ""
            if outer:
                files["tests/__init__.py"] = ""
            add("PM13", f"tests/shop: inner {inner}, outer {outer}", files, "",
                ("conftest.py", "tests/shop/test_cart.py"))


def hidden_files():
    """PM06: a module beside a package of its name."""
    for use in ("from utils import slug\n", "import utils\nutils.slug\n", "from utils import other\n"):
        add("PM06 PM01", f"utils.py and utils/: {use.strip()}",
            {"utils.py": "def slug():\n    pass\n", "utils/__init__.py": "other = 1\n",
             "main.py": use + GUARD}, "python main.py", reached="utils.py")
        add("PM06", f"utils.py alone: {use.strip()}",
            {"utils.py": "slug = other = 1\n", "main.py": use + GUARD}, "python main.py")


def run(job):
    folder, (classes, what, files, command, tests, reached) = job
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1"}
    words = command.split()
    if words and words[0].startswith("PYTHONPATH="):
        environment["PYTHONPATH"] = words.pop(0).partition("=")[2]
    argv = ["-c", COLLECT, *tests] if tests else words[1:]
    done = subprocess.run([sys.executable, "-S", *argv], cwd=folder, env=environment, timeout=60,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    ran = [line for line in done.stdout.splitlines() if line.startswith("ran ")]
    ran = [os.path.join(folder, line[4:]) for line in ran]
    twice = len(ran) != len(set(ran))
    wrong = twice or done.returncode != 0
    if reached:
        ask = f"import {reached[:-3]} as m, os; print(os.path.basename(m.__file__))"
        got = subprocess.run([sys.executable, "-S", "-c", ask], cwd=folder, env=environment,
                             timeout=60, capture_output=True, text=True).stdout.strip()
        wrong = wrong or got != reached
    return f"{folder.name}\t{classes}\t{int(wrong)}\t{' '.join(what.split())}\n"


def main(folder):
    for name in ("code", "test", "types", "queue", "email", "logging", "random", "platform", "helpers"):
        folders_without_init(name)
    for name, theirs in (("time", "sleep"), ("sys", "argv"), ("os", "getcwd"), ("io", "StringIO"),
                         ("abc", "ABC"), ("gc", "collect"), ("errno", "ENOENT"), ("itertools", "chain")):
        out_of_reach(name, theirs)
    for more in (bare_imports, two_names, own_package, syntax, posing_folders, test_files, hidden_files):
        more()
    jobs = []
    for number, layout in enumerate(LAYOUTS):
        place = pathlib.Path(folder) / f"layout{number:03}"
        for path, text in layout[2].items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_text(text)
        if layout[3]:
            (place / "Makefile").write_text(f"run:\n\t{layout[3]}\n")
        jobs.append((place, layout))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        (pathlib.Path(folder) / "layouts.tsv").write_text("".join(pool.map(run, jobs)))


if __name__ == "__main__":
    main(*sys.argv[1:])
