"""Configuration as a user meets it: extends, overrides by path, show, check, schema."""
import json
import os

import jsonschema
from support import NESTED, Case


class Config(Case):
    def setUp(self):
        super().setUp()
        (self.folder / ".git").mkdir()

    def findings(self, *words, folder="."):
        done = self.run_stackfit("--format", "json", *words, folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        return {(finding["path"], finding["severity"])
                for finding in json.loads(done.stdout)["findings"]
                if finding["rule"] == "callback-nesting"}

    def health(self):
        report = json.loads(self.run_stackfit("--format", "json", ".").stdout)
        return {row["rule"]: row for row in report["health"]["deductions"]}


class Extends(Config):
    def test_what_is_extended_stands_below_what_extends(self):
        self.write("a.js", NESTED)
        self.write("config/base.toml",
                   'strict = true\nexclude = ["old/"]\n[rules.callback-nesting]\n'
                   'severity = "note"\n')
        self.write("old/a.js", NESTED)
        self.write("new/a.js", NESTED)
        self.write("stackfit.toml", 'extends = "config/base.toml"\nexclude = ["new/"]\n'
                   'strict = false\n')
        self.assertEqual(self.findings(), {("a.js", "note")})
        shown = json.loads(self.run_stackfit("config", "show", "--format", "json").stdout)
        self.assertEqual(shown["files"], ["config/base.toml", "stackfit.toml"])
        rows = {row["key"]: (row["value"], row["from"]) for row in shown["settings"]}
        self.assertEqual(rows["exclude"],
                         (["old/", "new/"], "config/base.toml:2, stackfit.toml:2"))
        self.assertEqual(rows["strict"], (False, "stackfit.toml:3"))
        self.assertEqual(rows["fail-on"], ("never", "default"))
        self.assertEqual(rows["rules.callback-nesting.severity"], ("note", "config/base.toml:4"))

    def test_a_configuration_in_a_manifest_can_extend_and_be_extended(self):
        self.write("a.js", NESTED)
        self.write("ci/package.json",
                   json.dumps({"stackfit": {"rules": {"callback-nesting": {"severity": "note"}}}}))
        self.write("pyproject.toml", '[tool.stackfit]\nextends = ["ci/package.json"]\n')
        self.assertEqual(self.findings(), {("a.js", "note")})

    def test_extends_stays_inside_the_repository(self):
        secret = self.folder.parent / (self.folder.name + ".toml")
        secret.write_text("token-of-somebody = true\n")
        self.addCleanup(secret.unlink)
        self.write("inner.toml", "strict = true\n")
        os.symlink(secret, self.folder / "link.toml")
        os.symlink(self.folder.parent, self.folder / "up")
        self.write(".git/config", "[remote]\nurl = https://token@example.org\n")
        cases = {str(secret): "leaves the repository", f"../{secret.name}": "leaves the repository",
                 f"a/../../{secret.name}": "leaves the repository", "link.toml": "cannot read",
                 f"up/{secret.name}": "cannot read", "https://example.org/a.toml": "address",
                 "file:///etc/a.toml": "address", "~/a.toml": "leaves the repository",
                 ".git/config": "no configuration", "none.toml": "cannot read", "": "leaves",
                 "a\\u0000.toml": "cannot read"}
        for name, why in cases.items():
            self.write("stackfit.toml", f'extends = "{name}"\n')
            done = self.run_stackfit(".")
            self.assert_error(done, why, "stackfit.toml:1")
            self.assertNotIn(b"token", done.stderr.replace(name.encode(), b""), name)

    def test_cycles_and_towers_are_errors(self):
        self.write("stackfit.toml", 'extends = "a.toml"\n')
        self.write("a.toml", 'extends = "./stackfit.toml"\n')
        self.assert_error(self.run_stackfit("."), "extends itself", "a.toml:1")
        self.write("a.toml", 'extends = "0.toml"\n')
        for level in range(10):
            self.write(f"{level}.toml", f'extends = "{level + 1}.toml"\n')
        self.write("10.toml", "")
        self.assert_error(self.run_stackfit("."), "8 files deep")
        for level in range(5):
            self.write(f"{level}.toml", f'extends = ["{level + 1}.toml", "{level + 1}.toml", '
                       f'"{level + 1}.toml"]\n')
        self.write("5.toml", "")
        self.assert_error(self.run_stackfit("."), "32 in all")


class ByPath(Config):
    def test_overrides_change_severity_threshold_and_use_by_path(self):
        for folder in ("src", "test", "legacy", "spec"):
            self.write(f"{folder}/a.js", NESTED)
        self.write("stackfit.toml", """
[rules.callback-nesting]
severity = "warning"
[[overrides]]
paths = ["legacy/", "spec/*.js"]
rules.callback-nesting.severity = "note"
[[overrides]]
paths = "spec"
[overrides.rules.callback-nesting.threshold]
note = 7
warning = 8
error = 9
[per-path-ignores]
"test/**" = ["callback-nesting"]
""")
        self.assertEqual(self.findings(), {("src/a.js", "warning"), ("legacy/a.js", "note")})

    def test_a_threshold_can_be_lower_in_one_path(self):
        two = "fs.readFile(a, function (e) {\n" * 2 + "});\n" * 2
        for name in ("src/a.js", "strict/a.js"):
            self.write(name, "const fs = require('fs');\n" + two)
        self.assertEqual(self.findings(), set())
        self.write("stackfit.toml", '[[overrides]]\npaths = ["strict/"]\n'
                   "rules.callback-nesting.threshold.note = 2\n")
        self.assertEqual(self.findings(), {("strict/a.js", "note")})

    def test_a_rule_can_be_on_in_one_path_alone(self):
        for name in ("src/a.js", "new/a.js"):
            self.write(name, NESTED)
        self.write("stackfit.toml", "[rules.callback-nesting]\nenabled = false\n[[overrides]]\n"
                   'paths = ["new/"]\nrules.callback-nesting.enabled = true\n')
        self.assertEqual(self.findings(), {("new/a.js", "error")})

    def test_what_is_ignored_costs_no_health(self):
        for name in ("src/a.js", "other/a.js"):
            self.write(name, NESTED)
        self.write("app/random.py", "def roll():\n    return 4\n")
        self.write("app/main.py", "import random\nprint(random.random())\n")
        self.write("Dockerfile", 'FROM python:3\nCOPY . .\nCMD ["python", "app/main.py"]\n')
        both = self.health()
        self.write("stackfit.toml", '[per-path-ignores]\n"other/" = ["callback-nesting"]\n'
                   '"app/" = ["module-name-conflict"]\n')
        one = self.health()
        self.assertEqual(both["callback-nesting"]["flagged"],
                         2 * one["callback-nesting"]["flagged"])
        self.assertGreater(both["module-name-conflict"]["flagged"], 0)
        self.assertEqual(one.get("module-name-conflict", {"flagged": 0})["flagged"], 0)

    def test_patterns_are_relative_to_the_configuration_not_the_root(self):
        for name in ("packages/a/old/x.js", "packages/a/new/x.js", "packages/a/odd/x.js"):
            self.write(name, NESTED)
        self.write("stackfit.toml", 'exclude = ["packages/*/old/"]\n[[overrides]]\n'
                   'paths = ["packages/a/odd/"]\nrules.callback-nesting.severity = "note"\n'
                   '[[overrides]]\npaths = ["packages/b/"]\n'
                   "rules.callback-nesting.enabled = false\n")
        self.assertEqual(self.findings(folder="packages/a"),
                         {("new/x.js", "error"), ("odd/x.js", "note")})
        self.write("stackfit.toml", '[per-path-ignores]\n"packages/" = "callback-nesting"\n')
        self.assertEqual(self.findings(folder="packages/a"), set())

    def test_what_cannot_differ_by_path_is_an_error_that_names_it(self):
        def refused(text, *parts):
            self.write("stackfit.toml", text)
            self.assert_error(self.run_stackfit("."), "stackfit.toml:", *parts)

        refused('[[overrides]]\npaths = ["a"]\nrules.callback-nesting.threshold.profile_sites = 1',
                "profile_sites", "callback-nesting", "cannot differ by path")
        refused('[[overrides]]\npaths = ["a"]\nrules.callback-nesting.threshold.notes = 1',
                'no threshold "notes"', "did you mean")
        refused('[[overrides]]\npaths = ["a"]\nrules.callback-nestin.enabled = false',
                "callback-nesting")
        refused("[[overrides]]\nrules.callback-nesting.enabled = false", "names no paths")
        refused('[[overrides]]\npaths = ["[z"]\nrules.callback-nesting.enabled = false', "[z")
        refused('[[overrides]]\npath = ["a"]\n', 'did you mean "paths"')
        refused('[overrides]\npaths = ["a"]\n', "list of tables")
        refused('[per-path-ignores]\n"a" = ["nothing"]\n', 'no rule "nothing"')
        refused('exclude = [["a"]]\n', "unknown key")
        refused("[per-path-ignores]\n" + "".join(f'"a{i}" = "callback-nesting"\n'
                                                 for i in range(501)), "more than 500")


class Commands(Config):
    def test_show_names_where_each_setting_comes_from(self):
        self.write("stackfit.toml", 'fail-on = "warning"\n')
        text = self.run_stackfit("config", "show", "--set", "strict=true").stdout.decode()
        self.assertRegex(text, r'fail-on = "warning" +# stackfit.toml:1\n')
        self.assertRegex(text, r"strict = true +# --set strict=true\n")
        self.assertRegex(text, r'output.format = "text" +# default\n')
        self.assertTrue(text.startswith("# stackfit.toml\n"))
        text = self.run_stackfit("config", "show", "--isolated").stdout.decode()
        self.assertTrue(text.startswith("# no configuration file\n"))

    def test_show_prints_toml_that_means_the_same(self):
        self.write("a.js", NESTED)
        self.write("stackfit.toml", 'exclude = ["x y/", "#odd"]\n[rules.callback-nesting]\n'
                   'threshold.warning = 6\n[per-path-ignores]\n"a b/*.js" = ["callback-nesting"]\n')
        first = self.run_stackfit("config", "show", "--format=json").stdout
        text = self.run_stackfit("config", "show").stdout
        self.write("stackfit.toml", text)
        second = self.run_stackfit("config", "show", "--format=json").stdout

        def settings(output):
            return {row["key"]: row["value"] for row in json.loads(output)["settings"]}
        self.assertEqual(settings(first), settings(second))

    def test_check_names_every_mistake(self):
        self.write("stackfit.toml", "strict = true\n")
        done = self.run_stackfit("config", "check")
        self.assertEqual((done.returncode, done.stdout), (0, b"stackfit.toml: in order\n"))
        self.write("stackfit.toml", "fail_on = 1\nstrict = 3\n[rules.nothing]\nenabled = false\n")
        self.assert_error(self.run_stackfit("config", "check"), 'did you mean "fail-on"',
                          "stackfit.toml:2", 'no rule "nothing"')
        self.assert_error(self.run_stackfit("config", "chek"), 'did you mean "check"')
        self.assert_error(self.run_stackfit("config"), "show|check|schema")

    def test_gates_of_a_configuration_that_compare_rest_without_a_comparison(self):
        self.write("a.js", NESTED)
        self.write("stackfit.toml", "max-drop = 1.5\nno-new-poor = true\nnew-only = true\n"
                   'fail-on = "never"\nmin-grade = "C"\nbaseline = "accepted.json"\n')
        self.assertEqual(self.run_stackfit("config", "check").returncode, 0)
        self.write("accepted.json", '{"schema": "stackfit-baseline/1", "entries": []}')
        self.assertNotIn(b"nothing to compare", self.run_stackfit("check").stderr)
        self.assert_error(self.run_stackfit("check", "--max-drop", "1"), "nothing to compare")
        for name in ("../a.json", "/tmp/a.json", "b/a.json", ".git", "a.js"):
            self.write("stackfit.toml", f'baseline = "{name}"\n')
            self.assert_error(self.run_stackfit("baseline", "create"), ".json file in the root")
        self.write("stackfit.toml", 'min-grade = "F"\n')
        self.assert_error(self.run_stackfit("."), "A, B, C, D, E", "stackfit.toml:1")

    def test_a_switch_can_be_switched_back(self):
        self.write("stackfit.toml", "default-excludes = false\n")
        self.write("node_modules/x/index.js", NESTED)
        self.assertNotEqual(self.findings(), set())
        self.assertEqual(self.findings("--set", "default-excludes=true"), set())

    def test_the_schema_accepts_what_the_parser_accepts_and_refuses_the_rest(self):
        schema = json.loads(self.run_stackfit("config", "schema").stdout)
        jsonschema.Draft7Validator.check_schema(schema)
        validator = jsonschema.Draft7Validator(schema)
        good = [{}, {"extends": "a.toml"}, {"extends": ["a.toml"]}, {"exclude": ["a/"]},
                {"exclude": "a/"}, {"fail-on": "never"}, {"strict": True},
                {"output": {"format": "concise"}}, {"only": ["callback-nesting"]},
                {"rules": {"callback-nesting": {"severity": "note", "enabled": False,
                                                "threshold": {"profile_sites": 3}}}},
                {"overrides": [{"paths": ["a"],
                                "rules": {"callback-nesting": {"threshold": {"note": 3}}}}]},
                {"per-path-ignores": {"a": ["callback-nesting"]}}]
        bad = [{"fail_on": "never"}, {"fail-on": "errors"}, {"strict": "true"},
               {"output": {"formt": "json"}}, {"output": {"format": "jsn"}},
               {"rules": {"nothing": {"enabled": True}}},
               {"rules": {"callback-nesting": {"severty": "note"}}},
               {"rules": {"callback-nesting": {"threshold": {"notes": 3}}}},
               {"overrides": [{"rules": {"callback-nesting": {"enabled": True}}}]},
               {"overrides": [{"paths": ["a"], "rules": {"callback-nesting": {
                   "threshold": {"profile_sites": 3}}}}]},
               {"per-path-ignores": {"a": ["nothing"]}}]
        self.write("a.toml", "")
        for document in good + bad:
            self.write("package.json", json.dumps({"stackfit": document}))
            accepted = self.run_stackfit("config", "check").returncode == 0
            # A word instead of a truth is forgiven by the parser alone: --set has only words.
            if document != {"strict": "true"}:
                self.assertEqual(accepted, document in good, document)
            self.assertEqual(not list(validator.iter_errors(document)), document in good, document)

    def test_thresholds_out_of_bounds_are_errors(self):
        self.write("a.js", NESTED)
        for value in ("nan", "inf", "-1", "1e300", "\"x\""):
            self.write("stackfit.toml", f"rules.callback-nesting.threshold.note = {value}\n")
            self.assert_error(self.run_stackfit("."), "a number from 0")
        self.write("stackfit.toml", "rules.callback-nesting.threshold.note = 0\n")
        self.assertEqual(self.run_stackfit(".").returncode, 0)


if __name__ == "__main__":
    import unittest
    unittest.main()
