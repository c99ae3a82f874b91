"""A run that is answered by an earlier one says what it would have said itself."""
import random
import time

from git_repository import RepositoryCase, nested, source
from test_cache import CacheCase

ASYNC = "async function f() { await g(); }\n"


class Answers(CacheCase, RepositoryCase):
    def ask(self, *words, command="check"):
        """The same question three times: without a cache, with it, and again."""
        cold = self.run_stackfit(command, *words, "--no-cache")
        for _ in range(2):
            warm = self.run_stackfit(command, *words, "--cache", self.cache)
            self.assertEqual((cold.returncode, cold.stdout), (warm.returncode, warm.stdout),
                             (words, warm.stderr.decode()))
        return cold

    def edit(self, dice):
        """One of the things people do to a repository."""
        name = f"src/f{dice.randrange(6)}.js"
        kind = dice.randrange(7)
        if kind < 3:
            self.write(name, source(nested(f"n{dice.randrange(99)}", "stat", dice.randrange(2, 7))))
        elif kind == 3:
            self.write(name, ASYNC)
        elif kind == 4:
            (self.folder / name).unlink(missing_ok=True)
        elif kind == 5:
            self.write("package.json", '{"name": "x", "dependencies": {"request": "^2.%d.0"}}' %
                       dice.randrange(9))
        else:
            self.write("stackfit-baseline.json", self.run_stackfit(
                "baseline", "create", "--no-cache").stdout or b"")
            (self.folder / "stackfit-baseline.json").unlink(missing_ok=True)

    def test_random_edits_stages_and_commits(self):
        dice = random.Random(11)
        for _ in range(14):
            for _ in range(dice.randrange(1, 4)):
                self.edit(dice)
            self.ask("--format", dice.choice(["text", "json", "concise"]))
            self.ask("--since", "HEAD", "--format", "json")
            if dice.random() < 0.7:
                self.git("add", "-A")
                self.ask("--staged", "--format", "json")
                self.ask("--staged")
            if dice.random() < 0.5:
                self.git("add", "-A")
                self.git("commit", "-qm", "more", "--allow-empty")
                self.ask("--since", "HEAD~1", "--format", "json")
                self.ask("--rev", "HEAD~1", command="audit")

    def test_every_flag_that_shows_is_part_of_the_question(self):
        time.sleep(0.02)
        self.git("status")
        said = set()
        for words in ([], ["--format", "json"], ["--fail-on", "never"], ["--color", "always"],
                      ["--only", "callback-nesting"], ["--statistics"], ["--exit-zero"],
                      ["--set", "rules.callback-nesting.severity=note"],
                      ["--set", "rules.callback-nesting.threshold.note=9"], ["--min-grade", "A"],
                      ["--exclude", "a.js"], ["a.js"], ["--as-of", "2030-01-01"]):
            done = self.ask(*words)
            said.add((done.returncode, done.stdout))
        self.assertGreaterEqual(len(said), 10)

    def test_a_baseline_counts_whether_git_knows_it_or_not(self):
        self.ask()
        self.write(".gitignore", "stackfit-baseline.json\n")
        self.ask()
        self.run_stackfit("baseline", "create", ".")
        with_it = self.ask()
        (self.folder / "stackfit-baseline.json").unlink()
        self.assertNotEqual(with_it.stdout, self.ask().stdout)

    def test_a_second_run_on_the_same_files_is_not_worked_out_again(self):
        time.sleep(0.02)
        self.git("status")
        self.ask("--format", "json")
        database = self.cache / "stackfit-1.db"
        before = database.stat().st_mtime_ns
        self.run_stackfit("check", "--format", "json", "--cache", self.cache)
        self.assertEqual(before, database.stat().st_mtime_ns)
        self.write("more.js", source(nested("three", "open")))
        self.run_stackfit("check", "--format", "json", "--cache", self.cache)
        self.assertNotEqual(before, database.stat().st_mtime_ns)


class Narrow(RepositoryCase):
    """`check --only` parses what its rules may need, and finds what a whole run finds."""

    def compare(self, rule):
        whole = self.run_stackfit("audit", "--only", rule, "--format", "csv")
        narrow = self.run_stackfit("check", "--only", rule, "--format", "csv")
        self.assertEqual(whole.stdout.decode(), narrow.stdout.decode())
        return narrow.stdout.decode()

    def test_nested_callbacks(self):
        self.write("flat.js", "const a = () => 1;\n")
        self.write("jsx.jsx", "const a = () => <b>don't</b>;\n")
        self.write("await.js", ASYNC)
        self.write("package.json", '{"engines": {"node": ">=4"}}')
        self.write("ignored.js", "// stackfit-ignore-file callback-nesting: known\n" +
                   source(nested("three", "open")))
        self.assertIn("a.js", self.compare("callback-nesting"))
        (self.folder / "await.js").unlink()
        self.compare("callback-nesting")

    def test_unmaintained_packages(self):
        self.write("package.json", '{"dependencies": {"request": "^2.0.0"}}')
        self.write("requirements.txt", "nose==1.3.7\n")
        self.assertIn("request", self.compare("unmaintained-dependency"))

    def test_the_report_says_nothing_of_what_was_not_asked(self):
        done = self.run_stackfit("check", "--only", "callback-nesting").stdout.decode()
        self.assertIn("callback", done)
        for word in ("HEALTH", "STACK FIT", "ASYNC STYLE"):
            self.assertNotIn(word, done)
