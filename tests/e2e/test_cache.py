"""The cache changes how long a run takes, and nothing else."""
import os
import random
import signal
import subprocess
import time

from git_repository import RepositoryCase, nested, source
from support import BINARY, NESTED, Case

PYTHON = "import time\n\n\nasync def work():\n    time.sleep(1)\n"
GENERATED = "// @generated\n" + NESTED


class CacheCase(Case):
    def setUp(self):
        super().setUp()
        self.cache = self.folder.parent / (self.folder.name + "-cache")

    def tearDown(self):
        for path in sorted(self.cache.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        if self.cache.exists():
            self.cache.rmdir()
        super().tearDown()

    def audit(self, *words, cache=True, expected=(0, 1), command="audit"):
        """Report and what standard error says of the cache."""
        where = ("--cache", self.cache) if cache else ("--no-cache",)
        done = self.run_stackfit(command, ".", "--format", "json", "--verbose", *where, *words)
        self.assertIn(done.returncode, expected, done.stderr.decode())
        return done.stdout, done.stderr.decode()

    def assert_same(self, *words, known=None, learnt=None, command="audit"):
        """A run with the cache says what a run without it says."""
        cold, _ = self.audit(*words, cache=False, command=command)
        warm, told = self.audit(*words, command=command)
        self.assertEqual(cold, warm)
        if known is not None:
            self.assertIn(f"cache: {known} files known", told)
        if learnt is not None:
            self.assertIn(f"{learnt} learnt", told)
        return told

    def write_tree(self):
        self.write("package.json", '{"name": "x", "dependencies": {"request": "^2.0.0"}}')
        self.write("src/a.js", NESTED)
        self.write("src/b.py", PYTHON)
        self.write("src/c.ts", "export const x: number = 1;\n")
        self.write("src/broken.js", "function (\n")
        self.write("src/generated.js", GENERATED)
        self.write("README.md", "# x\n\n    node src/a.js\n")


class PlainFolder(CacheCase):
    def setUp(self):
        super().setUp()
        self.write_tree()

    def test_second_run_learns_nothing_and_says_the_same(self):
        self.assert_same(known=0, learnt=7)
        self.assert_same(known=7, learnt=0)

    def test_same_bytes_elsewhere_are_known_and_other_bytes_are_not(self):
        self.audit()
        self.write("src/copy_of_a.js", NESTED)
        self.write("lib/deep/b.py", PYTHON)
        self.write("src/c.ts", "export const y: number = 1;\n")
        (self.folder / "src/broken.js").unlink()
        self.assert_same(known=7, learnt=1)

    def test_same_bytes_of_another_language_are_analysed(self):
        self.write("src/a.ts", NESTED)
        self.assert_same(learnt=8)
        self.write("src/a.tsx", NESTED)
        self.assert_same(known=8, learnt=1)

    def test_manifests_are_known_by_their_place(self):
        self.audit()
        self.write("web/package.json", (self.folder / "package.json").read_bytes())
        self.assert_same(known=7, learnt=1)

    def test_settings_that_facts_depend_on_are_part_of_the_key(self):
        self.audit()
        for words in (["--set", "rules.callback-nesting.threshold.note=2"],
                      ["--set", "rules.blocking-call-in-coroutine.enabled=false"],
                      ["--set", "rules.callback-nesting.severity=error"],
                      ["--no-default-excludes"], ["--only", "callback-nesting"],
                      ["--parity", "eslint"], ["--parity", "eslint", "--parity-constructors"]):
            cold, _ = self.audit(*words, cache=False, expected=(0, 1, 2))
            self.assertEqual(cold, self.audit(*words, expected=(0, 1, 2))[0], words)
            self.assertEqual(cold, self.audit(*words, expected=(0, 1, 2))[0], words)
        self.assert_same(known=7, learnt=0)

    def test_a_severity_needs_no_new_analysis(self):
        self.audit()
        self.assert_same("--set", "rules.callback-nesting.severity=error", known=7, learnt=0)

    def test_a_rule_page_of_the_users_is_part_of_the_key(self):
        page = ("# no-use\nNo use.\n```toml rule\nkind = \"query\"\nlanguages = [\"javascript\"]\n"
                "severity = \"note\"\nmessage = \"{what} is used\"\n```\n```scm query\n"
                "((call_expression function: (identifier) @what) @hit (#eq? @what \"use\"))\n```\n"
                "## Why it matters\nBecause.\n## What to do instead\nNothing.\n"
                "## Bad: it\n```js a.js\nuse(1);\n```\n```text expect\na.js:1 note use is used\n"
                "```\n## Good: not\n```js a.js\nf(1);\n```\n")
        rules = self.write("rules/own/no-use.md", page).parent
        self.audit()
        self.assert_same("--rules", rules)
        self.write("rules/own/no-use.md", page.replace('"use"', '"readFile"'))
        self.assert_same("--rules", rules)
        self.assert_same()

    def test_damage_of_any_kind_changes_nothing(self):
        cold, _ = self.audit(cache=False)
        self.audit()
        database = self.cache / "stackfit-1.db"
        good = database.read_bytes()
        dice = random.Random(3)
        for round_number in range(40):
            bad = bytearray(good)
            if round_number % 4 == 0:
                del bad[dice.randrange(len(bad)):]
            for _ in range(dice.randrange(1, 200)):
                if bad:
                    bad[dice.randrange(len(bad))] = dice.randrange(256)
            database.write_bytes(bad)
            self.assertEqual(cold, self.audit()[0])
        self.assertEqual(cold, self.audit()[0])
        self.assert_same(known=7)

    def test_a_run_that_is_killed_leaves_a_sound_cache(self):
        for number in range(60):
            self.write(f"many/f{number}.js", NESTED + f"// {number}\n" * 200)
        cold, _ = self.audit(cache=False)
        for delay in (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5):
            run = subprocess.Popen([BINARY, "audit", ".", "--cache", self.cache, "-j", "2"],
                                   cwd=self.folder, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
            time.sleep(delay)
            run.send_signal(signal.SIGKILL)
            run.wait()
            self.assertEqual(cold, self.audit()[0])
        self.assert_same(known=67, learnt=0)

    def test_many_runs_share_one_cache(self):
        cold, _ = self.audit(cache=False)
        for _ in range(2):
            runs = [subprocess.Popen([BINARY, "audit", ".", "--format", "json", "-j", "1",
                                      "--cache", self.cache], cwd=self.folder,
                                     stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
                    for _ in range(6)]
            for run in runs:
                self.assertEqual(cold, run.communicate(timeout=300)[0])

    def test_a_cache_that_cannot_be_used_costs_a_note(self):
        cold, _ = self.audit(cache=False)
        blocked = self.write("blocked", "a file")
        done = self.run_stackfit("audit", ".", "--format", "json", "--cache", blocked / "below")
        self.assertEqual(cold, done.stdout)
        self.assertIn("the cache cannot", done.stderr.decode())

    def test_usual_folder_is_below_the_users_cache_and_never_in_the_scanned_tree(self):
        home = self.cache / "home"
        home.mkdir(parents=True)
        env = {"HOME": str(home)}
        run = [BINARY, "audit", str(self.folder), "--format", "json"]
        subprocess.run(run, env=env, capture_output=True, check=True)
        self.assertTrue((home / ".cache/stackfit/stackfit-1.db").exists())
        env = {"HOME": str(self.folder / "src")}
        subprocess.run(run, env=env, capture_output=True, check=True)
        self.assertFalse((self.folder / "src/.cache").exists())
        env = {"HOME": str(home), "XDG_CACHE_HOME": str(self.cache / "xdg")}
        subprocess.run(run, env=env, capture_output=True, check=True)
        self.assertTrue((self.cache / "xdg/stackfit/stackfit-1.db").exists())
        env = {"HOME": str(home), "STACKFIT_CACHE": str(self.cache / "own")}
        subprocess.run(run, env=env, capture_output=True, check=True)
        self.assertTrue((self.cache / "own/stackfit-1.db").exists())

    def test_cache_command(self):
        self.audit()
        info = self.run_stackfit("cache", "info", "--cache", self.cache)
        self.assertEqual(info.returncode, 0, info.stderr)
        self.assertIn(b"facts            7 entries", info.stdout)
        cleared = self.run_stackfit("cache", "clear", "--cache", self.cache)
        self.assertIn(b"facts            0 entries", cleared.stdout)
        self.assert_same(known=0, learnt=7)
        self.assert_error(self.run_stackfit("cache", "cler"), "cler", 'did you mean "clear"?')
        self.assert_error(self.run_stackfit("cache", "info"), "there is no cache")


class Repository(CacheCase, RepositoryCase):
    def setUp(self):
        super().setUp()
        self.write_tree()
        self.commit("more")
        time.sleep(0.02)
        self.git("status")  # so that the index is younger than the files

    def test_unchanged_files_are_not_read(self):
        self.assert_same(known=0, learnt=9)
        trace = self.folder.parent / (self.folder.name + "-trace")
        self.assert_same(known=9, learnt=0)
        if not os.path.exists("/usr/bin/strace"):
            return
        try:
            subprocess.run(["/usr/bin/strace", "-f", "-e", "trace=openat,openat2", "-o", trace,
                            BINARY, "audit", ".", "--cache", self.cache, "--no-baseline"],
                           cwd=self.folder, stdout=subprocess.DEVNULL, check=True,
                           env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
            opened = trace.read_text()
        finally:
            trace.unlink(missing_ok=True)
        self.assertNotIn("a.js", opened)
        self.assertNotIn("b.py", opened)

    def test_edits_of_every_kind_are_seen(self):
        self.audit()
        path = self.folder / "src/a.js"
        before = path.stat()
        path.write_text(NESTED.replace("use(d)", "dus(e)"))  # as long as it was
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # and as old
        self.assert_same(known=8, learnt=1)
        path.write_text(NESTED + "// more\n")
        self.assert_same(known=8, learnt=1)
        self.git("add", ".")
        self.assert_same(known=9, learnt=0)
        self.git("mv", "src/b.py", "src/d.py")
        self.write("new.py", PYTHON)
        self.assert_same(known=10, learnt=0)
        self.git("checkout", "-q", "-f", "HEAD~1")
        self.assert_same()
        self.git("checkout", "-q", "-f", "main")
        self.assert_same()

    def test_states_that_are_compared(self):
        self.audit()
        self.write("src/a.js", NESTED.replace("readFile", "stat"))
        self.write("src/generated.js", GENERATED + "// changed\n")
        self.write("src/new.js", source(nested("fresh", "open")))
        for command in ("check", "audit"):
            self.assert_same("--since", "HEAD", command=command)
            self.assert_same("--since", "HEAD", command=command, learnt=0)
        self.git("add", ".")
        self.assert_same("--staged", command="check")
        self.assert_same("--staged", command="check", learnt=0)
        self.commit("third")
        self.assert_same("--since", "HEAD~1", command="check")
        self.assert_same("--since", "HEAD~2", "--lines", command="check")
        self.assert_same()

    def test_line_ends_that_git_converts(self):
        self.git("config", "core.autocrlf", "true")
        self.write("src/crlf.js", NESTED.replace("\n", "\r\n"))
        self.commit("converted")
        self.assert_same("--rev", "HEAD")  # keeps the facts of the blob
        self.assert_same()
        self.assert_same()
        self.git("config", "core.autocrlf", "false")
        self.git("checkout", "-q", "-f", "HEAD~1")
        self.git("checkout", "-q", "-f", "main")
        self.assert_same()
