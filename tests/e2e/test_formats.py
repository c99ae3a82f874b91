"""Every format, as the programs that read it see it."""
import json
import os
import pathlib
import subprocess
import unittest

import jsonschema  # Debian: python3-jsonschema

from support import BINARY, NESTED, Case

HERE = pathlib.Path(__file__).parent
HOSTILE = HERE.parent / "golden/report/hostile"
GITLAB = json.loads((HERE / "gitlab-code-quality.schema.json").read_text())
FORMATS = ["text", "concise", "json", "json-v1", "sarif", "github", "azure", "gitlab", "markdown",
           "summary", "pr-comment", "junit", "checkstyle", "rdjson", "csv", "html", "badge", "badge-svg"]


def lint_xml(text):
    """xmllint (Debian: libxml2-utils) of these bytes: what is wrong, or nothing."""
    return subprocess.run(["xmllint", "--noout", "--nonet", "-"], input=text,
                          stderr=subprocess.PIPE).stderr.decode()


class Formats(Case):
    def setUp(self):
        super().setUp()
        self.write("package.json", '{"name": "x", "dependencies": {"request": "^2.88.2"}}')
        self.write("src/app.js", NESTED)
        self.write("src/ünï 😀.js", "/* 😀 */ " + NESTED)
        self.write("src/a\r\n::error::b.js", NESTED)
        self.write(b"src/bad\xff.js".decode(errors="surrogateescape"), NESTED)
        self.write("tool/random.py", "import random\nprint(random.random())\n")

    def report(self, form, *words):
        done = self.run_stackfit("--format", form, *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_one_run_writes_every_format_and_standard_output(self):
        outputs = [word for form in FORMATS for word in ("--output", f"{form}=out-{form}")]
        stdout = self.report("concise", *outputs)
        self.assertIn(b"callback-nesting", stdout)
        for form in FORMATS:
            written = (self.folder / f"out-{form}").read_bytes()
            written.decode()
        self.assertEqual((self.folder / "out-concise").read_bytes(), stdout)
        for form in ("sarif", "markdown"):
            self.assertEqual((self.folder / f"out-{form}").read_bytes(), self.report(form))

    def test_every_format_of_a_json_report_is_what_the_run_wrote(self):
        self.write("stackfit.toml", "fail-on = 'error'\n[rules.callback-nesting]\nseverity = 'note'\n")
        outputs = [word for form in FORMATS for word in ("--output", f"{form}=out-{form}")]
        self.report("concise", "--statistics", "--exit-zero", *outputs)
        again = [word for form in FORMATS for word in ("--output", f"{form}=again-{form}")]
        done = self.run_stackfit("report", "convert", "out-json", *again)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))
        for form in FORMATS:
            self.assertEqual((self.folder / f"again-{form}").read_bytes(),
                             (self.folder / f"out-{form}").read_bytes(), form)
        done = self.run_stackfit("report", "convert", "out-json", "--output", "sarif")
        self.assertEqual(done.stdout, (self.folder / "out-sarif").read_bytes())

    def test_two_reports_are_told_apart(self):
        self.report("concise", "--output", "json=before.json")
        (self.folder / "src/app.js").write_text("await use();\n")
        self.write("tool/json.py", "import json\nprint(json.dumps(1))\n")
        self.report("concise", "--output", "json=after.json")
        done = self.run_stackfit("report", "diff", "before.json", "after.json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("+ tool/json.py:1", done.stdout.decode())
        self.assertIn("- src/app.js", done.stdout.decode())
        done = self.run_stackfit("report", "diff", "before.json", "after.json", "--format", "json")
        self.assertIn("tool/json.py", [row["path"] for row in json.loads(done.stdout)["new"]])
        self.assert_error(self.run_stackfit("report", "diff", "package.json", "after.json"),
                          "package.json", "no report of stackfit")
        self.assert_error(self.run_stackfit("report", "convert", "before.json", "after.json"),
                          "one report")

    def test_equal_input_gives_equal_bytes(self):
        def all_formats(jobs):
            outputs = [word for form in FORMATS for word in ("--output", f"{form}=out-{form}-{jobs}")]
            self.report("concise", "--jobs", jobs, *outputs)
            return {form: (self.folder / f"out-{form}-{jobs}").read_bytes() for form in FORMATS}
        self.assertEqual(all_formats("1"), all_formats("4"))

    def test_a_report_without_findings_is_well_formed_in_every_format(self):
        outputs = [word for form in FORMATS for word in ("--output", f"{form}=out-{form}")]
        self.assertEqual(self.report("concise", "--exclude", "*", *outputs), b"")
        for form in ("json", "sarif", "gitlab", "rdjson"):
            json.loads((self.folder / f"out-{form}").read_text())
        for form in ("junit", "checkstyle"):
            self.assertEqual(lint_xml((self.folder / f"out-{form}").read_bytes()), "")
        self.assertEqual((self.folder / "out-github").read_bytes(), b"")
        self.assertEqual(lint_xml((self.folder / "out-badge-svg").read_bytes()), "")
        badge = json.loads((self.folder / "out-badge").read_text())
        self.assertEqual((badge["schemaVersion"], badge["label"]), (1, "stackfit"))

    def test_sarif_counts_columns_in_utf16_and_keeps_to_one_line(self):
        run = json.loads(self.report("sarif"))["runs"][0]
        self.assertEqual(run["columnKind"], "utf16CodeUnits")
        places = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]:
                  result["locations"][0]["physicalLocation"]["region"] for result in run["results"]}
        self.assertIn("src/%C3%BCn%C3%AF%20%F0%9F%98%80.js", places)
        self.assertIn("src/a%0D%0A%3A%3Aerror%3A%3Ab.js", places)
        self.assertIn("src/bad%FF.js", places)
        for region in places.values():
            self.assertEqual(region["startLine"], region["endLine"])
            self.assertLessEqual(region["startColumn"], region["endColumn"])
        for result in run["results"]:
            self.assertRegex(result["partialFingerprints"]["primaryLocationLineHash"],
                             r"^[0-9a-f]+:[1-9][0-9]*$")
            self.assertEqual(run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"],
                             result["ruleId"])

    def test_the_list_of_sarif_rules_does_not_depend_on_the_code(self):
        rules = [json.loads(text)["runs"][0]["tool"]["driver"]["rules"]
                 for text in (self.report("sarif"), self.report("sarif", "--exclude", "*"))]
        self.assertEqual(rules[0], rules[1])
        for rule in rules[0]:
            self.assertLessEqual(len(rule["shortDescription"]["text"]), 1024)
            self.assertLessEqual(len(rule["fullDescription"]["text"]), 1024)
            self.assertLessEqual(len(rule["properties"]["tags"]), 10)
            self.assertNotIn("security-severity", rule["properties"])

    def test_gitlab_gets_what_its_documentation_asks_for(self):
        issues = json.loads(self.report("gitlab"))
        self.assertGreater(len(issues), 4)
        jsonschema.validate(issues, GITLAB)
        jsonschema.validate(json.loads((HOSTILE / "gitlab.json").read_text()), GITLAB)
        fingerprints = [issue["fingerprint"] for issue in issues]
        self.assertEqual(len(fingerprints), len(set(fingerprints)))

    def test_xml_is_well_formed(self):
        for form in ("junit", "checkstyle"):
            self.assertEqual(lint_xml(self.report(form)), "")
            self.assertEqual(lint_xml((HOSTILE / f"{form}.xml").read_bytes()), "")

    def test_azure_gets_absolute_paths(self):
        root = os.path.realpath(self.folder)
        self.assertIn(f"sourcepath={root}/src/app.js;".encode(), self.report("azure"))

    def test_a_summary_is_added_to_what_is_there(self):
        summary = self.write("summary.md", "before\n")
        self.report("concise", "--output", "summary=summary.md")
        once = summary.read_text()
        self.assertTrue(once.startswith("before\n## stackfit\n"), once)
        self.report("concise", "--output", "summary=summary.md")
        self.assertEqual(summary.read_text(), once + once.removeprefix("before\n"))
        summary.write_text("x" * (900 * 1024 - 300))
        self.report("concise", "--output", "summary=summary.md")
        self.assertLessEqual(summary.stat().st_size, 900 * 1024)
        self.report("concise", "--output", "summary=new.md")
        self.assertTrue((self.folder / "new.md").read_text().startswith("## stackfit\n"))

    def test_help_lists_every_format(self):
        text = self.run_stackfit("--help").stdout.decode()
        for form in FORMATS:
            self.assertRegex(text, rf"\n  {form} +\S")


class Statistics(Case):
    def test_findings_are_counted_by_rule_folder_and_owner(self):
        self.write("src/app.js", NESTED)
        self.write("lib/b.js", NESTED)
        self.write(".github/CODEOWNERS", "/src/ @org/team\n")
        document = json.loads(self.run_stackfit("--statistics", "--format", "json").stdout)
        counts = document["statistics"]
        self.assertEqual(counts["by_rule"],
                         [{"name": "callback-nesting", "error": 2, "warning": 0, "note": 0}])
        self.assertEqual([row["name"] for row in counts["by_directory"]], ["lib", "src"])
        self.assertEqual([row["name"] for row in counts["by_owner"]], ["(nobody)", "@org/team"])
        self.assertEqual(counts["owners_file"], ".github/CODEOWNERS")
        text = self.run_stackfit("--statistics").stdout.decode()
        self.assertIn("owner, by .github/CODEOWNERS", text)
        self.assertNotIn("statistics", json.loads(self.run_stackfit("--format", "json").stdout))


class StandardInput(Case):
    def check(self, text, *words):
        return subprocess.run([BINARY, "check", "-", *words], input=text.encode(), cwd=self.folder,
                              capture_output=True, env={"PATH": "", "HOME": "/nonexistent"},
                              timeout=60)

    def test_one_file_is_judged_as_if_it_were_there(self):
        done = self.check(NESTED, "--stdin-filename", "./src/new.js", "--format", "concise")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertTrue(done.stdout.startswith(b"src/new.js:7:"), done.stdout)
        absolute = os.path.realpath(self.folder) + "/src/new.js"
        again = self.check(NESTED, "--stdin-filename", absolute, "--format", "concise")
        self.assertEqual(again.stdout, done.stdout)
        self.assertEqual(self.check("go();\n", "--stdin-filename", "a.js").returncode, 0)
        self.assertEqual(self.check("", "--stdin-filename", "a.js").returncode, 0)

    def test_sarif_of_standard_input_has_its_line_hash(self):
        done = self.check(NESTED, "--stdin-filename", "a.js", "--format", "sarif")
        result = json.loads(done.stdout)["runs"][0]["results"][0]
        self.assertIn("startColumn", result["locations"][0]["physicalLocation"]["region"])

    def test_what_makes_no_sense_is_refused(self):
        for words, part in (([], "wants --stdin-filename"),
                            (["--stdin-filename", "../x.js"], "not below"),
                            (["--stdin-filename", "/x.js"], "not below")):
            self.assert_error(self.check(NESTED, *words), part)
        self.assert_error(self.run_stackfit("--stdin-filename", "a.js", "."), 'wants "-"')


if __name__ == "__main__":
    unittest.main()
