"""Files of commits: `audit --rev`, and the history with `trend`."""
import json
import subprocess

from git_repository import GIT_ENVIRONMENT, RepositoryCase, nested, source
from report_schema import mistakes


class Revision(RepositoryCase):
    def audit(self, *words, status=0):
        done = self.run_stackfit("audit", "--format", "json", *words)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        return json.loads(done.stdout)

    def test_a_commit_is_what_its_checkout_is(self):
        self.write("package.json", '{"name": "x"}')
        self.write("node_modules_not/c.py", "import os\n")
        self.commit("second")
        then = self.git("rev-parse", "HEAD")
        now = self.audit(".")
        self.write("a.js", "const a = 1;\n")
        (self.folder / "b.js").unlink()
        self.write("untracked.js", source(nested("three", "open")))
        for revision in ("HEAD", then, then[:10], "main", "main~0"):
            self.assertEqual(now, self.audit(".", "--rev", revision))
        self.commit("third")
        self.assertEqual(now, self.audit(".", "--rev", "HEAD~1"))
        self.assertEqual(self.audit("."), self.audit(".", "--rev", "HEAD"))
        self.git("tag", "-a", "v1", "-m", "one", then)
        self.assertEqual(now, self.audit(".", "--rev", "v1"))
        self.assertEqual(now["root"]["revision"], then)

    def test_a_bare_repository(self):
        self.write("package.json", '{"name": "x"}')
        self.commit("second")
        now = self.audit(".")
        bare = self.folder / (self.folder.name + ".git")
        self.git("clone", "-q", "--bare", ".", str(bare))
        # The clone's objects are linked or copied, never borrowed.
        self.assertEqual(now, self.audit(bare, "--rev", "HEAD"))
        self.assertEqual(self.audit(".", "--rev", "HEAD~1"), self.audit(bare, "--rev", "main~1"))
        self.assert_error(self.run_stackfit("audit", bare), "bare", "--rev HEAD")

    def test_what_cannot_be_looked_at(self):
        self.assert_error(self.run_stackfit("audit", ".", "--rev", "nowhere"),
                          'there is no revision "nowhere"')
        self.assert_error(self.run_stackfit("audit", ".", "--rev", "HEAD^{tree}"), "no revision")
        self.assert_error(self.run_stackfit("audit", ".", "--rev", "HEAD", "--since", "HEAD"),
                          "--rev looks at one commit")
        self.assert_error(self.run_stackfit("audit", ".", "--rev", ""), "--rev wants a commit")
        plain = self.folder.parent / (self.folder.name + "-plain")
        plain.mkdir()
        try:
            self.assert_error(self.run_stackfit("audit", plain, "--rev", "HEAD"),
                              "is no git repository")
        finally:
            plain.rmdir()
        bare = self.folder / "evil.git"
        self.git("clone", "-q", "--bare", ".", str(bare))
        (bare / "objects/info").mkdir(exist_ok=True)
        (bare / "objects/info/alternates").write_text("/nowhere\n")
        self.assert_error(self.run_stackfit("audit", bare, "--rev", "HEAD"), "alternates",
                          "outside")


class Trend(RepositoryCase):
    def trend(self, *words, folder="."):
        done = self.run_stackfit("trend", folder, "--json", *words)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return json.loads(done.stdout)

    def audit(self, revision):
        done = self.run_stackfit("audit", ".", "--format", "json", "--rev", revision)
        return json.loads(done.stdout)

    def grow(self):
        """Five commits by two authors; a.js changes in three of them."""
        self.write("a.js", source(nested("one", "readFile"), nested("more", "open")))
        self.commit("second")
        self.git("tag", "v1")
        self.write("a.js", source(nested("one", "readFile", 2)))
        self.write("lib/c.py", "import time\n\n\nasync def f():\n    time.sleep(1)\n")
        self.git("add", "-A")
        self.git("commit", "-qm", "third", env={"GIT_AUTHOR_NAME": "Béa \x1b[1m"})
        (self.folder / "b.js").unlink()
        self.write("c.py", "import time\n")
        self.commit("fourth")
        (self.folder / "lib/c.py").unlink()
        (self.folder / "lib").rmdir()
        self.write("lib", "a file where a folder was\n")
        self.commit("fifth")
        self.git("tag", "-a", "v2", "-m", "two")

    def test_each_state_is_what_an_audit_of_its_commit_says(self):
        self.grow()
        report = self.trend()
        self.assertEqual(len(report["states"]), 5)
        for number, state in enumerate(report["states"]):
            audit = self.audit(f"HEAD~{number}")
            self.assertEqual(state["commit"], self.git("rev-parse", f"HEAD~{number}"))
            self.assertEqual(state["health"]["score"], audit["health"]["score"])
            self.assertEqual(state["health"]["grade"], audit["health"]["grade"])
            self.assertEqual(state["files"], audit["files"]["analysed"])
            for name in ("callback", "then", "await", "sites"):
                self.assertEqual(state["async_style"][name], audit["async_style"][name])
            for severity, count in state["findings"].items():
                self.assertEqual(count, sum(f["severity"] == severity
                                            for f in audit["findings"]))
        self.assertEqual(report["notes"], [])

    def test_number_of_commits_and_tags(self):
        self.grow()
        self.assertEqual([s["commit"] for s in self.trend("--commits", "2")["states"]],
                         [self.git("rev-parse", r) for r in ("HEAD", "HEAD~1")])
        tagged = self.trend("--tags")["states"]
        self.assertEqual(sorted(s["tags"] for s in tagged), [["v1"], ["v2"]])

    def test_hotspots_count_changes_and_say_whose(self):
        self.grow()
        spots = self.trend()["hotspots"]
        self.assertEqual([s["path"] for s in spots], ["a.js"])
        self.assertEqual(spots[0]["commits"], 3)
        self.assertEqual(spots[0]["authors"], 2)
        self.assertEqual(spots[0]["main_author"], "a")
        self.assertEqual(spots[0]["main_share"], round(2 / 3, 4))
        self.assertEqual(spots[0]["score"], 1)
        text = self.run_stackfit("trend", ".").stdout.decode()
        self.assertIn("Hotspots", text)
        self.assertNotIn(" of 0", text)  # without a lockfile nobody knows of how many packages
        self.assertNotIn("\x1b[1m", text)

    def test_the_page_is_that_of_an_audit_with_its_history(self):
        self.grow()
        self.write("deep.js", "const fs = require('fs');\n" + "fs.readFile('a', (e, d) => {\n" * 6 +
                   "use(d);\n" + "});\n" * 6)
        self.commit("sixth")
        done = self.run_stackfit("trend", ".", "--format", "html")
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        page = done.stdout.decode()
        self.assertIn("How it got here", page)
        self.assertIn(self.git("rev-parse", "HEAD~4")[:10], page)
        self.assertNotIn("\x1b", page)
        audit = self.run_stackfit("audit", ".", "--format", "html").stdout.decode()
        self.assertIn('"history":null', audit)

        def findings(html):
            return html[html.index('"findings":[['):html.index('"leftOut"')]
        self.assertEqual(findings(page), findings(audit))
        self.assert_error(self.run_stackfit("trend", ".", "--format", "sarif"),
                          "text, json or html")

    def test_merges_and_shallow_clones(self):
        self.grow()
        self.git("checkout", "-q", "-b", "side", "HEAD~2")
        self.write("side.js", "const a = 1;\n")
        self.commit("aside")
        self.git("checkout", "-q", "main")
        self.git("merge", "-q", "--no-ff", "-m", "merged", "side")
        self.assertEqual(len(self.trend()["states"]), 6)  # first parents
        clone = self.folder / "clone"
        self.git("clone", "-q", "--depth", "2", self.folder.as_uri(), str(clone))
        report = self.trend(folder=clone)
        self.assertEqual(len(report["states"]), 2)
        self.assertIn("shallow", report["notes"][0])
        self.assertEqual(report["hotspots"], [])

    def test_cache_gives_the_same(self):
        self.grow()
        cold = self.trend("--no-cache", "-j", "1")
        self.assertEqual(cold, self.trend("--no-cache", "-j", "3"))
        cache = self.folder.parent / (self.folder.name + "-cache")
        try:
            for _ in range(2):
                self.assertEqual(cold, self.trend("--cache", str(cache)))
        finally:
            for path in cache.iterdir():
                path.unlink()
            cache.rmdir()

    def test_a_report_with_its_history(self):
        self.grow()
        self.write("tab\tin \xff.js", "use(1);\n")
        self.commit("sixth")
        audit = self.run_stackfit("audit", ".", "--history", "4", "--format", "json",
                                  "--output", "html=now.html", "--output", "json=now.json")
        self.assertEqual((audit.returncode, audit.stderr), (0, b""))
        report = json.loads(audit.stdout)
        self.assertEqual(mistakes(report), [])
        trend = self.trend("--commits", "4")
        self.assertEqual(report["history"], {key: trend[key] for key in (
            "commits_counted", "notes", "states", "hotspots")})
        self.assertEqual({source["path"]: source.get("changes", 0)
                          for source in report["files"]["sources"]}["a.js"], 3)
        self.run_stackfit("report", "convert", "now.json", "--output", "html=later.html")
        page = (self.folder / "now.html").read_bytes()
        self.assertEqual(page, (self.folder / "later.html").read_bytes())
        self.assertIn(b"How it got here", page)
        past = self.run_stackfit("audit", ".", "--rev", "HEAD~2", "--history", "2", "--format",
                                 "json")
        self.assertEqual([state["commit"] for state in json.loads(past.stdout)["history"]["states"]],
                         [self.git("rev-parse", f"HEAD~{back}") for back in (2, 3)])
        self.assertIn("HISTORY", self.run_stackfit("audit", ".", "--history", "2").stdout.decode())

    def test_a_report_without_a_history_says_why(self):
        plain = self.folder.parent / (self.folder.name + "-plain")
        plain.mkdir()
        try:
            (plain / "a.js").write_text("use(1);\n")
            done = self.run_stackfit("audit", plain, "--history", "9", "--format", "json")
            self.assertEqual(done.returncode, 0)
            self.assertIn("no history: ", done.stderr.decode())
            history = json.loads(done.stdout)["history"]
            self.assertEqual(history["states"], [])
            self.assertIn("is no git repository", history["notes"][0])
            page = self.run_stackfit("trend", plain, "--format", "html")
            self.assert_error(page, "is no git repository")
        finally:
            (plain / "a.js").unlink()
            plain.rmdir()
        self.assert_error(self.run_stackfit("audit", ".", "--history", "0"), "--history", "at least")
        self.assert_error(self.run_stackfit("audit", "-", "--stdin-filename", "a.js", "--history",
                                            "3"), "standard input has no past")

    def test_no_history(self):
        empty = self.folder / "empty"
        empty.mkdir()
        subprocess.run(["git", "init", "-q"], cwd=empty, env=GIT_ENVIRONMENT, check=True)
        self.assert_error(self.run_stackfit("trend", empty), 'no commit "HEAD"',
                          "commit something first")
        self.assert_error(self.run_stackfit("trend", self.folder / "empty/.git/refs"),
                          "is only a part of a git repository")
