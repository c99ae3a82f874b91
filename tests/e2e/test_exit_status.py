"""What the program answers: its exit status, where output goes, and how it refuses."""
import json
import os
import pathlib
import signal
import subprocess
import time

from support import BINARY, NESTED, Case


class ExitStatus(Case):
    def test_a_clean_folder_is_0(self):
        self.write("a.js", "export const a = 1;\n")
        for words in (["."], ["audit", "."], ["check", "."], ["check"], ["check", "a.js"]):
            done = self.run_stackfit(*words)
            self.assertEqual((done.returncode, done.stderr), (0, b""), words)

    def test_an_empty_folder_is_0(self):
        self.assertEqual(self.run_stackfit(".").returncode, 0)

    def test_errors_fail_check_and_not_audit(self):
        self.write("tool/random.py", "import random\nprint(random.random())\n")
        self.write("a.js", NESTED)
        found = json.loads(self.run_stackfit("--format", "json", ".").stdout)["findings"]
        severities = {finding["severity"] for finding in found}
        self.assertIn("error", severities)
        self.assertEqual(self.run_stackfit("audit", ".").returncode, 0)
        self.assertEqual(self.run_stackfit("audit", "--fail-on", "error", ".").returncode, 1)
        self.assertEqual(self.run_stackfit("check", ".").returncode, 1)
        self.assertEqual(self.run_stackfit("check", "--fail-on", "never", ".").returncode, 0)
        self.assertEqual(self.run_stackfit("check", "--exit-zero", ".").returncode, 0)
        gate = json.loads(self.run_stackfit("check", "--format=json", ".").stdout)["gate"]
        self.assertFalse(gate["passed"])
        self.assertEqual(gate["failed"][0]["condition"], "fail-on error")

    def test_check_judges_the_named_files_alone(self):
        self.write("bad.js", NESTED)
        self.write("good.js", "export const a = 1;\n")
        self.assertEqual(self.run_stackfit("check", "--fail-on=note", "good.js").returncode, 0)
        self.assertEqual(self.run_stackfit("check", "--fail-on=note", "./bad.js").returncode, 1)

    def test_unknown_names_are_2_with_the_nearest(self):
        self.assert_error(self.run_stackfit("--frmat", "json"), "--frmat", "--format")
        self.assert_error(self.run_stackfit("--format", "jsn", "."), "jsn", "json")
        self.assert_error(self.run_stackfit("--only", "callback-nestin", "."), "callback-nesting")
        self.assert_error(self.run_stackfit("explain", "no-such-thing"), "no-such-thing")
        self.assert_error(self.run_stackfit("--fail-on", "errors", "."), "error")

    def test_a_path_that_is_no_folder_is_2(self):
        self.assert_error(self.run_stackfit("check", "nowhere.js"), "nowhere.js")

    def test_help_schema_version_and_rules_are_0(self):
        for words in (["--help"], ["check", "--help"], ["schema"], ["version"], ["rules"],
                      ["rules", "list"], ["explain", "callback-nesting"], ["explain", "N15"]):
            done = self.run_stackfit(*words)
            self.assertEqual((done.returncode, done.stderr), (0, b""), words)
            self.assertGreater(len(done.stdout), 40, words)
        for words in (["version", "--format", "json"], ["rules", "--format=json"], ["schema"]):
            json.loads(self.run_stackfit(*words).stdout)


class Signals(Case):
    def wait_for_handler(self, process, number):
        status = pathlib.Path(f"/proc/{process.pid}/status")
        for _ in range(1000):
            caught = next(line for line in status.read_text().splitlines()
                          if line.startswith("SigCgt:"))
            if int(caught.split()[1], 16) >> (number - 1) & 1:
                return
            time.sleep(0.01)
        self.fail("the program catches no signals")

    def test_sigint_is_130_and_sigterm_143_and_nothing_is_left_behind(self):
        for number in range(400):
            self.write("src/%d.js" % number, NESTED * 40)
        for sent, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            process = subprocess.Popen(
                [BINARY, "--output", "json=out.json", "."], cwd=self.folder,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.wait_for_handler(process, sent)
            process.send_signal(sent)
            answer = process.wait(timeout=10)
            if answer == 0:
                continue  # it was done before the signal came
            self.assertEqual(answer, status)
            self.assertEqual(sorted(os.listdir(self.folder)), ["src"])


class Output(Case):
    def test_a_full_disk_is_2(self):
        with open("/dev/full", "wb") as full:
            done = self.run_stackfit(".", stdout=full)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"No space left", done.stderr)
        self.assert_error(self.run_stackfit("--output", "json=/dev/full", "."), "No space left")

    def test_a_closed_pipe_ends_quietly(self):
        for number in range(300):
            self.write("%d.js" % number, NESTED)
        process = subprocess.Popen([BINARY, "--format", "json", "."], cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.read(1)
        process.stdout.close()
        self.assertEqual(process.stderr.read(), b"")
        process.stderr.close()
        self.assertEqual(process.wait(timeout=60), 0)

    def test_a_closed_standard_output_is_2(self):
        done = subprocess.run([BINARY, "."], cwd=self.folder, stderr=subprocess.PIPE,
                              preexec_fn=lambda: os.close(1), check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"standard output", done.stderr)

    def test_reports_are_written_whole_beside_standard_output(self):
        self.write("a.js", NESTED)
        done = self.run_stackfit("--output", "json=r.json", "--output", "concise=r.txt", ".")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads((self.folder / "r.json").read_text())["schema"],
                         "stackfit-report/1")
        self.assertIn("callback-nesting", (self.folder / "r.txt").read_text())
        self.assertIn(b"HEALTH", done.stdout)
        self.assertEqual(sorted(os.listdir(self.folder)), ["a.js", "r.json", "r.txt"])

    def test_an_output_that_cannot_be_written_is_2_and_leaves_nothing(self):
        self.write("a.js", NESTED)
        self.write("folder/x")
        before = sorted(self.folder.rglob("*"))
        self.assert_error(self.run_stackfit("--output", "json=folder", "."), "folder")
        self.assert_error(self.run_stackfit("--output", "json=missing/r.json", "."), "missing")
        self.assert_error(self.run_stackfit("--output", "json=a.js/r.json", "."), "a.js")
        self.assert_error(self.run_stackfit("--output", "json=a.js", "."), "a.js")
        self.assertEqual(sorted(self.folder.rglob("*")), before)
        self.assertEqual((self.folder / "a.js").read_text(), NESTED)

    def test_a_file_size_limit_leaves_the_old_report(self):
        for number in range(100):
            self.write("src/%d.js" % number, NESTED)
        old = self.write("r.json", "old")
        words = "ulimit -f 8; exec \"$0\" --output json=r.json src >/dev/null"
        done = subprocess.run(["bash", "-c", words, BINARY], cwd=self.folder, check=False,
                              stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn(b"r.json", done.stderr)
        self.assertEqual(old.read_text(), "old")
        self.assertEqual(sorted(os.listdir(self.folder)), ["r.json", "src"])

    def test_colour_follows_the_conventions(self):
        self.write("a.js", NESTED)

        def coloured(*words, **env):
            return b"\x1b[" in self.run_stackfit(*words, ".", env=env).stdout

        self.assertFalse(coloured())
        self.assertTrue(coloured("--color", "always"))
        self.assertTrue(coloured("--color", "always", NO_COLOR="1"))
        self.assertTrue(coloured(FORCE_COLOR="1"))
        self.assertTrue(coloured(CLICOLOR_FORCE="1"))
        self.assertFalse(coloured(FORCE_COLOR="1", NO_COLOR="1"))
        self.assertFalse(coloured("--color=never", FORCE_COLOR="1"))
        self.assertTrue(coloured(GITHUB_ACTIONS="true"))

    def test_nothing_is_written_into_the_scanned_folder(self):
        self.write("a.js", NESTED)
        self.run_stackfit(".")
        self.assertEqual(os.listdir(self.folder), ["a.js"])


if __name__ == "__main__":
    import unittest
    unittest.main()
