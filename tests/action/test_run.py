"""The step that runs stackfit: outputs, summary, exit status, and input that means harm."""
import json
import os
import pathlib
import unittest

from runner import BINARY, NESTED, ActionCase

CRASH = "#!/bin/bash\nkill -SEGV $$\n"


class Run(ActionCase):
    def run_stackfit(self, binary=BINARY, **inputs):
        env = {f"INPUT_{name.upper()}": value for name, value in inputs.items()}
        return self.run_step("run", {"STACKFIT_BINARY": str(binary), **env})

    def recorder(self, body="exit 0\n"):
        """A program that writes its arguments down, one in a file each."""
        return self.stand_in("recorder", "#!/bin/bash\nn=0\nfor a in \"$@\"; do\n"
                             f"printf %s \"$a\" >{self.folder}/argument.$((n++))\ndone\n" + body)

    def recorded(self):
        paths = sorted(self.folder.glob("argument.*"), key=lambda path: int(path.suffix[1:]))
        return [path.read_text() for path in paths]

    def test_a_clean_project(self):
        done, outputs = self.run_stackfit()
        self.assertEqual(done.returncode, 0, done.stderr)
        sarif = pathlib.Path(outputs.pop("sarif"))
        self.assertEqual(json.loads(sarif.read_text())["version"], "2.1.0")
        self.assertEqual(set(outputs), {"grade", "score", "new", "fixed", "complete"})
        self.assertEqual((outputs["new"], outputs["fixed"], outputs["complete"]), ("0", "0", "true"))
        self.assertTrue((self.folder / "summary").read_text())

    def test_a_failing_gate_keeps_every_output(self):
        self.write_workspace("bad.js", NESTED)
        done, outputs = self.run_stackfit()
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(outputs["new"], "1")
        self.assertRegex(outputs["grade"], "^[A-F]$")
        self.assertGreater(float(outputs["score"]), 0)
        self.assertIn("::error ", done.stdout)
        self.assertIn("bad.js", done.stdout)
        self.assertIn("bad.js", (self.folder / "summary").read_text())
        results = json.loads(pathlib.Path(outputs["sarif"]).read_text())["runs"][0]["results"]
        self.assertEqual(len(results), 1)

    def test_annotations_and_summary_can_be_left_out(self):
        self.write_workspace("bad.js", NESTED)
        done, outputs = self.run_stackfit(annotations="false", summary="false")
        self.assertEqual(done.returncode, 1)
        self.assertNotIn("::error", done.stdout)
        self.assertIn("bad.js:", done.stdout)
        self.assertFalse((self.folder / "summary").exists())

    def test_each_line_is_one_argument_whatever_is_in_it(self):
        hostile = ["--only=callback-nesting", "$(touch pwned)", "`touch pwned`", "a b  c", "'", '"',
                   "; touch pwned", "&& touch pwned", "*", "${IFS}x", "\\n", "-", "::set-output::x"]
        self.run_stackfit(self.recorder(), args="\n".join(hostile) + "\r\n\n", path="$(touch p) *")
        self.assertEqual(self.recorded()[-len(hostile) - 2:], [*hostile, "--", "$(touch p) *"])
        self.assertEqual(os.listdir(self.workspace), ["good.js"])

    def test_hostile_input_meets_the_real_program(self):
        for args in ("$(touch pwned)", "--only=$(touch pwned)", "--", "-x\n--output=json=/etc/x"):
            done, outputs = self.run_stackfit(args=args)
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertEqual(outputs, {"complete": "false"})
        done, outputs = self.run_stackfit(path="nowhere\n::error::injected")
        self.assertEqual(done.returncode, 2)
        self.assertNotRegex(done.stdout + done.stderr, r"(?m)^\s*::error::injected")
        self.assertEqual(os.listdir(self.workspace), ["good.js"])

    def test_hostile_names_in_the_project_reach_no_output(self):
        for name in ("$(touch pwned).js", "a\n::set-output name=grade::A\n.js", "a\nb<<c\n.js",
                     "##[error]x.js", "a`b`.js"):
            self.write_workspace(name, NESTED)
        done, outputs = self.run_stackfit()
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(outputs["new"], "5")
        self.assertNotRegex(done.stdout + done.stderr, r"(?m)^\s*::set-output")
        self.assertNotIn("##[", done.stdout + done.stderr)
        self.assertEqual(set(outputs), {"grade", "score", "new", "fixed", "complete", "sarif"})

    def test_modules_of_the_project_are_not_imported(self):
        for name in ("json.py", "re.py", "sys.py"):
            self.write_workspace(name, "open('pwned', 'w')\n")
        done, outputs = self.run_stackfit()
        self.assertIn(done.returncode, (0, 1))
        self.assertFalse((self.workspace / "pwned").exists())
        self.assertEqual(outputs["complete"], "true")

    def test_a_crash_fails_the_job(self):
        done, outputs = self.run_stackfit(self.stand_in("crash", CRASH))
        self.assertEqual(done.returncode, 139)
        self.assertEqual(outputs, {"complete": "false"})
        self.assertIn("ended by signal 11", done.stdout)

    def test_success_without_a_report_is_no_success(self):
        for body in ("exit 0\n", "exit 1\n"):
            done, outputs = self.run_stackfit(self.recorder(body))
            self.assertEqual(done.returncode, 2)
            self.assertIn("without a report", done.stdout)
            self.assertEqual(outputs, {})

    def test_an_incomplete_run_keeps_what_it_knows(self):
        self.write_workspace("huge.js", "x;\n" * 500_000)
        done, outputs = self.run_stackfit(args="--strict")
        self.assertEqual((done.returncode, outputs["complete"]), (2, "false"), done.stderr)
        self.assertIn("grade", outputs)

    def test_a_missing_base_is_said_with_its_remedy(self):
        import shutil
        import subprocess
        if not shutil.which("git"):
            self.skipTest("there is no git")
        environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent",
                       "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b",
                       "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
            subprocess.run(["git", *words], cwd=self.workspace, env=environment, check=True)
        done, outputs = self.run_stackfit(args="--since=origin/main")
        self.assertEqual((done.returncode, outputs), (2, {"complete": "false"}))
        self.assertIn("fetch", done.stderr)
        self.assertIn("the log above says why", done.stdout)

    def test_a_full_summary_is_left_alone(self):
        (self.folder / "summary").write_text("x" * 999_990)
        done, _ = self.run_stackfit()
        self.assertEqual((self.folder / "summary").stat().st_size, 999_990)
        self.assertIn("no room", done.stdout)
        (self.folder / "summary").write_text("before\n")
        self.run_stackfit()
        self.assertTrue((self.folder / "summary").read_text().startswith("before\n"))


if __name__ == "__main__":
    unittest.main()
