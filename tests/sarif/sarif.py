"""Validates SARIF reports with the tool of the standard's authors: the CTest entry `sarif`.

Installs what package.json pins (nothing runs on install; the .NET program in it is 96 MB), scans
pinned npm packages and a folder of hostile names, and validates these reports and the golden one
against the schema, the rules of SARIF and those of GitHub code scanning. The validator exits 0
whatever it finds: its own report, SARIF too, is what counts.

    python3 sarif.py PROGRAM
"""
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PACKAGES = HERE / "node_modules"
VALIDATOR = PACKAGES / "@microsoft/sarif-multitool-linux/Sarif.Multitool"
GOLDEN = HERE.parent / "golden/report/hostile/report.sarif"
NESTED = ("const fs = require('fs');\n" + "fs.readFile('x', function (e, d) {\n" * 6 + "use(d);\n" +
          "});\n" * 6)
# Advice of the validator (it has no errors but the others) that is not followed, and why.
NOT_FOR_US = {
    "SARIF2002",  # message ids: the texts differ from finding to finding
    "SARIF2003",  # versionControlProvenance: stackfit does not know a repository's address
    "SARIF2005",  # informationUri: there is no page of the tool to link to
    "SARIF2006",  # tries to fetch the schema's address
    "SARIF2009",  # rule ids with numbers: ours name the pattern
    "SARIF2011",  # contextRegion: the snippet of the region suffices
    "SARIF2012",  # helpUri: the help is in the report
}
# One finding of the hostile report stands in a file that is gone: there is nothing to excerpt.
NOT_FOR = {"golden": {"SARIF2010"}}


def install(folder):
    """`npm ci`, unless what is installed came from this very lockfile."""
    digest = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "node_modules" / ".stackfit-lock"
    if not stamp.exists() or stamp.read_text() != digest:
        subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=True)
        stamp.write_text(digest)
    VALIDATOR.chmod(0o755)


def write_hostile(folder):
    for name in ("a b.js", "a\r\nb.js", "ünï.js", "#%?.js", "c:d.js", "<script>.js"):
        (folder / name).write_text(NESTED)
    with open(os.fsencode(folder) + b"/bad\xff.js", "w") as file:
        file.write(NESTED)


def report_of(program, folder, target):
    subprocess.run([program, "audit", "--isolated", "--no-default-excludes", "--format", "concise",
                    "--output", f"sarif={target}", str(folder)],
                   check=True, stdout=subprocess.DEVNULL)


def problems_of(report, output):
    subprocess.run([VALIDATOR, "validate", str(report), "--output", str(output), "--rule-kind",
                    "Sarif;Ghas", "--level", "Error;Warning;Note", "--log", "ForceOverwrite"],
                   env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
                   stdout=subprocess.DEVNULL, check=False)
    run = json.loads(output.read_text(encoding="utf-8-sig"))["runs"][0]
    for invocation in run.get("invocations", []):
        for notice in invocation.get("toolExecutionNotifications", []):
            if notice.get("level") == "error":
                yield "validator", notice["message"]["text"]
    for result in run.get("results", []):
        yield result["ruleId"], text_of(run, result)


def text_of(run, result):
    message = result["message"]
    if "text" in message:
        return message["text"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    text = rules[result["ruleId"].split("/")[0]]["messageStrings"][message["id"]]["text"]
    for number, argument in enumerate(message.get("arguments", [])):
        text = text.replace("{%d}" % number, argument)
    return text


def main(program):
    install(HERE)
    failed = False
    with tempfile.TemporaryDirectory(prefix="stackfit-sarif-") as name:
        folder = pathlib.Path(name)
        (folder / "hostile").mkdir()
        write_hostile(folder / "hostile")
        reports = {"golden": GOLDEN}
        for corpus in (PACKAGES / "async", PACKAGES / "request", folder / "hostile"):
            reports[corpus.name] = folder / f"{corpus.name}.sarif"
            report_of(program, corpus, reports[corpus.name])
        for title, report in reports.items():
            results = len(json.loads(report.read_text())["runs"][0]["results"])
            problems = [(rule, text) for rule, text in problems_of(report, folder / "out.sarif")
                        if rule.split("/")[0] not in NOT_FOR_US | NOT_FOR.get(title, set())]
            for rule, text in problems[:20]:
                print(f"{title}: {rule}: {text}")
            print(f"{title}: {results} results, {len(problems)} problems")
            failed |= bool(problems) or results == 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
