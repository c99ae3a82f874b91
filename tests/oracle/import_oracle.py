"""Compares stackfit's verdict on circles of imports with what the running CPython does.

usage: import_oracle.py STACKFIT [CASES] [SEED]

Writes small random trees of modules that bind, import, take and use names in random order, guarded or
not, in packages and namespace packages. Each module is then imported first in an interpreter of its
own, and started as a script where it is in a circle (only code written here is run), and the line that
fails is compared with the findings of the rule import-cycle. Exits with 1 on the first tree they disagree on, and prints it.
"""
import ast
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

MODULES = ["a", "b", "c", "p", "p.x", "p.y", "p.q", "p.q.z", "n.w"]
PACKAGES = {"p", "p.q"}
NAMES = ["n1", "n2"]


def path_of(module):
    path = module.replace(".", "/")
    return f"{path}/__init__.py" if module in PACKAGES else f"{path}.py"


def relative(module, target):
    """`.x` as `module` writes it, or None when they share no package."""
    package = module if module in PACKAGES else module.rpartition(".")[0]
    dots = "."
    while package:
        if target == package:
            return dots, ""
        if target.startswith(package + "."):
            return dots, target[len(package) + 1:]
        package = package.rpartition(".")[0]
        dots += "."
    return None


def statement(rng, module, others, number):
    target, name = rng.choice(others), rng.choice(NAMES)
    lines = [
        [f"import {target}"],
        [f"import {target} as k{number}"],
        [f"from {target} import {name}"],
        [f"from {target} import {name} as r{number}"],
        [f"from {target} import *"],
        [f"import {target} as k{number}", f"u{number} = k{number}.{name}"],
        [f"import {target}", f"u{number} = {target}.{name}"],
        [f"import {target}", f"class C{number}:", f"    u = {target}.{name}"],
        [f"import {target}", f"def f{number}(u={target}.{name}): pass"],
        [f"def f{number}():", f"    from {target} import {name}"],
        ["try:", f"    from {target} import {name} as t{number}", "except ImportError:", f"    t{number} = 0"],
        ["try:", f"    import {target} as t{number}", f"    t{number}.{name}",
         "except AttributeError:", f"    t{number} = 0"],
        ["if TYPE_CHECKING:", f"    from {target} import {name} as t{number}"],
        [f"class C{number}:", f"    from {target} import {name} as t{number}"],
    ]
    parent, _, last = target.rpartition(".")
    if parent:
        lines += [[f"from {parent} import {last}"], [f"from {parent} import {last} as s{number}",
                                                     f"u{number} = s{number}.{name}"]]
    if near := relative(module, target):
        dots, rest = near
        lines += [[f"from {dots}{rest} import {name}"]] * 3
        if rest and "." not in rest:
            lines += [[f"from {dots} import {rest}"]] * 2
    return rng.choice(lines)


def tree(rng):
    modules = rng.sample(MODULES, rng.randint(2, 6))
    for module in list(modules):
        while module := module.rpartition(".")[0]:
            if module in PACKAGES and module not in modules:
                modules.append(module)
    texts = {}
    for module in modules:
        others = [other for other in modules if other != module]
        blocks = [[f"{name} = 1"] for name in NAMES]
        blocks += [statement(rng, module, others, i) for i in range(rng.randint(1, 3)) if others]
        rng.shuffle(blocks)
        texts[module] = ["TYPE_CHECKING = False"] + [line for block in blocks for line in block]
        if "." not in module and module not in PACKAGES:
            texts[module] += ['if __name__ == "__main__":', "    pass"]
    return texts


IMPORT = """
import os, sys, traceback
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
try:
    if sys.argv[2].endswith(".py"):
        import runpy
        runpy.run_path(os.path.join(sys.argv[1], sys.argv[2]), run_name="__main__")
    else:
        __import__(sys.argv[2])
except (ImportError, AttributeError) as error:
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(sys.argv[1])]
    print(os.path.relpath(frames[-1].filename, sys.argv[1]), frames[-1].lineno)
"""


def really(folder, module):
    """The file and line that fail when the module is imported first, or None."""
    command = [sys.executable, "-I", "-S", "-c", IMPORT, str(folder), module]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return (answer[0], int(answer[1])) if answer else None


def loads(module, lines):
    """Dotted names that loading the module may load, by its statements outside of functions."""
    found, queue = [], list(ast.parse("\n".join(lines)).body)
    while queue:
        node = queue.pop()
        if isinstance(node, (ast.FunctionDef, ast.If)):
            continue
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = module.split(".") if module in PACKAGES else module.split(".")[:-1]
            base = ".".join(base[:len(base) - node.level + 1]) if node.level else ""
            name = ".".join(part for part in (base, node.module) if part)
            found += [name] + [f"{name}.{alias.name}" for alias in node.names]
        queue += ast.iter_child_nodes(node)
    return found


def reachable(texts, start):
    """Modules that loading `start` may load, itself and its packages included."""
    seen, queue = set(), [start]
    while queue:
        module = queue.pop()
        if module and module not in seen:
            seen.add(module)
            queue.append(module.rpartition(".")[0])
            queue += loads(module, texts.get(module, []))
    return seen


def scripts_in_circles(texts):
    """Files with a main guard whose imports lead back to them."""
    return [path_of(module) for module, lines in texts.items() if "." not in module
            and module not in PACKAGES and any(module in reachable(texts, other)
                                               for other in loads(module, lines) if other != module)]


def verdicts(report):
    """Where stackfit says that it fails, by what is imported first or `python ` what is started."""
    said = {}
    for finding in report["findings"]:
        if finding["rule"] != "import-cycle" or finding["data"]["kind"] != "fails":
            continue
        data = finding["data"]
        for first in data["first"] + ["python " + script for script in data["scripts"]]:
            said[first] = (finding["path"], finding["line"])
        for other in data.get("others", []):
            line, _, first = other.split(" ", 2)
            said[first] = (finding["path"], int(line))
    return said


def main():
    binary, cases = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 150
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    with tempfile.TemporaryDirectory() as root:
        root = pathlib.Path(os.path.realpath(root))
        trees = {}
        for number in range(cases):
            texts = trees[f"case{number:04}"] = tree(rng)
            for module, lines in texts.items():
                path = root / f"case{number:04}" / path_of(module)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("\n".join(lines) + "\n")
        report = json.loads(subprocess.run([binary, str(root), "--format", "json"], capture_output=True,
                                           text=True).stdout)
        said = verdicts(report)
        first_imports = failures = wrong = 0
        for case, texts in trees.items():
            for module in list(texts) + scripts_in_circles(texts):
                real = really(root / case, module)
                place = f"{case}/{module if module.endswith('.py') else path_of(module)}"
                verdict = said.get(("python " if module.endswith(".py") else "") + place)
                if verdict:
                    verdict = (verdict[0].removeprefix(case + "/"), verdict[1])
                first_imports += 1
                failures += real is not None
                if real == verdict:
                    continue
                # A module outside of the circle only leads into it, and what fails there comes first.
                inner = next((m for m in texts if real and path_of(m) == real[0]), None)
                led = inner and module.removesuffix(".py") not in reachable(texts, inner)
                if led and (f"{case}/{real[0]}", real[1]) in said.values():
                    continue
                wrong += 1
                print(f"\n{case}: {module} first: Python {real}, stackfit {verdict}")
                for name, lines in texts.items():
                    print(f"--- {path_of(name)}\n" + "\n".join(f"{i + 1} {l}" for i, l in enumerate(lines)))
                if wrong == 5:
                    return 1
    print(f"{cases} trees, {first_imports} first imports, {failures} fail, {wrong} differ")
    return wrong > 0


sys.exit(main())
