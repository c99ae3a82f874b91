#!/usr/bin/env python3
"""Compare stackfit's stack-fit verdicts with labelled repositories.

Usage: check_labels.py BINARY LABELS_JSON REPOSITORIES_DIR

Runs `BINARY audit --format json` over every labelled repository that lies below REPOSITORIES_DIR as
`owner+name` or `name`, and prints, for each, what differs from its label, then the figures:
top-1 and recall@3 of the dominant kinds of work, absent kinds of work that were found, roles of the
runtimes, accepted verdicts, the verdict for the whole, technologies that must be found. Labels of
low confidence are counted apart. Exits with 1 when a repository could not be judged.
"""
import collections
import json
import pathlib
import subprocess
import sys

CHARACTERS = ("monolith", "memory")
STEPS = ["poor", "caution", "good", "strong"]


def run(binary, folder):
    command = [binary, "audit", str(folder), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    try:
        return json.loads(done.stdout)
    except ValueError:
        print(f"  no report: {done.stderr.strip()[:200]}")
        return None


def ranked(dimensions):
    """Kinds of work by presence; characters only where no kind of work is present."""
    work = [d for d in dimensions if d["id"] not in CHARACTERS and d["present"]]
    rest = [d for d in dimensions if d["id"] in CHARACTERS and d["present"]]
    order = sorted(work, key=lambda d: -d["presence"])
    return order or sorted(rest, key=lambda d: -d["presence"])


def within_one_step(found, wanted):
    if "undecided" in (found, wanted):
        return found == wanted
    return abs(STEPS.index(found) - STEPS.index(wanted)) <= 1


def compare(label, report, count):
    fit = report["fit"]
    dimensions = {d["id"]: d for d in fit["dimensions"]}
    order = [d["id"] for d in ranked(fit["dimensions"])]
    wrong = []

    def score(what, good, message):
        count[what, bool(good)] += 1
        if not good:
            wrong.append(f"{what}: {message}")

    if label["dominant"]:
        first = order[:1]
        score("top-1", first and first[0] in label["dominant"],
              f"wanted {label['dominant']}, order {order[:4]}")
        for wanted in label["dominant"]:
            score("recall@3", wanted in order[:3], f"{wanted} not in {order[:3]}")
    for absent in label["absent"]:
        presence = dimensions.get(absent, {}).get("presence", 0)
        score("absent, dominant level", presence < 0.5, f"{absent} {presence:.2f}")
        score("absent, present level", presence < 0.3, f"{absent} {presence:.2f}")
    roles = {r["id"]: r["role"] for r in fit["runtimes"]}
    for runtime in ("node", "python"):
        wanted = label["stack"][runtime]
        score("role", roles.get(runtime) == wanted, f"{runtime} {roles.get(runtime)}, not {wanted}")
    for which, accepted in label["verdicts"].items():
        found = dimensions.get(which)
        verdicts = {found["verdict"]} if found else {"none"}
        if found and found["verdict"] != "undecided":
            verdicts |= {lens["verdict"] for lens in found["lens"].values()}
        shown = f"{which} {found['verdict']} {found['score']:.0f}" if found else f"{which} missing"
        score("verdict", verdicts & set(accepted), f"{shown}, not {accepted}")
    score("overall", within_one_step(fit["overall"]["verdict"], label["overall"]),
          f"{fit['overall']['verdict']}, not {label['overall']}")
    present = {t["id"] for t in report["technologies"]
               if t["scope"] not in ("transitive", "possible")}
    for technology in label["must_detect"]:
        score("technology", technology in present, technology)
    return wrong


def main():
    binary, labels, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    counts = {"sure": collections.Counter(), "low": collections.Counter()}
    failed = 0
    for label in json.loads(pathlib.Path(labels).read_text())["repos"]:
        owner, name = label["repo"].split("/")
        places = [p for p in (folder / f"{owner}+{name}", folder / name) if p.is_dir()]
        if not places:
            continue
        report = run(binary, places[0])
        if report is None:
            failed += 1
            continue
        kind = "low" if label["label_confidence"] == "low" else "sure"
        wrong = compare(label, report, counts[kind])
        print(f"{'ok  ' if not wrong else 'DIFF'} {label['repo']} ({label['label_confidence']})")
        for line in wrong:
            print(f"       {line}")
    for kind, count in counts.items():
        for what in dict.fromkeys(key for key, _ in count):
            good, bad = count[what, True], count[what, False]
            print(f"{kind:5} {what:24} {good:4} of {good + bad:4}  {100 * good / (good + bad):5.1f} %")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
