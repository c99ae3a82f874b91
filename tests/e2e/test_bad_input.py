"""A bad file in the scanned folder is data for the report; a bad setting is an error."""
import json
import os

from support import NESTED, Case


class BadTree(Case):
    def report(self, *words):
        done = self.run_stackfit("--format", "json", *words, ".")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn(b"error", done.stderr)
        return json.loads(done.stdout)

    def mentioned(self, report):
        files = report["files"]["skipped"] + report["files"]["partial"]
        return {file["path"]: file["reason"] for file in files}

    def test_an_unreadable_folder_or_file_is_listed_and_the_rest_analysed(self):
        self.write("a.js", "export {}\n")
        self.write("secret/b.js", "export {}\n")
        self.write("c.js", "export {}\n").chmod(0)
        (self.folder / "secret").chmod(0)
        if os.access(self.folder / "secret", os.R_OK):
            self.skipTest("this user may read everything")
        report = self.report()
        mentioned = self.mentioned(report)
        self.assertEqual(report["files"]["by_language"], {"javascript": 1})
        self.assertTrue({"secret", "secret/"} & set(mentioned), mentioned)
        self.assertIn("c.js", mentioned)
        self.assertFalse(report["complete"])
        self.assertEqual(self.run_stackfit("--strict", ".").returncode, 2)

    def test_a_broken_package_json_is_reported(self):
        self.write("package.json", '{"name": "x", "dependencies": {')
        self.write("a.js", "export {}\n")
        self.assertIn("package.json", self.mentioned(self.report()))

    def test_a_lockfile_with_conflict_markers_is_reported(self):
        self.write("package.json", '{"name": "x", "dependencies": {"request": "^2.88.2"}}')
        self.write("package-lock.json", '{\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> b\n}\n')
        mentioned = self.mentioned(self.report())
        self.assertIn("package-lock.json", mentioned)
        self.assertIn("conflict", mentioned["package-lock.json"])

    def test_bytes_that_are_not_utf8_reach_no_sink(self):
        os.makedirs(os.fsencode(self.folder) + b"/odd\xff")
        with open(os.fsencode(self.folder) + b"/odd\xff/a\x1b[31m\n::error::.js", "w") as file:
            file.write(NESTED)
        for form in ("text", "concise"):
            out = self.run_stackfit("--format", form, ".").stdout
            self.assertNotIn(b"\x1b", out)
            self.assertNotIn(b"\xff", out)
            self.assertNotIn(b"\n::", out)
        finding = self.report()["findings"][0]
        self.assertIn("path_base64", finding)


class BadConfiguration(Case):
    def test_a_broken_configuration_is_2_with_its_line(self):
        self.write("stackfit.toml", "strict = true\nfail-on = = 3\n")
        self.assert_error(self.run_stackfit("."), "stackfit.toml:2")
        self.assertEqual(self.run_stackfit("--isolated", ".").returncode, 0)

    def test_an_unknown_key_is_2_with_the_nearest(self):
        self.write("stackfit.toml", "fail_on = \"error\"\n")
        self.assert_error(self.run_stackfit("."), "stackfit.toml:1", "fail-on")

    def test_an_unknown_rule_is_2_with_the_nearest(self):
        self.write("stackfit.toml", "\n[rules.callback-nestin]\nseverity = \"note\"\n")
        self.assert_error(self.run_stackfit("."), "stackfit.toml:3", "callback-nesting")

    def test_two_configurations_are_2(self):
        self.write("stackfit.toml", "")
        self.write("package.json", '{"stackfit": {"strict": true}}')
        self.assert_error(self.run_stackfit("."), "stackfit.toml", "package.json")

    def test_a_missing_configuration_is_2(self):
        self.assert_error(self.run_stackfit("--config", "none.toml", "."), "none.toml")
        self.assert_error(self.run_stackfit("--rules", "nowhere", "."), "nowhere")

    def test_the_configuration_decides_and_flags_win(self):
        self.write("a.js", NESTED)
        self.write("stackfit.toml", 'fail-on = "note"\n')
        self.assertEqual(self.run_stackfit(".").returncode, 1)
        self.assertEqual(self.run_stackfit("--fail-on", "never", ".").returncode, 0)
        self.assertEqual(self.run_stackfit("--set", "fail-on=never", ".").returncode, 0)
        self.assertEqual(self.run_stackfit(
            "--set", "rules.callback-nesting.enabled=false", ".").returncode, 0)

    def test_a_rule_may_be_given_another_severity_and_threshold(self):
        self.write("a.js", NESTED)

        def severities(*words):
            done = self.run_stackfit("--format", "json", "--only", "callback-nesting", *words, ".")
            self.assertEqual(done.returncode, 0, done.stderr)
            return [finding["severity"] for finding in json.loads(done.stdout)["findings"]]

        self.assertEqual(severities("--set", "rules.callback-nesting.severity=note"), ["note"])
        loose = [word for name in ("note", "warning", "error")
                 for word in ("--set", f"rules.callback-nesting.threshold.{name}=50")]
        self.assertEqual(severities(*loose), [])


if __name__ == "__main__":
    import unittest
    unittest.main()
