"""The hook manifest under the real pre-commit, as a user's repository meets it."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCES = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ["STACKFIT_BINARY"]
sys.path.insert(0, str(SOURCES / "tests" / "e2e"))
from git_repository import GIT_ENVIRONMENT, nested, source  # noqa: E402


@unittest.skipUnless(shutil.which("pre-commit") and shutil.which("git"), "there is no pre-commit")
class Hooks(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stackfit-hooks-"))
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "bin").mkdir()
        os.symlink(BINARY, self.folder / "bin" / "stackfit")
        self.environment = {**GIT_ENVIRONMENT, "PRE_COMMIT_HOME": str(self.folder / "cache"),
                            "STACKFIT_CACHE": "",
                            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}"}
        # The manifest in a repository of its own: what `repo:` names in a user's configuration.
        self.home = self.folder / "home"
        self.home.mkdir()
        shutil.copy(SOURCES / ".pre-commit-hooks.yaml", self.home)
        self.git("init", "-q", "-b", "main", cwd=self.home)
        self.commit("manifest", cwd=self.home)
        self.project = self.folder / "project"
        self.project.mkdir()
        self.git("init", "-q", "-b", "main")
        self.write("good.js", "export const a = 1;\n")
        self.write("README.md", "hello\n")
        self.commit("first")

    def git(self, *words, cwd=None):
        subprocess.run(["git", *words], cwd=cwd or self.project, env=self.environment, check=True,
                       capture_output=True)

    def commit(self, message, cwd=None):
        self.git("add", "-A", cwd=cwd)
        self.git("commit", "-qm", message, "--no-verify", cwd=cwd)

    def write(self, name, text):
        path = self.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run_hook(self, hook="stackfit", *words):
        done = subprocess.run(["pre-commit", "try-repo", str(self.home), hook, "--verbose", *words],
                              cwd=self.project, env=self.environment, capture_output=True,
                              timeout=300)
        return done.returncode, (done.stdout + done.stderr).decode(errors="replace")

    def assert_hook(self, status, *parts, words=()):
        returned, text = self.run_hook("stackfit", *words)
        self.assertEqual(returned, status, text)
        for part in parts:
            self.assertIn(part, text)
        return text

    def test_nothing_to_do(self):
        self.assert_hook(0, "no files to check")
        self.write("README.md", "changed\n")
        self.git("add", "-A")
        self.assert_hook(0, "no files to check")

    def test_a_clean_change_passes(self):
        self.write("other.js", "export const b = 1;\n")
        self.git("add", "-A")
        self.assert_hook(0, "Passed")

    def test_a_failing_gate_stops_the_commit(self):
        self.write("bad.js", source(nested("one", "readFile")))
        self.git("add", "-A")
        self.assert_hook(1, "Failed", "bad.js", "callback-nesting", "exit code: 1")

    def test_what_is_staged_counts(self):
        # pre-commit itself puts what is not staged aside; the hook alone reads the index as well.
        self.write("a.js", source(nested("one", "readFile")))
        self.git("add", "-A")
        self.write("a.js", source())
        self.assert_hook(1, "a.js")
        self.git("add", "-A")
        self.write("a.js", source(nested("one", "readFile")))
        self.assert_hook(0, "Passed")

    def test_a_renamed_file_is_judged_under_its_new_name(self):
        self.write("old.js", source(nested("one", "readFile", 4)))
        self.commit("second")
        self.git("mv", "old.js", "new.js")
        text = self.assert_hook(0, "Passed")
        self.assertNotIn("old.js", text)

    def test_a_deleted_file_is_no_error(self):
        self.write("old.js", source(nested("one", "readFile")))
        self.commit("second")
        self.git("rm", "-q", "old.js")
        self.write("other.js", "export const b = 1;\n")
        self.git("add", "-A")
        self.assert_hook(0, "Passed")

    def test_hostile_names(self):
        names = ["-rf.js", "--fail-on=never.js", "$(touch pwned).js", "a b'\".js", "a\nb.js",
                 "::error::x.js", "\N{RIGHT-TO-LEFT OVERRIDE}sj.js"]
        for number, name in enumerate(names):
            self.write(name, source(nested(f"f{number}", "readFile")))
        self.git("add", "-A")
        text = self.assert_hook(1, *["Failed", "-rf.js", "$(touch pwned).js"])
        self.assertIn(f"{len(names)} errors", text)
        self.assertNotIn("\N{RIGHT-TO-LEFT OVERRIDE}", text)
        self.assertFalse((self.project / "pwned").exists())

    def test_the_whole_repository_at_once(self):
        self.write("bad.js", source(nested("one", "readFile")))
        self.commit("second")
        returned, text = self.run_hook("stackfit-all", "--all-files")
        self.assertEqual(returned, 1, text)
        self.assertEqual(text.count("HEALTH"), 1)

    def test_the_hook_that_init_writes_is_in_the_manifest(self):
        template = (SOURCES / "ci-templates/pre-commit/pre-commit-config.yaml").read_text()
        self.write(".pre-commit-config.yaml", template.replace(
            "https://github.com/OWNER/stackfit", str(self.home)).replace("COMMIT", "HEAD"))
        done = subprocess.run(["pre-commit", "validate-config", ".pre-commit-config.yaml"],
                              cwd=self.project, env=self.environment, capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        done = subprocess.run(["pre-commit", "validate-manifest", ".pre-commit-hooks.yaml"],
                              cwd=self.home, env=self.environment, capture_output=True)
        self.assertEqual((done.returncode, done.stdout), (0, b""), done.stderr)


if __name__ == "__main__":
    unittest.main()
