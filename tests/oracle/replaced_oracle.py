"""Compares what stackfit says of names that a submodule replaces with what the running CPython does.

usage: replaced_oracle.py STACKFIT [CASES] [SEED]

Writes small random packages that bind the name of a submodule to something else (a function, a number,
the standard library's json), load the submodule before or after, and use it while loading or in a function.
Each is then imported in interpreters of its own (only code written here is run): has the name become the
submodule, and does what uses it fail? PM16 and PM17 of module-name-conflict have to say the same. Exits
with 1 on the first five packages they disagree on, and prints them.
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

NAMES = ["run", "json"]


def statement(rng, number):
    """A line of p/__init__.py and what it binds: (text, name or None, foreign)."""
    name = rng.choice(NAMES)
    choices = [
        (f"def {name}(): return 1", name, False),
        (f"{name} = 1", name, False),
        (f"from .{name} import v", None, False),
        (f"from .{name} import {name}", name, False),
        (f"from . import {name}", "submodule", False),
        (f"import p.{name}", None, False),
        ("from . import other", None, False),
        ("import json", "json", True),
        ("import json", "json", True),
        (f"r{number} = json.dumps(1)", None, False),
        (f"def use{number}(): return json.dumps(1)", None, False),
        (f"def use{number}(): return json.dumps(1)", None, False),
    ]
    return rng.choice(choices)


def package(rng):
    lines = [statement(rng, number) for number in range(rng.randint(2, 5))]
    if not any("json" in text for text, _, _ in lines[:1]) and rng.random() < 0.5:
        lines.insert(0, ("import json", "json", True))
    loader = ["import p", "import p.run", "from p.json import v", "from p import run", "from p import json",
              "import p.json as j", "import p.other"]
    return lines, {
        "p/__init__.py": "".join(text + "\n" for text, _, _ in lines),
        "p/run.py": "v = 1\ndef run(): pass\n",
        "p/json.py": "v = 1\njson = 2\n",
        "p/other.py": rng.choice(["", "from . import run\n", "import p.json\n", "from .run import v\n"]),
        "main.py": rng.choice(loader) + "\n",
    }


# Prints, for each name: is it the submodule now; and which functions fail. `-` when loading p fails.
PROBE = """
import json, sys, types
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
def look(p):
    state = {}
    for name in ("run", "json"):
        value = getattr(p, name, None)
        state[name] = isinstance(value, types.ModuleType) and value.__name__ == "p." + name
    state["loaded"] = [n for n in ("run", "json") if "p." + n in sys.modules]
    state["fails"] = []
    for key, value in list(vars(p).items()):
        if key.startswith("use"):
            try:
                value()
            except AttributeError:
                state["fails"].append(key)
            except NameError:
                pass
    return state
try:
    import p
except AttributeError as error:
    print(json.dumps({"error": str(error), "line": error.__traceback__.tb_next.tb_lineno}))
    sys.exit()
except (ImportError, NameError) as error:
    print(json.dumps({"broken": str(error)}))
    sys.exit()
states = [look(p)]
try:
    __import__(sys.argv[2])
    states.append(look(p))
except Exception:
    states.append(states[0])
print(json.dumps(states))
"""


def probe(folder, module):
    command = [sys.executable, "-I", "-S", "-c", PROBE, str(folder), module]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def expected(folder, lines):
    """Names the interpreter has replaced, as {name: class}; None when the package is broken anyway."""
    found = {}
    answers = [probe(folder, module) for module in ("main", "p.other")]
    if isinstance(answers[0], dict):
        if "module 'p.json' has no attribute 'dumps'" in answers[0].get("error", ""):
            # What is bound behind the line that fails has replaced nothing yet.
            done = lines[:answers[0]["line"] - 1]
            bound = [foreign for _, name, foreign in lines if name == "json"]
            if bound and bound[-1] and any(name == "json" and foreign for _, name, foreign in done):
                return {"json": "PM17"}
        return None
    for name in NAMES:
        bindings = [foreign for text, bound, foreign in lines
                    if bound == name or (bound == "submodule" and text.endswith(f"import {name}"))]
        others = [text for text, bound, _ in lines if bound == name]
        if not bindings or not others:
            continue
        foreign = bindings[-1]
        for before, after in answers:
            at_load = before[name]
            later = not at_load and name not in before["loaded"] and after[name]
            if not at_load and not later:
                continue
            fails = before["fails"] if at_load else after["fails"]
            if not foreign:
                found[name] = "PM16"
            elif fails:
                found[name] = "PM17"
    return found


def main():
    binary, cases = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 150
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    with tempfile.TemporaryDirectory() as root:
        root = pathlib.Path(os.path.realpath(root))
        made = {}
        for number in range(cases):
            made[f"case{number:04}"] = lines, files = package(rng)
            for name, text in files.items():
                path = root / f"case{number:04}" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
        report = json.loads(subprocess.run([binary, str(root), "--format", "json", "--verbose"],
                                           capture_output=True, text=True).stdout)
        said = {case: {} for case in made}
        for finding in report["findings"]:
            if finding["rule"] == "module-name-conflict" and finding["data"]["class"] in ("PM16", "PM17"):
                case = finding["path"].split("/")[0]
                said[case][finding["data"]["name"]] = finding["data"]["class"]
        wrong = replaced = broken = 0
        for case, (lines, files) in made.items():
            real = expected(root / case, lines)
            if real is None:
                broken += 1
                continue
            replaced += len(real)
            if isinstance(probe(root / case, "main"), dict):  # nothing else of it can be tried
                said[case].pop("run", None)
            if real == said[case]:
                continue
            wrong += 1
            print(f"\n{case}: Python {real}, stackfit {said[case]}")
            for name in ("p/__init__.py", "p/other.py", "main.py"):
                print(f"--- {name}\n{files[name]}", end="")
            if wrong == 5:
                return 1
        print(f"{cases} packages, {broken} that cannot be loaded, {replaced} names replaced, {wrong} differ")
    return wrong > 0


sys.exit(main())
