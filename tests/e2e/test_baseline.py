"""baseline create, prune and accept."""
import json
import unittest

from git_repository import RepositoryCase, findings, nested, source


class Baseline(RepositoryCase):
    def create(self):
        done = self.run_stackfit("baseline", "create")
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertEqual(done.stdout, b"stackfit-baseline.json: 2 findings accepted\n")

    def entries(self):
        return json.loads((self.folder / "stackfit-baseline.json").read_text())["entries"]

    def test_accepted_findings_do_not_fail_the_gate_and_new_ones_do(self):
        self.create()
        report = self.report()
        self.assertEqual(findings(report), ["a.js one unchanged", "b.js two unchanged"])
        self.assertTrue(all(f["baselined"] for f in report["findings"]))
        # Moved, re-indented and renamed: nothing is new.
        self.write("a.js", "// moved\n" + source("if (x) {\n", nested("one", "readFile"), "}\n"))
        (self.folder / "b.js").rename(self.folder / "renamed.js")
        self.report()
        # Fix one, add one: a count would not have noticed.
        self.write("a.js", source(nested("other", "open")))
        report = self.report(status=1)
        self.assertEqual(findings(report), ["a.js other new", "renamed.js two unchanged"])
        self.assertEqual(report["baseline"]["stale"],
                         [{"rule": "callback-nesting", "path": "a.js", "scope": "one"}])
        text = self.run_stackfit("check").stdout.decode()
        self.assertIn("1 gone since", text)
        self.assertNotIn("renamed.js", text.split("FINDINGS")[1].split("ASYNC")[0])

    def test_create_replaces_nothing(self):
        self.create()
        before = (self.folder / "stackfit-baseline.json").read_bytes()
        self.assert_error(self.run_stackfit("baseline", "create"), "there is a baseline already",
                          "baseline prune")
        self.assertEqual((self.folder / "stackfit-baseline.json").read_bytes(), before)

    def test_prune_only_shrinks_and_follows_renames(self):
        self.create()
        self.write("a.js", source(nested("other", "open")))
        (self.folder / "b.js").rename(self.folder / "renamed.js")
        done = self.run_stackfit("baseline", "prune")
        self.assertEqual(done.stdout,
                         b"stackfit-baseline.json: 1 finding fixed and forgotten, 1 left\n")
        self.assertEqual([e["path"] for e in self.entries()], ["renamed.js"])
        self.report(status=1)

    def test_accept_adds_and_wants_a_reason(self):
        self.create()
        self.write("c.js", source(nested("three", "open")))
        self.write("d.js", source(nested("four", "open")))
        self.assert_error(self.run_stackfit("baseline", "accept"), "wants a reason", "--reason")
        done = self.run_stackfit("baseline", "accept", "c.js", "--reason", "a prototype")
        self.assertEqual(done.stdout, b"stackfit-baseline.json: 1 finding more accepted\n")
        self.assertEqual([(e["path"], e.get("reason")) for e in self.entries()],
                         [("a.js", None), ("b.js", None), ("c.js", "a prototype")])
        report = self.report(status=1)
        self.assertEqual([f.get("reason") for f in report["findings"]],
                         [None, None, "a prototype", None])
        self.assertEqual(findings(report)[-1], "d.js four new")

    def test_what_got_worse_is_new(self):
        self.write("a.js", source(nested("one", "readFile", 4)))
        self.create()
        self.write("a.js", source(nested("one", "readFile", 6)))
        self.assertEqual(self.report(status=1)["gate"]["failed"][0]["value"], "1")

    def test_a_commit_is_judged_by_the_baseline_it_brings(self):
        self.create()
        self.write("a.js", "// touched\n" + source(nested("one", "readFile")))
        self.git("add", "a.js")
        self.report("--staged", status=1)  # the baseline is not staged
        self.git("add", "-A")
        self.report("--staged")

    def test_a_baseline_that_is_missing_or_broken_is_an_error(self):
        self.assert_error(self.run_stackfit("check", "--baseline", "b.json"), "b.json",
                          "baseline create")
        self.assert_error(self.run_stackfit("baseline", "prune"), "there is no baseline")
        self.write("stackfit-baseline.json", '{"schema": "other"}')
        self.assert_error(self.run_stackfit("check"), "stackfit-baseline.json:1", "no baseline")
        self.report("--no-baseline", status=1)

    def test_a_baseline_cannot_lead_outside(self):
        (self.folder / "stackfit-baseline.json").symlink_to("/etc/passwd")
        done = self.run_stackfit("check", "--baseline", "stackfit-baseline.json")
        self.assert_error(done, "cannot be read")
        self.assertNotIn(b"root:", done.stderr)

    def test_unknown_actions_are_named(self):
        self.assert_error(self.run_stackfit("baseline", "crate"), "create")


if __name__ == "__main__":
    unittest.main()
