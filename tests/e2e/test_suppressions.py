"""Comments that suppress findings, as a user meets them: gate, report, expiry, explanation."""
import json

from support import NESTED, Case

WHY = "// stackfit-ignore callback-nesting: the driver knows no promises"


class Suppressions(Case):
    def setUp(self):
        super().setUp()
        self.write("package.json", '{"name": "x"}')

    def findings(self, *words):
        report = json.loads(self.run_stackfit("--format", "json", *words, ".").stdout)
        return {(one["rule"], one["line"]): one for one in report["findings"]}

    def test_a_suppressed_error_holds_the_gate_and_stays_visible(self):
        self.write("a.js", NESTED)
        self.assertEqual(self.run_stackfit("check", ".").returncode, 1)
        before = json.loads(self.run_stackfit("--format", "json", ".").stdout)["health"]["score"]
        self.write("a.js", NESTED.replace("\nfs.readFile", "\n" + WHY + "\nfs.readFile", 1))
        done = self.run_stackfit("check", ".")
        self.assertEqual(done.returncode, 0, done.stdout)
        report = json.loads(self.run_stackfit("--format", "json", ".").stdout)
        [finding] = report["findings"]
        self.assertEqual((finding["status"], finding["reason"]),
                         ("suppressed", "the driver knows no promises"))
        self.assertGreater(report["health"]["score"], before)
        text = self.run_stackfit(".").stdout.decode()
        self.assertIn("Suppressed: 1 callback-nesting", text)
        self.assertNotIn("nested asynchronous callbacks in", text)
        text = self.run_stackfit("--verbose", ".").stdout.decode()
        self.assertIn("a.js:8  callback-nesting: the driver knows no promises", text)

    def test_a_date_is_judged_by_the_date_of_the_report(self):
        comment = WHY + " until 2027-01-31"
        self.write("a.js", NESTED.replace("\nfs.readFile", "\n" + comment + "\nfs.readFile", 1))
        for day, status in (("2027-01-31", 0), ("2027-02-01", 1)):
            self.assertEqual(self.run_stackfit("check", "--as-of", day, ".").returncode, status)
        self.assertIn(("allow-expired", 2), self.findings("--as-of", "2027-02-01"))

    def test_an_unknown_rule_is_told_with_its_nearest(self):
        self.write("a.py", "import os  # stackfit-ignore modul-name-conflict: x\n")
        message = self.findings()["allow-unknown", 1]["message"]
        self.assertIn('did you mean "module-name-conflict"?', message)

    def test_a_rule_about_suppressions_can_be_turned_off(self):
        self.write("a.js", "// stackfit-ignore callback-nesting: x\n")
        self.assertIn(("allow-unused", 1), self.findings())
        self.assertEqual(self.findings("--set", "rules.allow-unused.enabled=false"), {})

    def test_suppressions_in_manifests_are_read(self):
        self.write("pyproject.toml", '[project]\nname = "# stackfit-ignore a"\n'
                   '# stackfit-ignore: x\nversion = "1"\n')
        self.write("requirements.txt", "flask  # stackfit-ignore nope: x\n")
        self.write(".github/workflows/ci.yml", "jobs:\n  a:\n    steps:\n      - run: |\n"
                   "          # stackfit-ignore\n      # stackfit-ignore\n")
        found = {(rule, one["path"], line) for (rule, line), one in self.findings().items()}
        self.assertEqual(found, {("allow-all", "pyproject.toml", 3),
                                 ("allow-unknown", "requirements.txt", 1),
                                 ("allow-all", ".github/workflows/ci.yml", 6)})

    def test_hostile_reasons_reach_no_terminal(self):
        reason = "x\x1b[31m ::error::y \u202e"
        self.write("a.js", NESTED.replace("\nfs.readFile",
                                          f"\n// stackfit-ignore callback-nesting: {reason}"
                                          "\nfs.readFile", 1))
        for words in ((), ("--verbose",), ("--format", "json"), ("--format", "concise")):
            out = self.run_stackfit(*words, ".").stdout
            self.assertNotIn(b"\x1b[31m", out)
            self.assertNotIn("\u202e".encode(), out)

    def test_explain_shows_the_forms_and_the_rules(self):
        text = self.run_stackfit("explain", "suppressions").stdout.decode()
        for part in ("stackfit-ignore-start RULE: reason", "until 2027-01-31", "allow-unused",
                     "allow-malformed"):
            self.assertIn(part, text)
