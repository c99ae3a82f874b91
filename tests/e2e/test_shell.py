"""What the shell and the bug tracker get: completions, the manual page, doctor."""
import os
import re
import shutil
import subprocess
import unittest

from support import BINARY, Case


class Shell(Case):
    def said(self, *words, **options):
        done = self.run_stackfit(*words, **options)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout.decode()

    def complete(self, *words):
        """What bash would offer for the last of the words."""
        (self.folder / "completion").write_text(self.said("completion", "bash"))
        script = ('source ./completion; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); '
                  '_stackfit; printf "%s\\n" "${COMPREPLY[@]}"')
        done = subprocess.run(["bash", "-uc", script, "bash", "stackfit", *words], cwd=self.folder,
                              capture_output=True, check=True)
        self.assertEqual(done.stderr, b"")
        return done.stdout.decode().split()

    def test_bash_completes_commands_flags_and_their_values(self):
        self.assertEqual(self.complete("ver"), ["version"])
        self.assertEqual(self.complete("baseline", "pr"), ["prune"])
        self.assertEqual(self.complete("check", "--fail-on", "w"), ["warning"])
        self.assertEqual(self.complete("check", "--only", "callback-n"), ["callback-nesting"])
        self.assertEqual(self.complete("--exit"), ["--exit-zero"])
        self.assertIn("--why", self.complete("deps", "--w"))
        self.assertEqual(self.complete("version", "--exit"), [])
        self.write("some file.js")
        self.assertIn("some", self.complete("check", "some"))

    def test_every_flag_of_the_help_is_completed_and_in_the_manual(self):
        flags = set(re.findall(r"--[a-z][a-z-]+", self.said("--help")))
        manual = self.said("man").replace("\\-", "-")
        for flag in flags - {"--output"}:
            for shell in ("bash", "zsh"):
                self.assertIn(flag, self.said("completion", shell), shell)
            self.assertIn(f"-l {flag[2:]}", self.said("completion", "fish"))
            self.assertIn(flag, manual)

    def test_the_shells_themselves_accept_the_scripts(self):
        for shell, check in (("bash", ["bash", "-n"]), ("zsh", ["zsh", "-n"]), ("fish", ["fish", "-n"])):
            if shutil.which(shell) is None:
                continue
            script = self.write(f"script.{shell}", self.said("completion", shell))
            done = subprocess.run([*check, str(script)], capture_output=True)
            self.assertEqual((done.returncode, done.stderr), (0, b""), shell)
        self.assert_error(self.run_stackfit("completion", "tcsh"), "bash, zsh, fish")

    @unittest.skipUnless(shutil.which("man"), "no man")
    def test_the_manual_page_is_set_without_a_warning(self):
        page = self.write("stackfit.1", self.said("man"))
        done = subprocess.run(["man", "--warnings", "-l", str(page)], capture_output=True,
                              env={**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8"})
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertIn("--fail-on", done.stdout.decode())

    def test_doctor_says_what_is_there_and_no_secret(self):
        secret = "hunter2hunter2"
        self.write("stackfit.toml", "fail-on = 'error'\n")
        self.write("app.js", "f();\n")
        names = ("NPM_TOKEN", "GITHUB_TOKEN", "https_proxy", "LANG", "TERM", "CI", "USER", "HOSTNAME",
                 "NPM_CONFIG_REGISTRY", "XDG_CACHE_HOME")
        text = self.said("doctor", env={name: f"{secret}/{name}" for name in names})
        self.assertIn("stackfit.toml", text)
        self.assertRegex(text, r"\d+ files? to analyse")
        self.assertIn("https_proxy", text)
        for hidden in (secret, os.uname().nodename, str(self.folder), "/nonexistent"):
            self.assertNotIn(hidden, text)
        self.assertIn("cannot be used", self.said("doctor", "missing"))


if __name__ == "__main__":
    unittest.main()
